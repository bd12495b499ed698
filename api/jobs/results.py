"""What jobs found: one file each, in a folder for each community, deleted when the job expires."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from api.jobs.job import KEPT_SECONDS
from api.whole_files import writing
from graph.errors import InvalidRequest
from graph.packing import DAY
from graph.store import GraphStore

FILE_KEPT_SECONDS = DAY
"""How long a file that a job made can be fetched."""
FILES_KEPT = 5
"""Files of one community that are kept: the latest."""
FILES_BYTES = 2_000_000_000
"""How long they may be together; the very latest is kept however long it is."""
FOUND = ".json"
"""How the name of a result ends which is no file to be fetched."""


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
    def writing(self, job: str, ending: str = FOUND) -> Iterator[BinaryIO]:
        """The file of a job that exists, which appears once it is whole."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writing(self._path(job, ending)) as file:
            yield file

    @contextmanager
    def making(self) -> Iterator[Path]:
        """An empty folder for what is not finished yet; it goes with the end of the block.

        It lies here so that what a killed process leaves is found, by a purge and by an erasure.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.folder, prefix=".", ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    def file(self, job: str, ending: str) -> Path | None:
        """The file that a job made; None: it is not kept any more, or not on this machine."""
        path = self._path(job, ending)
        try:
            is_old = path.stat().st_mtime < time.time() - FILE_KEPT_SECONDS
        except FileNotFoundError:
            return None
        return None if is_old else path

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
        for path in self.folder.glob(f"{job}.*"):
            path.unlink(missing_ok=True)

    def purge(self) -> None:
        """Delete those that cannot be asked for any more, and files beyond what is kept."""
        _purge(self.folder)

    def erase(self) -> int:
        """Delete all of them, as when somebody is to be forgotten; how many that were."""
        paths = list(_within(self.folder))
        for path in paths:
            _delete(path)
        return len(paths)

    def _path(self, job: str, ending: str = FOUND) -> Path:
        return self.folder / f"{job}{ending}"


def purge_all(root: Path) -> None:
    """The same in every community of every store."""
    for folder in _within(root):
        _purge(folder)


def _purge(folder: Path) -> None:
    now, count, length = time.time(), 0, 0
    for path, at, size in sorted(_looked_at(folder), key=lambda each: each[1], reverse=True):
        is_found, is_unfinished = path.suffix == FOUND, path.name.startswith(".")
        is_too_much = False
        if not is_found and not is_unfinished:
            count, length = count + 1, length + size
            is_too_much = count > FILES_KEPT or (count > 1 and length > FILES_BYTES)
        if is_too_much or at < now - (KEPT_SECONDS if is_found else FILE_KEPT_SECONDS):
            _delete(path)


def _looked_at(folder: Path) -> Iterator[tuple[Path, float, int]]:
    """What lies in a folder, when it was written, and how long it is."""
    for path in _within(folder):
        with suppress(FileNotFoundError):
            found = path.stat()
            yield path, found.st_mtime, found.st_size


def _within(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from folder.iterdir()


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
