"""A file as an answer, sent while it is read."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.engine import Engine
from api.exports.copying import pieces
from api.exports.writing import ExportAsked, write_export
from api.jobs.results import JobResults
from api.worklist import now
from graph.progress import Progress, silent

_BINARY = {"format": "binary"}
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".jsonl": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".zip": "application/zip",
}
"""By the ending of the file."""

FILE = {
    "description": "The file.",
    "content": {
        kind.partition(";")[0]: {
            "schema": {"type": "string"} | ({} if "csv" in kind or "json" in kind else _BINARY)
        }
        for kind in MEDIA_TYPES.values()
    },
}
"""How OpenAPI says that a route may answer with any of these."""


class SentFile(StreamingResponse):
    """A file that is read piece by piece while it is sent, and closed in the end.

    Args:
        path: of the file, which may be deleted from then on.
        name: under which it is to be kept.

    Raises:
        FileNotFoundError: it is not there.
    """

    def __init__(self, path: Path, name: str) -> None:
        # A file that was deleted is there for as long as somebody has it open.
        self._file = path.open("rb")
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(os.fstat(self._file.fileno()).st_size),
        }
        super().__init__(pieces(self._file), media_type=MEDIA_TYPES[path.suffix], headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def send_export(engine: Engine, asked: ExportAsked, progress: Progress = silent) -> SentFile:
    """The export as an answer; nothing of it stays on the disk.

    Raises:
        InvalidRequest: it cannot be had so, or there is nothing to make it of.
        StoreError: the store failed, or kept changing while it was read.
    """
    wanted = asked.checked()
    with JobResults(engine.settings.job_results, engine.store).making() as folder:
        path = write_export(engine, wanted, folder, progress)
        return SentFile(path, file_name(wanted, now()))


def file_name(asked: ExportAsked, at: datetime) -> str:
    """What an export of a day is called."""
    return f"{asked.name}-{at:%Y-%m-%d}{asked.ending}"
