"""What was worked out once is kept as long as it is used."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class LastUsed(Generic[T]):
    """Values by key, of which those that were used last are kept. Safe to share between threads.

    Threads that ask for the same at once work out the same.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}
        self._lock = Lock()

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What is kept under the key, worked out now if it is not."""
        with self._lock:
            found = self._kept.pop(key, None)
            if found is not None:
                self._kept[key] = found
                return found
        found = work_out()
        with self._lock:
            self._kept.pop(key, None)
            if len(self._kept) >= self._most:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = found
        return found
