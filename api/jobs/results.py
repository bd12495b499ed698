"""What jobs found: one file each, in a folder for each community, deleted when the job expires."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.jobs.job import KEPT_SECONDS
from api.whole_files import writing
from graph.errors import InvalidRequest
from graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a result, and where the next ones begin; None: there are no more."""

    lines: list[bytes]
    next: int | None


class JobResults:
    """The results of one community's jobs. `root` holds those of all stores and communities."""

    def __init__(self, root: Path, store: GraphStore) -> None:
        identity = "\x1f".join((store.url, store.community))
        self.folder = root / hashlib.sha256(identity.encode()).hexdigest()[:32]

    @contextmanager
    def writing(self, job: str) -> Iterator[BinaryIO]:
        """The file of a job that exists, which appears once it is whole."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writing(self._path(job)) as file:
            yield file

    def read(self, job: str) -> bytes | None:
        """All of a result; None: it is not on this machine."""
        try:
            return self._path(job).read_bytes()
        except FileNotFoundError:
            return None

    def lines(self, job: str, begin: int, limit: int) -> Lines | None:
        """So many lines from a place that `Lines.next` told; None: it is not on this machine.

        Raises:
            InvalidRequest: no line begins there.
        """
        try:
            with self._path(job).open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(begin - 1, 0))
                if begin and file.read(1) != b"\n":
                    raise InvalidRequest("cursor", "is not the `next` of another page")
                found = [line.rstrip(b"\n") for _, line in zip(range(limit), file, strict=False)]
                place = begin + sum(len(line) + 1 for line in found)
        except FileNotFoundError:
            return None
        return Lines(found, place if place < size else None)

    def remove(self, job: str) -> None:
        """Delete the result of a job, if there is one."""
        self._path(job).unlink(missing_ok=True)

    def purge(self) -> None:
        """Delete those of jobs that cannot be asked for any more."""
        oldest = time.time() - KEPT_SECONDS
        for path in self._files():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def erase(self) -> int:
        """Delete all of them, as when somebody is to be forgotten; how many that were."""
        paths = list(self._files())
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (path for path in self.folder.iterdir() if path.is_file())

    def _path(self, job: str) -> Path:
        return self.folder / f"{job}.json"
