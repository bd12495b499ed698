"""Places of an array that are lent to whoever holds them, and lent again when nobody does."""

from __future__ import annotations

import weakref
from bisect import bisect_left, insort
from collections import deque
from threading import Lock

from graph.errors import KinpathError


class NoRoomLeft(KinpathError):
    """There is no room for so many rows; what they belong to has to be made anew."""


class Places:
    """Places `begin` to `end`; they are free again when this is not referred to any more."""

    __slots__ = ("__weakref__", "begin", "end")

    def __init__(self, begin: int, end: int) -> None:
        self.begin = begin
        self.end = end


class Lending:
    """Lends the places `first` to `end` in runs. Safe to share between threads."""

    def __init__(self, first: int, end: int) -> None:
        self._free = [(first, end)] if end > first else []  # ascending, none touches the next
        self._returned: deque[tuple[int, int]] = deque()
        self._lock = Lock()
        self.taken = 0
        """How many places are lent, as far as is known."""

    def lend(self, count: int) -> Places:
        """`count` places that nobody else has. Raises NoRoomLeft."""
        with self._lock:
            self._take_back()
            for at, (begin, end) in enumerate(self._free):
                if end - begin >= count:
                    rest = [(begin + count, end)] if end > begin + count else []
                    self._free[at : at + 1] = rest
                    self.taken += count
                    return self._lent(begin, begin + count)
        raise NoRoomLeft(f"there is no room for {count:,} more places")

    def _lent(self, begin: int, end: int) -> Places:
        lent = Places(begin, end)
        # A place may be dropped at any moment, also while the lock is held: it is only noted.
        weakref.finalize(lent, self._returned.append, (begin, end)).atexit = False
        return lent

    def _take_back(self) -> None:
        while self._returned:
            begin, end = self._returned.popleft()
            self.taken -= end - begin
            if begin == end:
                continue
            at = bisect_left(self._free, (begin, end))
            if at < len(self._free) and self._free[at][0] == end:
                end = self._free.pop(at)[1]
            if at > 0 and self._free[at - 1][1] == begin:
                begin = self._free.pop(at - 1)[0]
            insort(self._free, (begin, end))
