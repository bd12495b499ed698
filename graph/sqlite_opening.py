"""How a SQLite file is opened: found to be ours, brought up to date, and set to lose nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from graph.errors import StoreUnavailable
from graph.migrations import Migration, migrate
from graph.sqlite_schema import APPLICATION_ID, MIGRATIONS

_CACHE_KIB = 65_536
_RETRY_SECONDS = 0.002
"""Between two attempts. SQLite's own waiting is up to 0.1 s long, in which a load begins its next
batch: whoever wanted to write something small beside it would wait for several."""


def once_free(attempt: Callable[[], object], seconds: float) -> None:
    """Do it, again and again while another connection holds the file, for so many seconds."""
    limit = time.monotonic() + seconds
    while True:
        try:
            attempt()
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & 0xFF
            if code != sqlite3.SQLITE_BUSY or time.monotonic() > limit:
                raise
            time.sleep(_RETRY_SECONDS)
        else:
            return


def make_folder(path: Path, url: str) -> None:
    """The folder that the file will lie in. Raises StoreUnavailable."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"{url}: cannot make its folder ({error.strerror})") from error


def connect(path: Path, mode: str, deadline: float) -> sqlite3.Connection:
    """A connection in SQLite's open mode `ro`, `rw` or `rwc` (made when it is not there)."""
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        timeout=deadline,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    try:
        connection.execute("PRAGMA mmap_size = 0")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    except BaseException:
        connection.close()
        raise
    return connection


def prepare(writer: sqlite3.Connection, url: str, deadline: float) -> None:
    """Refuse what is not ours before anything is changed, then bring it up to date."""
    _refuse_foreign(writer, url)
    _use_write_ahead_log(writer, deadline)
    writer.execute("PRAGMA synchronous = FULL")
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("PRAGMA foreign_keys = ON")
    writer.execute("PRAGMA secure_delete = ON")
    migrate(MIGRATIONS, _schema_version(writer), url, lambda step: _apply(writer, step))


def _schema_version(connection: sqlite3.Connection) -> int:
    """The version of the schema that the file records; 0 when there is none yet."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def _apply(writer: sqlite3.Connection, step: Migration) -> None:
    writer.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        if _schema_version(writer) < step.version:
            for statement in step.statements:
                writer.execute(statement)
            writer.execute(f"PRAGMA user_version = {step.version}")
            writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        writer.execute("COMMIT")
    except BaseException:
        if writer.in_transaction:
            writer.execute("ROLLBACK")
        raise


def _refuse_foreign(connection: sqlite3.Connection, url: str) -> None:
    connection.execute("BEGIN")
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    finally:
        connection.rollback()
    if tables and application != APPLICATION_ID:
        raise StoreUnavailable(
            f"{url}: the file is a database of another program; nothing was changed"
        )


def _use_write_ahead_log(writer: sqlite3.Connection, deadline: float) -> None:
    """Switching needs the file for itself, and SQLite does not wait for that."""

    def switch() -> None:
        with closing(writer.execute("PRAGMA journal_mode = WAL")) as cursor:
            cursor.fetchone()

    once_free(switch, deadline)
