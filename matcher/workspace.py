"""Arrays in which work is done and that are as before when it ends, kept for the next work."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Workspace(Generic[T]):
    """Arrays of each thread's own, made anew when they are too small, or when work failed.

    Args:
        make: arrays for so many nodes or more.
    """

    def __init__(self, make: Callable[[int], T]) -> None:
        self._make = make
        self._of_thread = threading.local()

    @contextmanager
    def lent(self, size: int) -> Iterator[T]:
        """The arrays for at least so many nodes; whoever has them leaves them as they were."""
        kept: tuple[int, T] | None = getattr(self._of_thread, "kept", None)
        self._of_thread.kept = None
        if kept is None or kept[0] < size:
            kept = size, self._make(size)
        yield kept[1]
        self._of_thread.kept = kept
