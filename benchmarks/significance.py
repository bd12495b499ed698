"""Whether a difference between two methods could be chance, and how large it is.

All functions take paired differences: one value a query (or a target), one method minus the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

FLIPS = 10_000
EXACT_UP_TO = 12
"""Differences other than 0 up to which all their signs are tried: 4,096 ways at most."""
_FLIPS_AT_A_TIME = 1_000
_ROUNDING = 1e-12
"""Differences of measures between 0 and 1 that are no larger are 0."""

Differences = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int8]


def randomisation_test(differences: Differences, seed: int) -> float:
    """Two-sided p of a mean difference of 0, by turning signs round (Fisher 1935; Smucker 2007).

    With up to `EXACT_UP_TO` differences that are not 0, p is the share of all ways to choose the
    signs that give a mean as far from 0. With more, signs are drawn n = `FLIPS` times and b of the
    draws are as far: p = (1 + b) / (1 + n), never 0 (Phipson and Smyth 2010).

    Args:
        differences: (n,) paired differences.
        seed: of the draws.
    """
    moved = differences[np.abs(differences) > _ROUNDING]
    if len(moved) <= EXACT_UP_TO:
        ways = _all_signs(len(moved))
        return _as_far(moved, ways) / len(ways)
    return (1 + sum(_as_far(moved, signs) for signs in _drawn_signs(len(moved), seed))) / (
        1 + FLIPS
    )


def _as_far(differences: Differences, turned: Signs) -> int:
    """How many rows of (ways, n) `turned`, 1 where a sign is turned, sum as far from 0 as none."""
    total = differences.sum()
    sums = total - 2.0 * (turned @ differences)
    rounding = _ROUNDING * np.abs(differences).sum()
    return int((np.abs(sums) >= np.abs(total) - rounding).sum())


def _all_signs(count: int) -> Signs:
    """(2 ** count, count) every way to turn signs round."""
    ways = np.arange(1 << count)[:, None] >> np.arange(count)[None, :]
    return (ways & 1).astype(np.int8)


def _drawn_signs(count: int, seed: int) -> Iterator[Signs]:
    random = np.random.default_rng(seed)
    for _ in range(FLIPS // _FLIPS_AT_A_TIME):
        yield random.integers(0, 2, size=(_FLIPS_AT_A_TIME, count), dtype=np.int8)


def holm(ps: Sequence[float]) -> list[float]:
    """The p values of one family, corrected so that any false alarm is as rare as said (Holm 1979).

    The smallest of m is multiplied by m, the next by m - 1 and so on; none becomes smaller than
    one before it, or larger than 1.
    """
    corrected = [0.0] * len(ps)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(ps)), key=lambda place: ps[place])):
        largest = max(largest, min(1.0, ps[place] * (len(ps) - rank)))
        corrected[place] = largest
    return corrected


def cohens_d_z(differences: Differences) -> float | None:
    """Mean difference over the standard deviation (Cohen 1988); None where there is no spread."""
    if len(differences) < 2 or np.ptp(differences) <= _ROUNDING:
        return None
    return float(differences.mean() / differences.std(ddof=1))


def wins_ties_losses(differences: Differences) -> tuple[int, int, int]:
    """How often the first method was better, as good and worse; rounding is not a difference."""
    wins = int((differences > _ROUNDING).sum())
    losses = int((differences < -_ROUNDING).sum())
    return wins, len(differences) - wins - losses, losses
