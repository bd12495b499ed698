"""Counts that are small enough to point at somebody are kept back, also where they would follow."""

from __future__ import annotations

from collections.abc import Sequence

SMALLEST = 5
"""Fewer members are not told of."""


def kept_back(counts: Sequence[int], spare: int | None = None) -> tuple[int | None, ...]:
    """Counts of parts of one whole, None where one is not told.

    Whoever knows the whole could work out a part that is missing alone. So further parts are kept
    back, the smallest first, until what is missing is at least two parts and SMALLEST members.

    Args:
        counts: members in each part.
        spare: the part that is given up before any other.

    >>> kept_back([40, 3, 17])
    (40, None, None)
    """
    hidden = {place for place, count in enumerate(counts) if count < SMALLEST}
    while hidden and not _is_safe(hidden, counts):
        rest = [place for place in range(len(counts)) if place not in hidden]
        if not rest:
            break
        hidden.add(min(rest, key=lambda place: (place != spare, counts[place], place)))
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def _is_safe(hidden: set[int], counts: Sequence[int]) -> bool:
    return len(hidden) > 1 and sum(counts[place] for place in hidden) >= SMALLEST


def at_least(count: int) -> int | None:
    """A count that stands alone: None where it is from 1 to one less than SMALLEST."""
    return count if count == 0 or count >= SMALLEST else None
