"""Stays: from when a member reached a stage until they went on, fell off, or are still there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from community.journeys.reached import Reached
from community.journeys.silence import Deeds, Silence, keys_of
from community.picture import Nodes
from graph.packing import DAY

Days = npt.NDArray[np.float64]


class End(IntEnum):
    """How a stay ended."""

    STILL_THERE = 0
    WENT_ON = 1
    FELL_OFF = 2


@dataclass(frozen=True, slots=True, eq=False)
class Stays:
    """n stays in one stage, one for each member whose time of reaching it is known.

    Who went on did so when they first reached any later stage. Who did not go on is watched until
    now. Who fell off did so on the day on which so many days had passed without any deed; whoever
    came back later and went on is counted in both.

    Attributes:
        members: (n,) int32, nodes, ascending.
        starts: (n,) days since 2000.
        lengths: (n,) days until they went on, or until now.
        went_on: (n,) bool.
        silent: (n,) days until they fell off, if that was before they went on; infinite otherwise.
        set_aside: members who went on at a time that is not known, and are not among them.
    """

    members: Nodes
    starts: Days
    lengths: Days
    went_on: npt.NDArray[np.bool_]
    silent: Days
    set_aside: int

    def __len__(self) -> int:
        return len(self.members)

    def ends(self) -> tuple[Days, npt.NDArray[np.int64]]:
        """(n,) days until the first of going on, falling off and now; (n,) which it was, `End`."""
        fell = np.isfinite(self.silent)
        ends = np.where(fell, End.FELL_OFF, np.where(self.went_on, End.WENT_ON, End.STILL_THERE))
        return np.minimum(self.silent, self.lengths), ends.astype(np.int64)


def stays_in(told: Reached, place: int, deeds: Deeds, silence: Silence) -> Stays:
    """The stays in the stage at a place of its journey; in the last stage none ends.

    Args:
        told: who reached what.
        place: of the stage, from 0.
        deeds: of the whole community.
        silence: how long a silence means that somebody fell off.
    """
    starts = told.at[:, place]
    gone = told.has[:, place + 1 :].any(axis=1)
    later = np.where(np.isnan(told.at[:, place + 1 :]), np.inf, told.at[:, place + 1 :])
    soonest = later.min(axis=1, initial=np.inf)
    known = ~np.isnan(starts)
    kept = known & (np.isfinite(soonest) | ~gone)
    went_on = np.isfinite(soonest[kept])
    ends = np.where(went_on, soonest[kept], deeds.now / DAY)
    members, starts = told.members[kept], starts[kept]
    lengths = np.maximum(ends - starts, 0.0)
    silent = _silent_after(members, starts, deeds, silence)
    return Stays(
        members=members,
        starts=starts,
        lengths=lengths,
        went_on=went_on,
        silent=np.where(silent < lengths, silent, np.inf),
        set_aside=int((known & ~kept).sum()),
    )


def _silent_after(members: Nodes, starts: Days, deeds: Deeds, silence: Silence) -> Days:
    """(n,) days from each start until the rule of silence first holds; infinite where never."""
    ends = deeds.silent_from(silence)
    begun = keys_of(members, np.round(starts * DAY).astype(np.int64))
    places = np.searchsorted(ends, begun)
    found = np.append(ends, -1)[places]
    theirs = (found >> 32) == members
    return np.where(theirs, (found - begun) / DAY + silence.days, np.inf)
