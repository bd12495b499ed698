"""Questions over HTTP at a rate that does not wait for answers, and how they were answered."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.load.connections import Connections

CONNECTIONS = 400
"""That are open at most; a question that finds none free counts as not asked."""
HEALTH_EVERY = 0.1
"""Seconds between two looks whether the server is alive."""
PATIENCE = 30.0
"""Seconds that the last answers are waited for."""
_HEALTH = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@dataclass(slots=True)
class Answered:
    """What became of questions.

    Attributes:
        accepted, refused: seconds that each answer took, from when the question was due.
        health: seconds that each look took.
        failed: answers of other statuses, and connections that were lost.
        not_asked: for want of a free connection.
        seconds: for which it was asked.
    """

    accepted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    failed: int = 0
    not_asked: int = 0
    seconds: float = 0.0

    def count(self, status: int, seconds: float) -> None:
        """Count the answer to a question; of a lost connection the status is 0."""
        if status == 200:
            self.accepted.append(seconds)
        elif status in (429, 503):
            self.refused.append(seconds)
        else:
            self.failed += 1


def question(member: str) -> bytes:
    """A request for explained recommendations, as it goes over the wire."""
    body = json.dumps({"goal": "mentors", "member": member, "k": 10}).encode()
    return (
        b"POST /v1/recommendations HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
    )


def as_fast_as_answered(
    port: int, questions: Sequence[bytes], connections: int, seconds: float
) -> Answered:
    """Each connection asks as soon as it has its answer: what the server can do."""
    with Connections(port, connections + 1) as opened:
        return _Asking(opened, questions, None).go_on(seconds)


def at_a_rate(port: int, questions: Sequence[bytes], rate: float, seconds: float) -> Answered:
    """So many questions a second, whether the ones before were answered or not.

    All connections are open before the first. A question that waits here, because the client is
    late, has waited as well.
    """
    with Connections(port, CONNECTIONS + 1) as opened:
        return _Asking(opened, questions, 1.0 / rate).go_on(seconds)


class _Asking:
    """One thread that asks, reads the answers, and looks whether the server is alive.

    Args:
        opened: the connections, one of which is used for looks.
        questions: that are asked, again and again.
        pace: seconds from one question to the next; None: as soon as a connection is free.
    """

    def __init__(self, opened: Connections, questions: Sequence[bytes], pace: float | None) -> None:
        self._opened = opened
        self._questions = cycle(questions)
        self._pace = pace
        self._due = 0.0
        self._looks = opened.free.popleft()
        self._look_due: float | None = 0.0
        self._found = Answered()
        self._began = time.perf_counter()

    def go_on(self, seconds: float) -> Answered:
        """Ask for that time, and wait for the last answers."""
        self._found.seconds = seconds
        all_free = len(self._opened.free)
        while (now := self._now()) < seconds:
            self._look(now)
            self._ask(now)
            self._read(min(seconds, self._next()) - now)
        while len(self._opened.free) < all_free and self._now() < seconds + PATIENCE:
            self._read(HEALTH_EVERY)
        self._found.failed += all_free - len(self._opened.free)
        return self._found

    def _now(self) -> float:
        return time.perf_counter() - self._began

    def _next(self) -> float:
        """When something is due again, as far as it is known."""
        dues = self._due if self._pace else None, self._look_due
        return min((due for due in dues if due is not None), default=float("inf"))

    def _look(self, now: float) -> None:
        if self._look_due is not None and self._look_due <= now:
            self._looks.ask(_HEALTH, now)
            self._look_due = None

    def _ask(self, now: float) -> None:
        """Ask all that is due, each on the connection that was free for longest."""
        free = self._opened.free
        if self._pace is None:
            while free:
                free.popleft().ask(next(self._questions), now)
            return
        while self._due <= now:
            if free:
                free.popleft().ask(next(self._questions), self._due)
            else:
                self._found.not_asked += 1
            self._due += self._pace

    def _read(self, wait: float) -> None:
        """Take what was answered; wait for it at most so long."""
        for line, status in self._opened.answers(wait):
            now = self._now()
            if line is self._looks:
                self._found.health.append(now - line.due)
                self._look_due = now + HEALTH_EVERY
            else:
                self._found.count(status, now - line.due)
                self._opened.free.append(line)
