"""Bootstrap intervals of a change and of its size, drawn by members, pairs or groups."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.outcomes.pairs import Clusters, Mask, Paired, Values

RESAMPLES = 4_000
_AT_ONCE = 500
Statistic = Callable[[list[Values]], Values]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def change_intervals(pairs: Paired, clustered: str, seed: int) -> tuple[Estimate, Estimate]:
    """The change (with a comparison group the difference in change), and its size.

    The size is the change by the standard deviation before (Becker 1988, without his correction
    for few members); with a comparison group by that of both groups pooled, and times
    1 - 3 / (4 (n - 2) - 1) for few members (Morris 2008, formula 8).

    95 % intervals: bootstrap, bias-corrected and accelerated (Efron 1987), by scipy, RESAMPLES
    resamples; the plain percentiles where that has no answer. Whole clusters are drawn where there
    are any, within each group.

    Args:
        pairs: n members with both scores, which vary.
        clustered: which of the pairs' clusters are drawn; "" for single members.
        seed: of the resamples.
    """
    drawn = _Drawn(pairs, clustered)
    return drawn.estimate(_change, seed), drawn.estimate(_size, seed)


class _Drawn:
    """Sums over clusters, from which means and spreads of any resample follow."""

    def __init__(self, pairs: Paired, clustered: str) -> None:
        numbers = pairs.clusters[clustered] if clustered else np.arange(len(pairs))
        everybody = np.ones(len(pairs), dtype=bool)
        taking = everybody if pairs.taking_part is None else pairs.taking_part
        groups = [taking] if pairs.taking_part is None else [taking, ~taking]
        self._sums = [_sums(pairs, group, numbers) for group in groups]

    def estimate(self, statistic: Statistic, seed: int) -> Estimate:
        """The statistic of all, and its interval."""
        from scipy.stats import bootstrap  # noqa: PLC0415 - takes a second to import

        def of(*places: npt.NDArray[np.float64], axis: int) -> Values:
            chosen = [s[:, p.astype(np.intp)] for s, p in zip(self._sums, places, strict=True)]
            return statistic([each.sum(axis=axis) for each in chosen])

        whole = tuple(np.arange(sums.shape[1], dtype=float) for sums in self._sums)
        value = float(of(*whole, axis=-1))
        for method in ("BCa", "percentile"):  # the second where the first has no answer
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                found = bootstrap(
                    whole, of, n_resamples=RESAMPLES, batch=_AT_ONCE, method=method,
                    rng=np.random.default_rng(seed), vectorized=True,
                ).confidence_interval  # fmt: skip
            if np.isfinite([found.low, found.high]).all():
                break
        return Estimate(value, float(found.low), float(found.high))


def _sums(pairs: Paired, group: Mask, numbers: Clusters) -> Values:
    """(4, C) per cluster: members, and sums of before, of its square and of the change."""
    _, places = np.unique(numbers[group], return_inverse=True)
    before, changes = pairs.before[group], pairs.changes[group]
    # Squares are summed about the mean of all: about 0, large scores would lose their digits.
    about = before - pairs.before.mean()
    columns = (np.ones(len(before)), about, about**2, changes)
    return np.stack([np.bincount(places, weights=column) for column in columns])


def _change(groups: list[Values]) -> Values:
    means = [sums[3] / sums[0] for sums in groups]
    return np.asarray(means[0] if len(means) == 1 else means[0] - means[1])


def _size(groups: list[Values]) -> Values:
    squares = sum(sums[2] - sums[1] ** 2 / sums[0] for sums in groups)
    freedom = sum(sums[0] - 1 for sums in groups)
    size: Values = _change(groups) / np.sqrt(squares / freedom)
    return size if len(groups) == 1 else size * (1 - 3 / (4 * freedom - 1))
