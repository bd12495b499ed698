"""How long members stay away from time to time, each by their own habit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.health.deeds import Deeds

Floats = npt.NDArray[np.float64]

ORDINARY = 0.9
"""Nine in ten breaks from which somebody came back are no longer than their patience."""
RARE = 0.99
"""Nobody's patience is longer than all but one in a hundred breaks of the community."""
ENOUGH_BREAKS = 5
"""From so many breaks on a member's own habit counts, and else the community's."""
LEAST_PATIENCE = 14.0
"""Days: nobody is missed before two weeks are over."""
PATIENCE_WITHOUT_ANY = 30.0
"""Days, where nobody ever came back from a break."""
GONE_AFTER = 2.0
"""Times their patience after which silence counts as having left."""


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """The habits of M members, by all that is known of them.

    They are worked out once and hold for earlier moments too: the same member is measured by the
    same rule then and now, so that a trend is one of what they do.

    Attributes:
        usual: days; the community's patience, each member counting once.
        patience: (M,) days; a break is longer in one of ten cases only.
        who: (B,) place of the member who came back from each break.
        breaks: (B,) days that it took.
        back: (B,) days before the clock that it ended.
    """

    usual: float
    patience: Floats
    who: npt.NDArray[np.int32]
    breaks: Floats
    back: npt.NDArray[np.int32]

    @property
    def window(self) -> int:
        """Days of silence after which a member without a habit of their own counts as gone."""
        return int(np.ceil(GONE_AFTER * self.usual))

    def returned(self, ago: int, days: int) -> npt.NDArray[np.bool_]:
        """(M,) who came back, in so many days until then, from a break that counted as left."""
        inside = (self.back >= ago) & (self.back < ago + days)
        inside &= self.breaks > GONE_AFTER * self.patience[self.who]
        found = np.zeros(len(self.patience), dtype=np.bool_)
        found[self.who[inside]] = True
        return found


def rhythm(deeds: Deeds) -> Rhythm:
    """The habits of everybody."""
    same = deeds.who[1:] == deeds.who[:-1]
    who = deeds.who[1:][same]
    breaks = (deeds.age[:-1] - deeds.age[1:])[same].astype(np.float64)
    usual = _usual(who, breaks)
    own = _own(who, breaks, len(deeds.members))
    longest = max(_weighted(who, breaks, RARE), LEAST_PATIENCE)
    patience = np.clip(np.where(np.isnan(own), usual, own), LEAST_PATIENCE, longest)
    return Rhythm(usual, patience, who, breaks, deeds.age[1:][same])


def silence(deeds: Deeds, ago: int = 0) -> Floats:
    """(M,) days since each member's last deed then; infinite where there was none."""
    known = deeds.until(ago)
    since = np.full(len(deeds.members), np.inf)
    # Rows are by member, the oldest first: the last that is written is the latest.
    since[known.who] = known.age - ago
    return since


def _usual(who: npt.NDArray[np.int32], breaks: Floats) -> float:
    if not len(breaks):
        return PATIENCE_WITHOUT_ANY
    return max(_weighted(who, breaks, ORDINARY), LEAST_PATIENCE)


def _weighted(who: npt.NDArray[np.int32], breaks: Floats, part: float) -> float:
    """The quantile of breaks (B,) in which each member has the same weight; 30 without any."""
    if not len(breaks):
        return PATIENCE_WITHOUT_ANY
    weights = 1.0 / np.bincount(who)[who]
    order = np.argsort(breaks, kind="stable")
    reached = np.cumsum(weights[order])
    place = int(np.searchsorted(reached, part * reached[-1] - 1e-9))
    return float(breaks[order[min(place, len(order) - 1)]])


def _own(who: npt.NDArray[np.int32], breaks: Floats, size: int) -> Floats:
    """(M,) the break that nine in ten of a member's are not longer than; NaN with few of them.

    It is never the longest itself: whoever was gone once is not expected to go again.
    """
    counts = np.bincount(who, minlength=size)
    ordered = breaks[np.lexsort((breaks, who))]
    begins = np.cumsum(counts) - counts
    places = begins + np.floor(ORDINARY * (counts - 1)).astype(np.int64)
    own = np.full(size, np.nan)
    enough = counts >= ENOUGH_BREAKS
    own[enough] = ordered[places[enough]]
    return own
