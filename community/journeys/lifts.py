"""What goes along with going on: those who did something in a stage against those who had not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.factors import Factors
from community.journeys.shares import Z
from community.journeys.stays import Stays
from graph.packing import DAY

SUPPORT = 5
"""Members who did something in a stage, from which on it is weighed."""
DOUBT = 0.5
"""What is added for one member who had done it and one who had not, who both went on: no effect."""
FALSE_AMONG_CLEAR = 0.05
"""Share of what is called clear that may be chance (Benjamini and Hochberg 1995)."""


@dataclass(frozen=True, slots=True)
class Lift:
    """How much more often those who did something in a stage went on.

    Attributes:
        factor: what they did, see `Factors`.
        value: 2 where they went on twice as often, at the same time since entering, as those who
            had not done it by then; 1 where it makes no difference.
        low, high: its 95 % interval.
        n: members who did it in the stage.
        went_on: how many of them went on after it.
        expected: how many would have, had it made no difference.
        p: of a value of 1.
        clear: it would still stand out after all that was tried in this stage.
    """

    factor: int
    value: float
    low: float
    high: float
    n: int
    went_on: int
    expected: float
    p: float
    clear: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Tried:
    """F factors that enough members did: each column (F,).

    Attributes:
        factors, counts: what, and how many members did it.
        observed: how many went on after it; expected: how many would have.
        above, below: the parts of Mantel and Haenszel's ratio; spread: what its variance is of.
    """

    factors: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    observed: npt.NDArray[np.float64]
    expected: npt.NDArray[np.float64]
    above: npt.NDArray[np.float64]
    below: npt.NDArray[np.float64]
    spread: npt.NDArray[np.float64]


def lifts(stays: Stays, factors: Factors) -> list[Lift]:
    """The lift of each factor that at least five members did in the stage, surest first.

    On each day on which somebody went on, all who were in the stage that day are compared: those
    who had already done it and those who had not. So those who stayed long, and had more time to
    do things, are not taken for an effect. With d who went on on a day out of n, of them a out of
    m who had done it, the ratio of rates is Mantel and Haenszel's, and the variance of its
    logarithm Greenland and Robins' (1985):

        lift = R / S,  R = ½ + Σ a (n - m) / n,  S = ½ + Σ (d - a) m / n
        variance = (½ + Σ d m (n - m) / n²) / (R S)

    The halves stand for one member who had done it and one who had not, who both went on: they
    draw what few members did towards no effect. It is no proof of a cause: whoever is keener does
    more, and goes on more.
    """
    from scipy.special import ndtr  # noqa: PLC0415 - slow to import

    tried = _tried(stays, factors)
    above, below = tried.above + DOUBT, tried.below + DOUBT
    logs = np.log(above / below)
    error = np.sqrt((tried.spread + DOUBT) / (above * below))
    p = 2.0 * ndtr(-np.abs(logs) / error)
    clear = _clear(p)
    order = np.lexsort((tried.factors, -(logs - Z * error)))
    return [
        Lift(
            factor=int(tried.factors[place]),
            value=float(np.exp(logs[place])),
            low=float(np.exp(logs[place] - Z * error[place])),
            high=float(np.exp(logs[place] + Z * error[place])),
            n=int(tried.counts[place]),
            went_on=int(tried.observed[place]),
            expected=float(tried.expected[place]),
            p=float(p[place]),
            clear=bool(clear[place]),
        )
        for place in order.tolist()
    ]


def _tried(stays: Stays, factors: Factors) -> _Tried:
    """What is counted of each factor that enough members did in the stage."""
    rows, columns, after = _first_doings(stays, factors)
    order = np.argsort(columns, kind="stable")
    found, begins, counts = np.unique(columns[order], return_index=True, return_counts=True)
    departures = _Departures.of(stays)
    enough = np.flatnonzero(counts >= SUPPORT)
    parts = np.zeros((5, len(enough)))
    for place, factor in enumerate(enough.tolist()):
        own = order[begins[factor] : begins[factor] + counts[factor]]
        lengths, went_on = stays.lengths[rows[own]], stays.went_on[rows[own]]
        parts[:, place] = departures.beside(after[own], lengths, went_on)
    return _Tried(found[enough], counts[enough], *parts)


def _first_doings(
    stays: Stays, factors: Factors
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Stay, factor and days since entering of the first time that each was done in the stage."""
    theirs = factors.of_members(stays.members)
    rows = np.searchsorted(stays.members, theirs.members)
    after = theirs.seconds / DAY - stays.starts[rows]
    within = (after >= 0.0) & (after < stays.lengths[rows])
    rows, columns, after = rows[within], theirs.factors[within], after[within]
    order = np.lexsort((after, columns, rows))
    rows, columns, after = rows[order], columns[order], after[order]
    new = np.ones(len(rows), dtype=np.bool_)
    new[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    return rows[new], columns[new], after[new]


@dataclass(frozen=True, slots=True, eq=False)
class _Departures:
    """The U days since entering on which anybody went on.

    Attributes:
        days: (U,) ascending.
        gone: (U,) how many went on.
        there: (U,) how many were in the stage until then.
    """

    days: npt.NDArray[np.float64]
    gone: npt.NDArray[np.int64]
    there: npt.NDArray[np.int64]

    @classmethod
    def of(cls, stays: Stays) -> _Departures:
        days, gone = np.unique(stays.lengths[stays.went_on], return_counts=True)
        there = len(stays) - np.searchsorted(np.sort(stays.lengths), days)
        return cls(days, gone, there)

    def beside(
        self,
        after: npt.NDArray[np.float64],
        lengths: npt.NDArray[np.float64],
        went_on: npt.NDArray[np.bool_],
    ) -> tuple[float, ...]:
        """Observed, expected, above, below and spread of `_Tried`, of one factor.

        Args:
            after: (n,) days since entering when members did it.
            lengths: (n,) of their stays.
            went_on: (n,) whether these ended in going on.
        """
        began = np.searchsorted(np.sort(after), self.days)
        ended = np.searchsorted(np.sort(lengths), self.days)
        share = (began - ended) / self.there
        own = np.searchsorted(self.days, lengths[went_on])
        observed = np.bincount(own, minlength=len(self.days))
        return (
            float(observed.sum()),
            float(np.sum(self.gone * share)),
            float(np.sum(observed * (1.0 - share))),
            float(np.sum((self.gone - observed) * share)),
            float(np.sum(self.gone * share * (1.0 - share))),
        )


def _clear(p: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """(F,) which stand out with so small a share of chance among them."""
    if not len(p):
        return np.zeros(0, dtype=np.bool_)
    from scipy.stats import false_discovery_control  # noqa: PLC0415 - slow to import

    return np.asarray(false_discovery_control(p) < FALSE_AMONG_CLEAR)
