"""The job that makes an export, and the file that is fetched afterwards."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access.principals import Scope
from api.engine import Engine
from api.exports.copying import copy
from api.exports.kinds import WORKED_OUT, ExportName, FileFormat, scopes_of
from api.exports.sending import MEDIA_TYPES, SentFile, file_name
from api.exports.writing import ExportAsked, write_export
from api.jobs.job import Job, JobState
from api.jobs.refusals import FileGone, JobNotDone, ResultWithdrawn
from api.jobs.results import FILE_KEPT_SECONDS, JobResults
from api.jobs.running import Work
from api.jobs.withdrawn import names_withdrawn
from graph.errors import EntityNotFound
from graph.progress import Progress
from graph.records import iso_of
from matcher.json_text import write_json

KIND = "export"


class ExportQuery(BaseModel):
    """How it is written."""

    model_config = ConfigDict(extra="forbid")

    format: FileFormat = Field("csv", description="Of tables; figures and worklist are CSV.")
    bom: bool = Field(False, description="Begin CSV with a byte order mark, as Excel wants it.")


class ExportArguments(ExportQuery):
    """What is exported, and how it is written."""

    export: ExportName

    def asked(self) -> ExportAsked:
        """The same, as it is made. Raises InvalidRequest: it cannot be had in that format."""
        return ExportAsked(self.export, self.format, self.bom).checked()


def needs_of(said: Mapping[str, Any]) -> tuple[Scope, ...]:
    """What whoever wants an export has to be allowed; of one that is wrong, what most need."""
    return scopes_of(str(said.get("export")))


def make_export(arguments: ExportArguments) -> Work:
    """The work that writes an export."""
    asked = arguments.asked()

    def work(engine: Engine, progress: Progress, out: BinaryIO) -> None:
        whole = sum(engine.store.counts().values())
        with JobResults(engine.settings.job_results, engine.store).making() as folder:
            path = write_export(engine, asked, folder, _Whole(progress, whole))
            copy(path, out, "keeping the file", progress)

    return work


def ending_of(arguments: ExportArguments) -> str:
    """What the name of an export's file ends with."""
    return arguments.asked().ending


class _Whole:
    """Tells how much of all records is done, of what tells it table by table."""

    def __init__(self, progress: Progress, whole: int) -> None:
        self._progress, self._whole = progress, whole
        self._done: dict[str, int] = {}

    def __call__(self, label: str, done: int, total: int | None) -> None:
        if total is not None:
            self._progress(label, done, total)
            return
        self._done[label] = done
        self._progress(label, min(sum(self._done.values()), self._whole), self._whole)


def file_json(engine: Engine, job: Job) -> Mapping[str, object]:
    """Of a job that made a file: where it is, what it is called, and until when.

    Raises:
        JobNotDone, FileGone, ResultWithdrawn
    """
    try:
        path = _file(engine, job)
        size = path.stat().st_size
    except FileNotFoundError:
        raise FileGone from None
    return {
        "file": f"/v1/jobs/{job.id}/file",
        "name": _name(job),
        "media_type": MEDIA_TYPES[path.suffix],
        "bytes": size,
        "until": iso_of(_ended(job) + FILE_KEPT_SECONDS),
    }


def send_file(engine: Engine, job: Job) -> Response:
    """The file that a job made.

    Raises:
        EntityNotFound: it is of a kind that makes none.
        JobNotDone: it is under way, or ended without.
        FileGone: it is not kept any more.
        ResultWithdrawn: it names somebody who is not to be named any more.
    """
    try:
        return SentFile(_file(engine, job), _name(job))
    except FileNotFoundError:
        raise FileGone from None


def _file(engine: Engine, job: Job) -> Path:
    if job.kind != KIND:
        raise EntityNotFound(f"file of job {job.id}", engine.store.community)
    if job.state is not JobState.DONE:
        raise JobNotDone(job.state.value)
    path = JobResults(engine.settings.job_results, engine.store).file(job.id, _asked(job).ending)
    if path is None:
        raise FileGone
    if _asked(job).name in WORKED_OUT:
        named = write_json(list(_members_in(path))).encode()
        if names_withdrawn(named, engine.matcher().snapshot):
            raise ResultWithdrawn
    return path


def _members_in(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield from (cell for cell in row if cell.startswith("member:"))


def _asked(job: Job) -> ExportAsked:
    return ExportArguments.model_validate(job.arguments).asked()


def _name(job: Job) -> str:
    return file_name(_asked(job), datetime.fromtimestamp(_ended(job), UTC))


def _ended(job: Job) -> float:
    return job.ended_at or job.asked_at
