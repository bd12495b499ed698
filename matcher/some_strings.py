"""Many strings of two tables at once: gathered in compiled code and decoded together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.string_table import StringTable
from matcher.prefetch import prefetch

AHEAD = 8
"""Strings that are asked for before it is their turn."""
_BETWEEN = "\0"
"""What stands between strings while they are decoded; a string that has one is read by itself."""


def some_strings(
    one: StringTable, other: StringTable, places: npt.NDArray[np.int32]
) -> tuple[list[str], list[str]]:
    """The strings at these places (n,) of two tables, in their order."""
    if not len(places):
        return [], []
    text = str(_gathered(one.text, one.offsets, other.text, other.offsets, places).data, "utf-8")
    found = text.split(_BETWEEN)
    if len(found) != 2 * len(places):
        wanted = places.tolist()
        return [one[place] for place in wanted], [other[place] for place in wanted]
    of_one, of_other = found[: len(places)], found[len(places) :]
    for table, strings in ((one, of_one), (other, of_other)):
        _take_others(table, places, strings)
    return of_one, of_other


def _take_others(table: StringTable, places: npt.NDArray[np.int32], strings: list[str]) -> None:
    """Put what is elsewhere than in the text of a table into the strings at these places."""
    wanted = places.tolist() if table.others else []
    if not table.others.keys().isdisjoint(wanted):
        for at, place in enumerate(wanted):
            if place in table.others:
                strings[at] = table[place]


# numba infers the types of the arrays of all that follows.
@kernel
def _gathered(text, offsets, other_text, other_offsets, places):  # type: ignore[no-untyped-def]
    """The strings of both tables one after the other as (B,) uint8, a zero between each two."""
    for at in range(len(places)):
        if at + AHEAD < len(places):
            prefetch(offsets, places[at + AHEAD])
            prefetch(other_offsets, places[at + AHEAD])
    size = _ask_for(text, offsets, places) + _ask_for(other_text, other_offsets, places)
    gathered = np.zeros(size, dtype=np.uint8)
    end = _put(text, offsets, places, gathered, 0)
    _put(other_text, other_offsets, places, gathered, end)
    return gathered[:-1]


@kernel
def _ask_for(text, offsets, places):  # type: ignore[no-untyped-def]
    """Have the strings brought near; how long they are together, with a zero behind each."""
    size = len(places)
    for place in places:
        prefetch(text, offsets[place])
        size += offsets[place + 1] - offsets[place]
    return size


@kernel
def _put(text, offsets, places, gathered, end):  # type: ignore[no-untyped-def]
    for place in places:
        for at in range(offsets[place], offsets[place + 1]):
            gathered[end] = text[at]
            end += 1
        end += 1
    return end
