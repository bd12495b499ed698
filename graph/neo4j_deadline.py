"""A call in a thread of its own, which its caller can leave behind when it takes too long."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class LeftBehind(Exception):
    """Ends a call that nobody waits for any more."""


class Call(Generic[Answer]):
    """Work that has begun in another thread."""

    def __init__(self, work: Callable[[Call[Answer]], Answer]) -> None:
        self._work = work
        self._left_behind = threading.Event()
        self._answers: list[Answer] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="kinpath-neo4j", daemon=True)
        self._thread.start()

    def ends_within(self, seconds: float) -> bool:
        """Wait for it; False when the time was too short."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def leave_behind(self) -> None:
        """Let it do nothing more than it has begun."""
        self._left_behind.set()

    def check(self) -> None:
        """For the work, before each thing that it does. Raises LeftBehind."""
        if self._left_behind.is_set():
            raise LeftBehind

    def result(self) -> Answer:
        """What the work returned or raised, once it has ended."""
        if self._error is not None:
            raise self._error
        return self._answers[0]

    def _run(self) -> None:
        try:
            self._answers.append(self._work(self))
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            self._error = error
