"""What the tests of the SQLite store do with its file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graph import open_store
from graph.sqlite_store import SqliteStore

ROOT = Path(__file__).parents[2]


def opened(url: str, *, deadline: float = 30.0, create: bool = True) -> SqliteStore:
    """A handle on one community of the file."""
    store = open_store(url, "acme", deadline=deadline, create=create)
    assert isinstance(store, SqliteStore)
    return store


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the writer's lock for as long as the block lasts."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def said_by(code: str, url: str) -> list[str]:
    """The words that a program of its own prints."""
    program = [sys.executable, "-c", code, url]
    return subprocess.check_output(program, text=True, cwd=ROOT, timeout=60).split()


def bytes_on_disk(path: Path) -> bytes:
    """All bytes of the database and of what lies beside it."""
    return b"".join(file.read_bytes() for file in path.parent.iterdir())
