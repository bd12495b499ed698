"""The file that keeps every row that could not be used, with where it stood and why."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from uuid import uuid4

from graph.errors import LoadError
from loaders.source import Rejection

_KEYS = {"table", "file", "line", "reason", "row"}


class Quarantine:
    """JSON lines that appear under their name only when the load has come to its end.

    With nothing in it there is no file, and an earlier one of ours is removed. Use it as a context
    manager: after an error the earlier file stays as it was.

    Raises:
        LoadError: the path holds a file that no load has written, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._partial = path.with_name(f"{path.name}.{uuid4().hex[:8]}.partial")
        self._file: IO[str] | None = None
        if path.exists() and not _is_ours(path):
            raise LoadError(f"{path} is not a quarantine file; name another one")

    def add(self, rejection: Rejection) -> None:
        """Keep one bad row; half characters and other oddities are written as JSON escapes."""
        if self._file is None:
            try:
                self._file = self._partial.open("w", encoding="ascii")
            except OSError as error:
                raise LoadError(f"cannot write {self._partial}: {error.strerror}") from None
        told = {name: value for name, value in asdict(rejection).items() if name in _KEYS}
        self._file.write(json.dumps(told, default=str) + "\n")
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            if kind is None:
                self.path.unlink(missing_ok=True)
            return
        with self._file as file:
            file.flush()
            os.fsync(file.fileno())
        if kind is None:
            self._partial.replace(self.path)
        else:
            self._partial.unlink(missing_ok=True)


def default_quarantine(source: Path) -> Path:
    """Beside the source, or in the working directory when that cannot be written."""
    source = source.resolve()
    name = f"{source.name}.quarantine.jsonl"
    folder = source.parent if os.access(source.parent, os.W_OK) else Path.cwd()
    return folder / name


def _is_ours(path: Path) -> bool:
    with suppress(OSError, ValueError), path.open(encoding="utf-8") as file:
        first = file.readline(1 << 24)
        if not first:
            return True
        row = json.loads(first)
        return isinstance(row, dict) and set(row) == _KEYS
    return False
