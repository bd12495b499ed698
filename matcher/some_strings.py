"""Many strings of a table at once: gathered in compiled code and decoded together."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from graph.string_table import StringTable
from matcher.prefetch import prefetch

AHEAD = 8
"""Strings that are asked for before it is their turn."""
_BETWEEN = "\0"
"""What stands between strings while they are decoded; a string that has one is read by itself."""


def some_strings(table: StringTable, places: npt.NDArray[np.int32]) -> list[str]:
    """The strings at these places (n,) of a table, in their order."""
    if not len(places):
        return []
    text = str(_gathered(table.text, table.offsets, places).data, "utf-8")
    found = text.split(_BETWEEN)
    if len(found) != len(places):
        return [table[place] for place in places.tolist()]
    return found


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _gathered(text, offsets, places):  # type: ignore[no-untyped-def]
    """The strings one after the other as (B,) uint8, with a zero between each two."""
    size = len(places) - 1
    for at in range(len(places)):
        if at + AHEAD < len(places):
            prefetch(offsets, places[at + AHEAD])
    for place in places:
        prefetch(text, offsets[place])
        size += offsets[place + 1] - offsets[place]
    gathered = np.zeros(size, dtype=np.uint8)
    end = 0
    for place in places:
        for at in range(offsets[place], offsets[place + 1]):
            gathered[end] = text[at]
            end += 1
        end += 1
    return gathered
