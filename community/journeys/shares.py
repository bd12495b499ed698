"""Shares of members, with how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

from community.proportions import wilson

Z = NormalDist().inv_cdf(0.975)
"""Errors on either side that make a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of n members, 0 to 1, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


def share_of(count: int, n: int) -> Share:
    """`count` of n, with Wilson's interval; 0, and 0 to 1, of nobody."""
    return Share(count / n if n else 0.0, *wilson(count, n), n)
