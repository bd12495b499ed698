"""Who waits for an answer: as many as can be answered in time; all others are told so at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from time import perf_counter

from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.guard import is_public
from api.access.refusals import ServerBusy
from api.bodies import announced
from api.errors import kinpath_problem

QUESTIONS = "/v1/recommendations"
"""Where most of what takes long is asked."""
LONGEST_WAIT = 0.25
"""Seconds that a question may have to wait for its turn, as far as can be told beforehand."""
FEW = 8
"""As many may always wait, however long each takes."""
MOST_IN_THREADS = 80
"""Questions that threads work on, or that wait for one."""
MOST_AT_ONCE = 200
"""Requests of all kinds that one process works on at the same time."""
LITTLE = 65_536
"""Bytes of a body that is passed over, so that the connection can stay open."""
_LATEST = 0.1
"""How much the latest answer counts in what one takes."""


class Line:
    """Those who wait for their turn in the event loop; one is answered at a time.

    Between two answers the loop looks at its sockets: new requests are read, and refused where the
    line is too long; whoever asks whether the process is alive is answered.
    """

    def __init__(self, longest: float = LONGEST_WAIT) -> None:
        self._longest = longest
        self._lock = asyncio.Lock()
        self._count = 0
        self._seconds = 0.0

    def demand_room(self) -> None:
        """Raises ServerBusy: a turn would not come in time."""
        if self._count >= FEW and self._count * self._seconds > self._longest:
            raise ServerBusy

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it for the time of the block.

        Raises:
            ServerBusy: it would not come in time.
        """
        self.demand_room()
        self._count += 1
        try:
            async with self._lock:
                began = perf_counter()
                # Others that are ready get in line before this answer begins, or are refused.
                await asyncio.sleep(0)
                yield
                self._seconds += _LATEST * (perf_counter() - began - self._seconds)
        finally:
            self._count -= 1


class Places:
    """So many may be inside; who comes when all places are taken is not let in."""

    def __init__(self, count: int) -> None:
        self._free = count

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Have a place for the time of the block. Raises ServerBusy."""
        if not self._free:
            raise ServerBusy
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1


class Shedding:
    """Middleware that works on at most `most` requests at the same time, and refuses the others.

    They cost memory for as long as they wait. Questions for which there is no room in the line are
    refused as well, before they cost anything: it is looked neither who asks nor what. What anybody
    may ask for, as whether the process is alive, is always answered.
    """

    def __init__(self, app: ASGIApp, line: Line, most: int = MOST_AT_ONCE) -> None:
        self._app = app
        self._line = line
        self._places = Places(most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_public(scope["path"]):
            await self._app(scope, receive, send)
            return
        try:
            if scope["path"] == QUESTIONS:
                self._line.demand_room()
            with self._places.taken():
                await self._app(scope, receive, send)
        except ServerBusy as busy:  # errors of routes are answered further in: there was no place
            # The body is not read: if it may be large, the connection ends with the answer.
            is_little = 0 < announced(scope) <= LITTLE
            unread = {} if is_little else {"Connection": "close"}
            await kinpath_problem(busy, unread)(scope, receive, send)
