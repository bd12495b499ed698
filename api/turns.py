"""Turns: so many may do something at the same time, all others wait."""

from __future__ import annotations

from queue import SimpleQueue


class Turns:
    """A semaphore, as a queue of the turns that are free.

    The queue is compiled. A semaphore of the standard library is not, and wakes whoever waits while
    it holds the interpreter's lock.

    Args:
        count: how many may at the same time.
    """

    def __init__(self, count: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(count):
            self._free.put(None)

    def __enter__(self) -> None:
        self._free.get()

    def __exit__(self, *_: object) -> None:
        self._free.put(None)
