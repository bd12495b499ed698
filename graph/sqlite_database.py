"""One SQLite file: a writing connection, a pool of read-only ones, and the write-ahead log."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from graph.errors import StoreTimeout, StoreUnavailable
from graph.sqlite_errors import explained
from graph.sqlite_opening import connect, make_folder, once_free, prepare

CHECKPOINT_BYTES = 16 << 20
"""Size of the write-ahead log from which on it is moved into the database."""
CHECKPOINT_PATIENCE = 0.1
"""Seconds that moving it waits for readers; it is tried again after a later write."""
_STEPS_BETWEEN_CLOCKS = 5_000
T = TypeVar("T")


class Session:
    """A connection inside a transaction, whose statements are broken off at the deadline."""

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self.connection = connection
        self._seconds = seconds
        self.restart_clock()
        connection.set_progress_handler(self._is_late, _STEPS_BETWEEN_CLOCKS)

    def restart_clock(self) -> None:
        """Grant the deadline anew."""
        self._limit = time.monotonic() + self._seconds

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
        return self.connection.execute(statement, parameters)

    def executemany(self, statement: str, rows: Iterator[Any] | list[Any]) -> None:
        self.connection.executemany(statement, rows)

    def value(self, statement: str, *parameters: Any) -> Any:
        """The first column of the first row, None when there is no row."""
        row = self.connection.execute(statement, parameters).fetchone()
        return None if row is None else row[0]

    def stream(self, statement: str, *parameters: Any) -> Iterator[Any]:
        """Rows as they come; what the reader does between two of them costs no time of ours."""
        for row in self.connection.execute(statement, parameters):
            yield row
            self.restart_clock()

    def _is_late(self) -> bool:
        return time.monotonic() > self._limit


class Database:
    """The file at a path, usable from several threads at once.

    Writers of other processes are waited for, up to the deadline. Readers see the last commit.
    """

    def __init__(self, path: Path, url: str, *, create: bool, deadline: float) -> None:
        # Absolute, so that later connections find the same file wherever the program has gone.
        self.path, self.url, self._deadline = path.absolute(), url, deadline
        self._writing = threading.Lock()
        self._pooling = threading.Lock()
        self._watching = threading.Lock()
        self._watcher: sqlite3.Connection | None = None
        self._remembered: dict[Hashable, tuple[int, object]] = {}
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._checkpoint_at = CHECKPOINT_BYTES
        self._erasing = False
        if not create and not path.exists():
            raise StoreUnavailable(f"{url}: there is no such file; load a community to make it")
        if create:
            make_folder(path, url)
        with explained(url):
            self._writer = connect(self.path, "rwc" if create else "rw", deadline)
            try:
                prepare(self._writer, url, deadline)
                self._writer.execute("PRAGMA busy_timeout = 0")  # `writing` waits by itself
            except BaseException:
                self._writer.close()
                raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent view of the database, for as long as the block lasts."""
        with explained(self.url):
            connection = self._borrow()
            try:
                session = Session(connection, self._deadline)
                session.execute("BEGIN")
                yield session
            finally:
                self._give_back(connection)

    def state(self) -> int:
        """Another number after each commit, whoever made it. It takes a few microseconds."""
        with self._watching, explained(self.url):
            self._refuse_when_closed()
            if self._watcher is None:
                self._watcher = connect(self.path, "ro", self._deadline)
            # What it tells is of this very connection: others count otherwise.
            found: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            return found

    def remembered(self, name: Hashable, read: Callable[[Session], T]) -> T:
        """What `read` finds in the state that the database is in, read once for that state."""
        state = self.state()  # first: what is written meanwhile makes another one
        kept_of, kept = self._remembered.get(name, (None, None))
        if kept_of == state:
            return cast("T", kept)
        with self.reading() as session:
            found = read(session)
        self._remembered[name] = state, found
        return found

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction: all of the block, or nothing of it when the block raises."""
        if not self._writing.acquire(timeout=self._deadline):
            raise StoreTimeout(f"{self.url}: another thread wrote for longer than the deadline")
        try:
            with explained(self.url):
                self._refuse_when_closed()
                session = Session(self._writer, self._deadline)
                once_free(lambda: session.execute("BEGIN IMMEDIATE"), self._deadline)
                try:
                    yield session
                    session.execute("COMMIT")
                except BaseException:
                    self._roll_back()
                    raise
            self._tidy()
        finally:
            self._writing.release()

    def erase(self) -> None:
        """See to it that nothing deleted stays in the write-ahead log.

        While somebody still reads an older view that cannot be; then it is done after a later
        write, or when the last handle closes.
        """
        with self._writing:
            self._erasing = True
            self._tidy()

    def rewrite(self) -> None:
        """Copy all that is there into new pages, and give the old ones up.

        Deleted content is overwritten as it is deleted; what pages keep of cells that were moved
        about goes only so.
        """
        with self._writing, explained(self.url):
            self._refuse_when_closed()
            self._writer.set_progress_handler(None, 0)
            self._writer.execute("VACUUM")
            if not self._checkpoint():
                self._erasing = True  # somebody reads: it is tried again after the next write

    def files(self) -> list[Path]:
        """The file, and those that SQLite keeps beside it."""
        names = (self.path.name + ending for ending in ("", "-wal", "-shm", "-journal"))
        return [path for name in names if (path := self.path.with_name(name)).exists()]

    def close(self) -> None:
        """Close every connection; a stream that is still open closes its own when it ends."""
        with self._writing, self._pooling, self._watching:
            if self._closed:
                return
            self._closed = True
            for connection in self._idle:
                connection.close()
            if self._watcher is not None:
                self._watcher.close()
            self._checkpoint()
            # The last connection to close empties and removes the write-ahead log.
            self._writer.close()

    def _roll_back(self) -> None:
        # A full disk makes SQLite roll back by itself.
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    def _tidy(self) -> None:
        if self._erasing or self._log_size() >= self._checkpoint_at:
            emptied = self._checkpoint()
            self._erasing = self._erasing and not emptied
            self._checkpoint_at = CHECKPOINT_BYTES + (0 if emptied else self._log_size())

    def _checkpoint(self) -> bool:
        """Move the write-ahead log into the database; whether all of it could be moved.

        Always in the mode that holds the writer's lock, never by SQLite's own accord: releases
        before 3.51.3 may damage the file when a checkpoint and a write coincide.
        """
        self._writer.set_progress_handler(None, 0)
        # What was committed is safe in the log, so a failure here is no failure of the call.
        try:
            self._writer.execute(f"PRAGMA busy_timeout = {int(CHECKPOINT_PATIENCE * 1000)}")
            return not self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.Error:
            return False
        finally:
            self._writer.execute("PRAGMA busy_timeout = 0")

    def _log_size(self) -> int:
        try:
            return self.path.with_name(f"{self.path.name}-wal").stat().st_size
        except OSError:
            return 0

    def _borrow(self) -> sqlite3.Connection:
        with self._pooling:
            self._refuse_when_closed()
            if self._idle:
                return self._idle.pop()
        return connect(self.path, "ro", self._deadline)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with suppress(sqlite3.Error):
            connection.rollback()
        with self._pooling:
            if self._closed:
                connection.close()
            else:
                self._idle.append(connection)

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreUnavailable(f"{self.url}: this handle is closed; open the store again")
