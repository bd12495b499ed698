"""Where people fall off: what became of those who entered a stage, so many days later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.shares import Share, Z, share_of
from community.journeys.stays import End, Stays

HORIZON = 180.0
"""Days after entering a stage at which it is told what became of members."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of those who entered a stage.

    Attributes:
        n: how many entered it at a known time.
        days: after how many days this is; less than HORIZON where nobody was watched so long.
        went_on, fell_off: the share for whom that came first.
        fell_off_ever: how many fell silent in the stage so far.
        came_back: how many of these went on after all.
    """

    n: int
    days: float
    went_on: Share
    fell_off: Share
    fell_off_ever: int
    came_back: int


def fate(stays: Stays) -> Fate | None:
    """What came first within HORIZON days of entering: going on, or falling off; None of nobody."""
    if not len(stays):
        return None
    lengths, ends = stays.ends()
    days = min(HORIZON, float(lengths.max()))
    fell = ends == End.FELL_OFF
    return Fate(
        n=len(stays),
        days=days,
        went_on=cumulative_incidence(lengths, ends, End.WENT_ON, days),
        fell_off=cumulative_incidence(lengths, ends, End.FELL_OFF, days),
        fell_off_ever=int(fell.sum()),
        came_back=int((fell & stays.went_on).sum()),
    )


def cumulative_incidence(
    lengths: npt.NDArray[np.float64], ends: npt.NDArray[np.int64], what: int, days: float
) -> Share:
    """The share of whom `what` befell first, by so many days (Aalen and Johansen 1978).

    `F(t) = Σ S(t_j-) d_j / n_j` over the days t_j ≤ t: whoever is still in the stage counts among
    the n_j until now. Its variance is that of Marubini and Valsecchi (1995, formula 10.12), its
    interval on the log(-log) scale. Written by hand because lifelines shifts tied times at random.

    Args:
        lengths: (n,) days until an end, or until now.
        ends: (n,) 0 where there was none, else what it was.
        what: the end that is asked about.
        days: until when.
    """
    times, of_times = np.unique(lengths, return_inverse=True)
    size = len(times)
    left = np.bincount(of_times, minlength=size)
    at_risk = len(lengths) - np.cumsum(left) + left
    any_end = np.bincount(of_times[ends != End.STILL_THERE], minlength=size)
    this_end = np.bincount(of_times[ends == what], minlength=size)
    until = times <= days
    at_risk, any_end, this_end = at_risk[until], any_end[until], this_end[until]
    staying = np.cumprod(1.0 - any_end / at_risk)
    before = np.concatenate([[1.0], staying[:-1]])
    reached = np.cumsum(before * this_end / at_risk)
    found = float(reached[-1]) if len(reached) else 0.0
    gap = found - reached
    remaining = np.maximum(at_risk - any_end, 1)
    variance = (
        np.sum(gap**2 * any_end / (at_risk * remaining))
        + np.sum(before**2 * this_end * (at_risk - this_end) / at_risk**3)
        - 2.0 * np.sum(gap * before * this_end / at_risk**2)
    )
    return _interval(found, float(np.sqrt(max(variance, 0.0))), len(lengths))


def _interval(share: float, error: float, n: int) -> Share:
    """On the scale of log(-log share), so that it stays between 0 and 1.

    Where nobody or everybody is counted there is no such scale: then it is Wilson's.
    """
    if not 0.0 < share < 1.0 or error == 0.0:
        return share_of(round(share * n), n)
    width = Z * error / (share * np.log(share))
    ends = sorted((share ** np.exp(width), share ** np.exp(-width)))
    return Share(share, float(ends[0]), float(ends[1]), n)
