"""Shares of members, with how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

Z = float(ndtri(0.975))
"""Errors on either side that make a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of n members, 0 to 1, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def wilson(count: int, n: int) -> Share:
    """`count` of n, with the interval of Wilson (1927); 0 to 1 of nobody."""
    if n == 0:
        return Share(0.0, 0.0, 1.0, 0)
    value = count / n
    middle = (value + Z**2 / (2 * n)) / (1 + Z**2 / n)
    width = Z / (1 + Z**2 / n) * np.sqrt(value * (1 - value) / n + Z**2 / (4 * n**2))
    low = 0.0 if count == 0 else float(middle - width)
    high = 1.0 if count == n else float(middle + width)
    return Share(value, low, high, n)
