"""Many strings in two arrays, so that a million ids can be mapped from a file and searched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from graph.adjacency import frozen, offsets_of


@dataclass(frozen=True, slots=True, eq=False)
class StringTable:
    """Strings as one run of UTF-8 with the places where they begin.

    UTF-8 sorts as code points do, so they can be searched in their order without decoding them.

    Attributes:
        text: (B,) uint8, all strings one after the other.
        offsets: (N + 1,) int64, string `i` is `text[offsets[i]:offsets[i + 1]]`.
    """

    text: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    # The same memory once more: reading one string through them takes a third of the time.
    _text: memoryview = field(init=False, repr=False)
    _offsets: memoryview = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_text", self.text.data)
        object.__setattr__(self, "_offsets", self.offsets.data)

    @classmethod
    def of(cls, strings: Iterable[str]) -> StringTable:
        """The table of these strings, in their order."""
        encoded = [string.encode() for string in strings]
        offsets = offsets_of(np.fromiter(map(len, encoded), np.int64, len(encoded)))
        return cls(np.frombuffer(b"".join(encoded), dtype=np.uint8), frozen(offsets))

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> str:
        return str(self._bytes(place), "utf-8")

    def find(self, string: str, places: memoryview) -> int | None:
        """Which of the places is that of `string`; they ascend by their strings."""
        # Half a character is in no table, and must not stop the search for it.
        wanted = string.encode(errors="surrogatepass")
        low, high = 0, len(places)
        while low < high:
            middle = (low + high) // 2
            if bytes(self._bytes(places[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        found = low < len(places) and self._bytes(places[low]) == wanted
        return places[low] if found else None

    def keep(self, mask: npt.NDArray[np.bool_]) -> StringTable:
        """The table of the strings where `mask` (N,) is true."""
        lengths = np.diff(self.offsets)
        offsets = offsets_of(lengths[mask])
        return StringTable(frozen(self.text[np.repeat(mask, lengths)]), frozen(offsets))

    def _bytes(self, place: int) -> memoryview:
        if place < 0:
            raise IndexError(place)
        return self._text[self._offsets[place] : self._offsets[place + 1]]
