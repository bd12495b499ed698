"""How long stages take: survival curves, with those still under way counted right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.stays import Stays

SLOW = 0.05
"""Probability of calling any stage slow in a journey in which all take equally long."""
FEWEST = 5
"""Members who went on, from which on a duration is told."""
_POINTS = 200


@dataclass(frozen=True, slots=True)
class Duration:
    """How long one stage takes.

    Attributes:
        n: members who entered it at a known time.
        went_on: how many of them went on.
        median: days until half had gone on; None where fewer than half have.
        low, high: ends of its 95 % interval; None where the data do not say.
        soon, late: days until a quarter and three quarters had; None where they have not.
        curve: pairs of days and the share still in the stage, at most 200.
    """

    n: int
    went_on: int
    median: float | None
    low: float | None
    high: float | None
    soon: float | None
    late: float | None
    curve: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """How quick one stage is beside the journey's others.

    Attributes:
        slow: it takes longer, beyond what chance explains.
        p: of the test, after Holm's (1979) correction; None where too few left the stage.
    """

    slow: bool
    p: float | None


def duration(stays: Stays) -> Duration:
    """The estimate of Kaplan and Meier (1958), by lifelines.

    Whoever is still in the stage counts as having stayed at least until now: leaving them out
    would make every stage look quicker than it is. The interval of the median is where the
    95 % band of the curve (Greenwood's variance on the log(-log) scale) crosses one half.
    """
    from lifelines import KaplanMeierFitter  # noqa: PLC0415 - it takes a second to import
    from lifelines.utils import median_survival_times, qth_survival_time  # noqa: PLC0415

    n, went_on = len(stays), int(stays.went_on.sum())
    if went_on == 0:
        return Duration(n, 0, None, None, None, None, None, ())
    fitted = KaplanMeierFitter().fit(stays.lengths, stays.went_on)
    band = median_survival_times(fitted.confidence_interval_).to_numpy().ravel()
    return Duration(
        n=n,
        went_on=went_on,
        median=_told(fitted.median_survival_time_),
        low=_told(np.min(band)),
        high=_told(np.max(band)),
        soon=_told(qth_survival_time(0.75, fitted.survival_function_)),
        late=_told(qth_survival_time(0.25, fitted.survival_function_)),
        curve=_curve(fitted.survival_function_),
    )


def paces(stays: Sequence[Stays]) -> list[Pace]:
    """Of each stage whether it is slow.

    Each stage that at least five members left is held against all others together by the log-rank
    test (Mantel 1966), and the p are corrected for their number. Slow is a stage whose members
    went on later than the others' did.
    """
    tested = [place for place, stay in enumerate(stays) if stay.went_on.sum() >= FEWEST]
    if len(tested) < 2:
        return [Pace(slow=False, p=None)] * len(stays)
    found = [_beside(stays[place], [stays[i] for i in tested if i != place]) for place in tested]
    adjusted = dict(zip(tested, _holm([p for p, _ in found]), strict=True))
    slower = dict(zip(tested, [later for _, later in found], strict=True))
    return [
        Pace(slower.get(place, False) and adjusted[place] < SLOW, adjusted.get(place))
        for place in range(len(stays))
    ]


def _beside(own: Stays, others: Sequence[Stays]) -> tuple[float, bool]:
    """The p of the log-rank test, and whether members of the stage went on later."""
    from scipy.stats import CensoredData, logrank  # noqa: PLC0415 - slow to import

    lengths = np.concatenate([other.lengths for other in others])
    went_on = np.concatenate([other.went_on for other in others])
    sides = (own.lengths, own.went_on), (lengths, went_on)
    test = logrank(*(CensoredData.right_censored(days, ~gone) for days, gone in sides))
    return float(test.pvalue), _pace(*sides[0]) < _pace(*sides[1])


def _pace(lengths: npt.NDArray[np.float64], went_on: npt.NDArray[np.bool_]) -> float:
    """How many went on for each day that members were in the stage."""
    return float(went_on.sum() / max(lengths.sum(), 1e-9))


def _holm(raw: Sequence[float]) -> list[float]:
    from statsmodels.stats.multitest import multipletests  # noqa: PLC0415 - slow to import

    adjusted: list[float] = multipletests(raw, method="holm")[1].tolist()
    return adjusted


def _told(days: float) -> float | None:
    return float(days) if np.isfinite(days) else None


def _curve(survival: object) -> tuple[tuple[float, float], ...]:
    """At most so many points of a curve, a frame of one column indexed by days."""
    days = survival.index.to_numpy()  # type: ignore[attr-defined]  # a pandas Series
    shares = survival.to_numpy().ravel()  # type: ignore[attr-defined]
    chosen = np.unique(np.linspace(0, len(days) - 1, min(len(days), _POINTS)).astype(int))
    return tuple((float(days[place]), float(shares[place])) for place in chosen)
