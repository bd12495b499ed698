"""Calls to a Neo4j server: each in one managed transaction, and none longer than its deadline."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Query,
    Session,
    unit_of_work,
)

from graph.errors import StoreTimeout, StoreUnavailable
from graph.neo4j_address import Neo4jAddress
from graph.neo4j_deadline import Answer, Call
from graph.neo4j_errors import explained

Work = Callable[[ManagedTransaction], Answer]

RETRY_SECONDS = 5.0
"""How long the driver repeats what failed in passing: a deadlock, a change of leader."""
_ATTEMPTS_TO_CLOSE = 4
_SECONDS_TO_END = 60.0
"""How long is waited for a call that nobody waits for any more, to tidy up behind it."""
_SERVER_SHARE = 0.9
"""The server gives up a little before we do, so that its answer still arrives."""
_FETCH_SIZE = 1_000


class Answering(Protocol):
    """What answers a query: a connection, or a transaction that is under way."""

    def rows(self, query: str, **parameters: Any) -> list[list[Any]]:
        """The rows of one query."""


class Inside:
    """Answers from within a transaction."""

    def __init__(self, transaction: ManagedTransaction) -> None:
        self._transaction = transaction

    def rows(self, query: str, **parameters: Any) -> list[list[Any]]:
        return rows(self._transaction, query, **parameters)


class Neo4jConnection:
    """A pool of connections to one database, usable from several threads at once."""

    def __init__(self, address: Neo4jAddress, deadline: float) -> None:
        self.url, self.deadline = address.shown, deadline
        self._address = address
        self._bookmarks = GraphDatabase.bookmark_manager()
        self._guard = threading.Lock()
        self._driver: Driver | None = self._connect()

    def verify(self) -> None:
        """Reach the server and log in, without trying twice."""
        self._bounded(lambda driver, _: self._greet(driver), self.deadline)

    def read(self, work: Work[Answer]) -> Answer:
        """Run `work` in a read transaction; it may be run again when the server asks for that."""
        return self._managed(READ_ACCESS, work, self.deadline)

    def write(self, work: Work[Answer], seconds: float | None = None) -> Answer:
        """Run `work` in a write transaction: all of it, or nothing when it raises.

        Args:
            work: given the transaction; it may be run again when the server asks for that.
            seconds: how long it may take, when the deadline of a call is too short for it.
        """
        return self._managed(WRITE_ACCESS, work, seconds or self.deadline)

    def rows(self, query: str, **parameters: Any) -> list[list[Any]]:
        """The rows of one query, in a read transaction of its own."""
        return self.read(lambda transaction: rows(transaction, query, **parameters))

    def command(self, statement: str) -> None:
        """Run one statement that changes the schema."""
        self.write(lambda transaction: rows(transaction, statement))

    def close(self) -> None:
        with self._guard:
            driver, self._driver = self._driver, None
        if driver is not None:
            driver.close()

    def _connect(self) -> Driver:
        with explained(self.url):
            return GraphDatabase.driver(
                self._address.server,
                auth=(self._address.user, self._address.password),
                connection_timeout=self.deadline,
                connection_acquisition_timeout=self.deadline,
                max_transaction_retry_time=min(RETRY_SECONDS, self.deadline),
                # `id()` is on its way out, yet the only number of a node that fits 64 bits.
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                telemetry_disabled=True,
                user_agent="kinpath",
            )

    def _greet(self, driver: Driver) -> None:
        with self._session(driver, READ_ACCESS) as session:
            session.run(Query("RETURN 1", timeout=self.deadline * _SERVER_SHARE)).consume()

    def _managed(self, access: str, work: Work[Answer], seconds: float) -> Answer:
        def transact(driver: Driver, call: Call[Answer]) -> Answer:
            with self._session(driver, access) as session:
                run = session.execute_read if access == READ_ACCESS else session.execute_write
                return run(unit_of_work(timeout=seconds * _SERVER_SHARE)(_awaited(call, work)))

        return self._bounded(transact, seconds)

    @contextmanager
    def _session(self, driver: Driver, access: str) -> Iterator[Session]:
        session = driver.session(
            database=self._address.database,
            default_access_mode=access,
            fetch_size=_FETCH_SIZE,
            bookmark_manager=self._bookmarks,
        )
        try:
            yield session
        finally:
            # Over a broken connection, or one that `_abandon` is closing at the same time, attempts
            # fail one after another (roll back, send, give back); one more finds it closed.
            for _ in range(_ATTEMPTS_TO_CLOSE):
                with suppress(Exception):
                    session.close()

    def _bounded(self, work: Callable[[Driver, Call[Answer]], Answer], seconds: float) -> Answer:
        """Wait for a call no longer than so many seconds.

        The driver bounds connecting and the server bounds transactions, but a server that falls
        silent in the middle of one would hold its caller for ever. So the call runs in a thread,
        which is left behind with its connections when the time is up.
        """
        driver = self._open_driver()
        call = Call[Answer](lambda call: work(driver, call))
        if not call.ends_within(seconds):
            call.leave_behind()
            self._abandon(driver, call)
            raise StoreTimeout(
                f"{self.url}: no answer within {seconds:g} s; do it again: what the server kept "
                "all the same is not kept twice"
            )
        with explained(self.url):
            return call.result()

    def _open_driver(self) -> Driver:
        with self._guard:
            if self._driver is None:
                raise StoreUnavailable(f"{self.url}: this handle is closed; open the store again")
            return self._driver

    def _abandon(self, driver: Driver, call: Call[Answer]) -> None:
        """Later calls get new connections; closing the old ones frees the thread that waits."""
        with self._guard:
            if self._driver is driver:
                self._driver = self._connect()
        threading.Thread(
            target=_close_behind, args=(driver, call), name="kinpath-neo4j-close", daemon=True
        ).start()


def _close_behind(driver: Driver, call: Call[Answer]) -> None:
    """Close the driver, and once the call has ended what it opened while that was being done."""
    with suppress(Exception):
        driver.close()
    call.ends_within(_SECONDS_TO_END)
    # The driver closes once only, and its pool takes connections back all the same.
    driver._pool.close()  # noqa: SLF001


def _awaited(call: Call[Answer], work: Work[Answer]) -> Work[Answer]:
    """The driver repeats work when its connection breaks, but not after its caller has left."""

    def awaited(transaction: ManagedTransaction) -> Answer:
        call.check()
        return work(transaction)

    return awaited


def rows(transaction: ManagedTransaction, query: str, **parameters: Any) -> list[list[Any]]:
    """All rows of a query's answer, each a list of its columns."""
    return [record.values() for record in transaction.run(query, parameters)]


def pipelined(
    transaction: ManagedTransaction, query: str, questions: Iterable[dict[str, Any]]
) -> list[list[Any]]:
    """The rows of one query asked several times, each with its own parameters.

    All questions are sent before the first answer is read, so that the server works on one while
    the next is on its way.
    """
    answers = [transaction.run(query, parameters) for parameters in questions]
    return [record.values() for answer in answers for record in answer]


def pages(
    connection: Neo4jConnection, query: str, size: int, **parameters: Any
) -> Iterator[list[list[Any]]]:
    """The rows of an ordered query, page by page, each in a transaction of its own.

    The query takes `$after` and `$limit`; the first column of a row says where the row stands.
    """
    after = ""
    while page := connection.rows(query, after=after, limit=size, **parameters):
        yield page
        if len(page) < size:
            return
        after = page[-1][0]
