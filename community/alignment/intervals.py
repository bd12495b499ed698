"""How sure a mean or a trend is: 95 % intervals by drawing members again and again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
Interval = tuple[float, float]

DRAWS, DRAWS_OF_MANY, MANY = 1_000, 300, 20_000
"""Resamples; with many members they differ little, so fewer of them tell the same."""
_SEED = 20_260
_NUMBERS_AT_ONCE = 1_000_000
_ENDS = (2.5, 97.5)


def resampled(sums: Floats, statistic: Statistic) -> tuple[float, float, float]:
    """A statistic of totals over members, and its bootstrap 95 % interval (percentiles).

    Members are drawn, not their single deeds: what one member does is alike (Efron and
    Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13; clusters are drawn whole).

    Args:
        sums: (M, C), what each member adds to each of C totals.
        statistic: of totals (…, C), what is to be told (…); NaN where it cannot be.

    Returns:
        the statistic, and the ends of its interval; NaN where there are fewer than two members.
    """
    value, low, high = resampled_all(sums, lambda totals: statistic(totals)[..., np.newaxis])
    return float(value[0]), float(low[0]), float(high[0])


def resampled_all(sums: Floats, statistic: Statistic) -> tuple[Floats, Floats, Floats]:
    """As `resampled`, for K statistics (…, K) of the same totals; each (K,)."""
    value = statistic(sums.sum(axis=0))
    if len(sums) < 2:
        nothing = np.full_like(value, np.nan)
        return value, nothing, nothing
    drawn = statistic(_totals(sums))
    ends = [_end(drawn[:, column]) for column in range(drawn.shape[1])]
    low, high = np.array(ends).reshape(-1, 2).T
    return value, low, high


def _end(drawn: Floats) -> tuple[float, float]:
    known = drawn[np.isfinite(drawn)]
    low, high = np.percentile(known, _ENDS) if len(known) else (np.nan, np.nan)
    return float(low), float(high)


def mean(totals: Floats) -> Floats:
    """Mean of totals (…, 2): how many, and their sum."""
    return divided(totals[..., 1], totals[..., 0])


def slope(totals: Floats) -> Floats:
    """Least squares slope of totals (…, 5): n, and the sums of x, y, x*x and x*y."""
    n, x, y, xx, xy = (totals[..., column] for column in range(5))
    return divided(n * xy - x * y, n * xx - x * x)


def divided(above: Floats, below: Floats) -> Floats:
    """The quotient; NaN where it would be by (nearly) nothing."""
    possible = np.abs(below) > 1e-9
    return np.where(possible, above / np.where(possible, below, 1.0), np.nan)


def per_member(places: npt.NDArray[np.int64], columns: list[Floats]) -> Floats:
    """(M, C) the columns' (n,) sums for each of the M members that occur in `places` (n,)."""
    _, rows = np.unique(places, return_inverse=True)
    size = int(rows.max(initial=-1)) + 1
    return np.stack([np.bincount(rows, column, minlength=size) for column in columns], axis=1)


def mean_interval(places: npt.NDArray[np.int64], values: Floats) -> tuple[float, float, float]:
    """The mean of values (n,), and its interval when the members they belong to are drawn."""
    return resampled(per_member(places, [np.ones(len(values)), values]), mean)


def slope_interval(
    places: npt.NDArray[np.int64], x: Floats, y: Floats
) -> tuple[float, float, float]:
    """How much y (n,) rises for one more of x (n,), and its interval; members are drawn."""
    x = x - x.mean() if len(x) else x
    return resampled(per_member(places, [np.ones(len(x)), x, y, x * x, x * y]), slope)


def _totals(sums: Floats) -> Floats:
    """(draws, C) totals over as many members, drawn with replacement."""
    size = len(sums)
    random = np.random.default_rng(_SEED)
    draws = DRAWS if size < MANY else DRAWS_OF_MANY
    at_once = max(1, min(draws, _NUMBERS_AT_ONCE // size))
    parts = (min(at_once, draws - done) for done in range(0, draws, at_once))
    return np.concatenate([_times_drawn(random, size, part) @ sums for part in parts])


def _times_drawn(random: np.random.Generator, size: int, draws: int) -> Floats:
    """(draws, size) how often each of them is drawn."""
    drawn = random.integers(size, size=(draws, size)) + size * np.arange(draws)[:, np.newaxis]
    counts = np.bincount(drawn.ravel(), minlength=draws * size)
    return counts.reshape(draws, size).astype(np.float64)
