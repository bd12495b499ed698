"""How long those who begin stay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.health.deeds import Deeds
from community.health.measures import Ends, Share
from community.health.tracking import PERIOD

MONTH = 28
"""Days after which is asked whether somebody stayed."""
MARKS = (7, 28, 84, 182, 364)
"""Days after their first deed for which a cohort's share is told."""
FEWEST = 10
"""Smaller cohorts are not told of."""
MOST_COHORTS = 8
SHORT_HISTORY = 336
"""Days; with fewer, cohorts are of four weeks, and else of twelve."""


@dataclass(frozen=True, slots=True, eq=False)
class Beginners:
    """The first and last deeds of the N members who did anything, as ages in days."""

    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    second: npt.NDArray[np.float64]
    """(N,) of the second active day; NaN where there is none."""


def beginners(deeds: Deeds, ago: int = 0) -> Beginners:
    """Those who had begun so many days before the clock, and what was known of them then."""
    known = deeds.until(ago)
    who, place = np.unique(known.who, return_index=True)
    counts = np.diff(np.append(place, len(known.who)))
    second = np.full(len(who), np.nan)
    again = counts > 1
    second[again] = known.age[place[again] + 1]
    return Beginners(known.age[place], known.age[place + counts - 1], second)


def stayed(deeds: Deeds, window: int, ago: int = 0) -> Share:
    """Of those whose first deed lies in a period, how many did something 28 days later or more.

    The period ends so long before the moment that nobody in it is still within a break which
    they may come back from (`window` days).
    """
    found = beginners(deeds, ago)
    end = ago + window + MONTH
    begun = (found.first >= end) & (found.first < end + PERIOD)
    return Share(int(np.count_nonzero(begun & (found.first - found.last >= MONTH))),
                 int(np.count_nonzero(begun)))  # fmt: skip


def came_again(deeds: Deeds, ago: int = 0) -> Share:
    """Of those whose first deed lies in a period, how many came on another day within 28 days."""
    found = beginners(deeds, ago)
    end = ago + MONTH
    begun = (found.first >= end) & (found.first < end + PERIOD)
    again = begun & (found.first - found.second <= MONTH)
    return Share(int(np.count_nonzero(again)), int(np.count_nonzero(begun)))


@dataclass(frozen=True, slots=True)
class Kept:
    """The share of a cohort that was still here so many days after their first deed."""

    days: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who began in the same weeks.

    Attributes:
        begins, ends: days before the clock, the first one included.
        n: how many they are.
        kept: for each of `MARKS` that any of them could be followed to.
        curve: (days, share) where the share falls, for a picture.
    """

    begins: int
    ends: int
    n: int
    kept: tuple[Kept, ...]
    curve: tuple[tuple[float, float], ...]


def cohorts(deeds: Deeds, window: int) -> tuple[Cohort, ...]:
    """Retention of those who began together (Kaplan and Meier 1958, by lifelines), newest last.

    Somebody is here until their last deed, once nothing came for `window` days. All are followed
    until that long before the clock; who did something since then counts as still here.
    """
    found = beginners(deeds)
    length = 28 if deeds.history < SHORT_HISTORY else PERIOD
    ends = range(window, window + MOST_COHORTS * length, length)
    made = (_cohort(found, end, length, window) for end in ends)
    return tuple(cohort for cohort in made if cohort is not None)[::-1]


def _cohort(found: Beginners, end: int, length: int, window: int) -> Cohort | None:
    inside = (found.first >= end) & (found.first < end + length)
    if np.count_nonzero(inside) < FEWEST:
        return None
    first, last = found.first[inside], found.last[inside]
    days = (first - np.maximum(last, window)).astype(np.float64)
    begins = min(end + length, int(found.first.max()) + 1)
    kept, curve = _survival(days, last >= window, first - window)
    return Cohort(begins, end, len(first), kept, curve)


def _survival(
    days: npt.NDArray[np.float64], gone: npt.NDArray[np.bool_], followed: npt.NDArray[np.int32]
) -> tuple[tuple[Kept, ...], tuple[tuple[float, float], ...]]:
    """What is told of each of `MARKS` that anybody was followed to, and the curve."""
    from lifelines import KaplanMeierFitter  # noqa: PLC0415 - it takes a second to import

    fitted = KaplanMeierFitter().fit(days, gone)
    shares = fitted.survival_function_.iloc[:, 0].to_numpy()
    ends = fitted.confidence_interval_.to_numpy()
    times = fitted.survival_function_.index.to_numpy()
    kept = []
    for mark in MARKS:
        known = int(np.count_nonzero(followed >= mark))
        if known:
            place = int(np.searchsorted(times, mark, side="right")) - 1
            share = float(shares[place])
            kept.append(Kept(mark, share, *_ends(share, ends[place], known)))
    return tuple(kept), tuple(zip(times.tolist(), shares.tolist(), strict=True))


def _ends(share: float, ends: npt.NDArray[np.float64], known: int) -> Ends:
    """The interval of the curve; where nobody or everybody stayed it has none, and Wilson's has."""
    if 0.0 < share < 1.0:
        return float(ends[0]), float(ends[1])
    return Share(round(share * known), known).interval or (0.0, 1.0)
