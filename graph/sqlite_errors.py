"""What SQLite's errors mean for whoever called the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from graph.errors import StoreError, StoreTimeout, StoreUnavailable

_MEANINGS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreTimeout, "another program wrote for longer than the deadline"),
    sqlite3.SQLITE_LOCKED: (StoreTimeout, "another program wrote for longer than the deadline"),
    sqlite3.SQLITE_INTERRUPT: (StoreTimeout, "the call outlived its deadline; nothing was kept"),
    sqlite3.SQLITE_FULL: (
        StoreUnavailable,
        "the disk is full and nothing was kept; make room, do it again",
    ),
    sqlite3.SQLITE_READONLY: (StoreUnavailable, "the file or its folder may not be written"),
    sqlite3.SQLITE_PERM: (StoreUnavailable, "the file or its folder may not be used"),
    sqlite3.SQLITE_CANTOPEN: (
        StoreUnavailable,
        "the file cannot be opened; do its folder and the right to use it exist?",
    ),
    sqlite3.SQLITE_NOTADB: (StoreUnavailable, "the file is not a Kinpath database"),
    sqlite3.SQLITE_CORRUPT: (
        StoreUnavailable,
        "the file is damaged; restore a copy or load the community into a new one",
    ),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, "the disk failed to read or write"),
}
_PRIMARY_CODE = 0xFF


@contextmanager
def explained(url: str) -> Iterator[None]:
    """Turns any error of SQLite into one of Kinpath's.

    Raises:
        StoreTimeout: the database was locked, or the call too slow.
        StoreUnavailable: everything else.
    """
    try:
        yield
    except sqlite3.Error as error:
        # The driver's own errors, such as a closed connection, carry no code of SQLite's.
        code = getattr(error, "sqlite_errorcode", -1)
        kind, meaning = _MEANINGS.get(code & _PRIMARY_CODE, (StoreUnavailable, "SQLite refused"))
        raise kind(f"{url}: {meaning} ({error})") from error
