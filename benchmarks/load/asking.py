"""Questions over HTTP at a rate that does not wait for answers, and how they were answered."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

CONNECTIONS = 400
"""That are open at most; a question that finds none free counts as not asked."""
HEALTH_EVERY = 0.1
"""Seconds between two looks whether the server is alive."""


@dataclass(slots=True)
class Answered:
    """What became of questions.

    Attributes:
        accepted, refused: seconds that each answer took.
        health: seconds that each look took.
        failed: answers of other statuses, and connections that were lost.
        not_asked: for want of a free connection.
        seconds: that it took altogether.
    """

    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    failed: int = 0
    not_asked: int = 0
    seconds: float = 0.0


class Connection:
    """One connection that stays open, for one question after the other."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: bytes) -> int:
        """The status of the answer. Raises OSError or EOFError when the connection is lost."""
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._ends
        try:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            lines = head.lower().split(b"\r\n")
            length = next(int(line[15:]) for line in lines if line.startswith(b"content-length:"))
            await reader.readexactly(length)
            if b"connection: close" in lines:
                self.close()
            return int(head[9:12])
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close it; the next question opens it again."""
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


def question(member: str) -> bytes:
    """A request for explained recommendations, as it goes over the wire."""
    body = json.dumps({"goal": "mentors", "member": member, "k": 10}).encode()
    return (
        b"POST /v1/recommendations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )


async def as_fast_as_answered(
    port: int, questions: Sequence[bytes], connections: int, seconds: float
) -> Answered:
    """Each connection asks as soon as it has its answer: what the server can do."""
    found = Answered()
    began = time.perf_counter()

    async def ask(first: int) -> None:
        line, number = Connection(port), first
        while time.perf_counter() - began < seconds:
            await _timed(line, questions[number % len(questions)], found)
            number += connections
        line.close()

    async with _looking(port, found):
        await asyncio.gather(*(ask(number) for number in range(connections)))
    found.seconds = time.perf_counter() - began
    return found


async def at_a_rate(port: int, questions: Sequence[bytes], rate: float, seconds: float) -> Answered:
    """So many questions a second, whether the ones before were answered or not."""
    found = Answered()
    free = deque(Connection(port) for _ in range(CONNECTIONS))
    began = time.perf_counter()
    asked = 0
    under_way: set[asyncio.Task[None]] = set()

    async def ask(line: Connection, request: bytes) -> None:
        await _timed(line, request, found)
        free.append(line)

    async with _looking(port, found):
        while (now := time.perf_counter() - began) < seconds:
            while asked < now * rate:
                asked += 1
                if not free:
                    found.not_asked += 1
                    continue
                # The one that was free for longest: all are used alike, and all workers with them.
                task = asyncio.create_task(ask(free.popleft(), questions[asked % len(questions)]))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
            await asyncio.sleep(max(0.0, (asked + 1) / rate - (time.perf_counter() - began)))
        await asyncio.gather(*under_way)
    found.seconds = time.perf_counter() - began
    for line in free:
        line.close()
    return found


def asked_by(ask: Callable[[], Coroutine[Any, Any, Answered]]) -> Answered:
    """Ask, in a process that does nothing else."""
    return asyncio.run(ask())


async def _timed(line: Connection, request: bytes, found: Answered) -> None:
    began = time.perf_counter()
    try:
        status = await line.ask(request)
    except (OSError, EOFError):
        found.failed += 1
        return
    seconds = time.perf_counter() - began
    if status == 200:
        found.accepted.append(seconds)
    elif status in (429, 503):
        found.refused.append(seconds)
    else:
        found.failed += 1


class _looking:  # noqa: N801 - a context manager that is read like a function
    """Asks for /health again and again for the time of the block."""

    def __init__(self, port: int, found: Answered) -> None:
        self._port, self._found = port, found

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._look())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _look(self) -> None:
        line = Connection(self._port)
        while True:
            began = time.perf_counter()
            await line.ask(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            self._found.health.append(time.perf_counter() - began)
            await asyncio.sleep(HEALTH_EVERY)
