"""What time it is in a community, when some of its dates cannot be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from graph.packing import DAY, NO_TIME, seconds

Times = npt.NDArray[np.int64]

LEAST_JUMP = 180 * DAY
"""No shorter silence makes what follows it suspect."""
TIMES_LONGER = 3
"""How much longer than any silence before it the jump to a suspect date is."""
MOST_SUSPECT = 0.001
"""Part of all deeds that may lie behind such a jump; a revival has more."""
FEWEST_DEEDS = 20
"""With fewer, nobody can tell a wrong date from a rare one."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment that ages are counted from.

    Attributes:
        at: seconds since 2000; NO_TIME where nothing is dated.
        left_out: how many deeds are dated later, and count as mistakes.
    """

    at: int
    left_out: int = 0


def sound_clock(times: Times, until: int | None = None, today: datetime | None = None) -> Clock:
    """The latest deed whose date can be right, or `until`.

    A date is taken for a mistake if it lies after `today`, or if it is one of very few (one in a
    thousand deeds, at least three) that follow a silence of half a year or more which is three
    times as long as any before it. Who knows better says `as_of`.

    Args:
        times: (D,) when each deed was done, in seconds since 2000, all of them known.
        until: the moment that was asked for.
        today: what the computer says.
    """
    if until is not None:
        return Clock(until)
    ordered = np.sort(times)
    kept = ordered if today is None else ordered[ordered <= seconds(today)]
    if not len(kept):
        return Clock(NO_TIME, len(ordered))
    kept = kept[: _sound(kept)]
    return Clock(int(kept[-1]), len(ordered) - len(kept))


def _sound(ordered: Times) -> int:
    """How many of the times (D,), ascending, can be right."""
    count = len(ordered)
    if count < FEWEST_DEEDS:
        return count
    few = max(3, int(MOST_SUSPECT * count))
    silences = np.diff(ordered)
    before = silences[: count - 1 - few]
    least = max(LEAST_JUMP, TIMES_LONGER * int(before.max(initial=0)))
    jumps = np.flatnonzero(silences[len(before) :] > least)
    return count if not len(jumps) else len(before) + int(jumps[0]) + 1
