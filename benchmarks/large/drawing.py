"""Many random choices at a time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Random = np.random.Generator
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def by_weight(random: Random, weights: Floats, count: int) -> Numbers:
    """(count,) places of the weights, each drawn as often as it weighs."""
    ends = np.cumsum(weights)
    drawn = np.searchsorted(ends, random.random(count) * ends[-1], side="right")
    places: Numbers = np.minimum(drawn, len(weights) - 1)
    return places


def zipf(size: int, exponent: float = 1.0) -> Floats:
    """(size,) weights `rank ^ -exponent`, the first being the heaviest."""
    weights: Floats = np.arange(1, size + 1, dtype=np.float64) ** -exponent
    return weights


def within(random: Random, begins: Numbers, ends: Numbers) -> Numbers:
    """One number of each `begin <= number < end`; begin where the range is empty."""
    drawn = random.random(len(begins)) * (ends - begins)
    return begins + drawn.astype(np.int64)


def repeated(random: Random, means: Floats) -> Numbers:
    """Each place as often as a Poisson variable of its mean says, in order."""
    return np.repeat(np.arange(len(means)), random.poisson(means))


def different_pairs(ones: Numbers, others: Numbers) -> tuple[Numbers, Numbers]:
    """Each pair of two different numbers once, in order."""
    packed = np.unique((ones << 32) | others)
    ones, others = packed >> 32, packed & 0xFFFFFFFF
    apart = ones != others
    return ones[apart], others[apart]
