"""Many strings in two arrays, so that a million ids can be mapped from a file and searched."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
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
        others: by their places, strings in UTF-8 that are in place of those in the text.
        stored: the table of the text alone; None: this one.
    """

    text: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.int64]
    others: Mapping[int, bytes] = field(default_factory=dict)
    stored: StringTable | None = None
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

    def with_others(self, strings: Mapping[int, str]) -> StringTable:
        """The same table with other strings at these places."""
        others = {place: string.encode() for place, string in strings.items()}
        return StringTable(self.text, self.offsets, {**self.others, **others}, self.stored or self)

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, place: int) -> str:
        return str(self._bytes(place), "utf-8")

    def find(self, string: str, places: memoryview) -> int | None:
        """Which of the places is that of `string`; they ascend by their strings."""
        low = self.place(string, places)
        wanted = string.encode(errors="surrogatepass")
        found = low < len(places) and self._bytes(places[low]) == wanted
        return places[low] if found else None

    def place(self, string: str, places: memoryview) -> int:
        """The first of the places, counted from 0, whose string does not come before this one."""
        # Half a character is in no table, and must not stop the search for it.
        wanted = string.encode(errors="surrogatepass")
        return bisect_left(places, wanted, key=self._in_bytes)

    def keep(self, mask: npt.NDArray[np.bool_]) -> StringTable:
        """The table of the strings where `mask` (N,) is true."""
        if self.others:
            return StringTable.of(self[place] for place in np.flatnonzero(mask).tolist())
        lengths = np.diff(self.offsets)
        offsets = offsets_of(lengths[mask])
        return StringTable(frozen(self.text[np.repeat(mask, lengths)]), frozen(offsets))

    def _in_bytes(self, place: int) -> bytes:
        return bytes(self._bytes(place))

    def _bytes(self, place: int) -> memoryview | bytes:
        if place < 0:
            raise IndexError(place)
        if place in self.others:
            return self.others[place]
        return self._text[self._offsets[place] : self._offsets[place + 1]]
