"""Shares compared: their difference, how sure it is, and the smallest that could have been seen."""

from __future__ import annotations

import numpy as np

from community.proportions import ALPHA, Counts, Values, newcombe

POWER = 0.8
LEAST = 10
"""With fewer on a side nothing is said of a share."""


def difference(yes: Counts, of: Counts, other: Counts, of_other: Counts) -> tuple[Values, ...]:
    """How much greater the share `yes / of` is than `other / of_other`, and the ends of its 95 %
    interval (Newcombe's), each of the shape of the counts.
    """
    found = np.divide(yes, of) - np.divide(other, of_other)
    return np.asarray(found), *newcombe(yes, of, other, of_other)


def smallest_seen(share: float, of: int, of_other: int) -> float:
    """The smallest rise above a share that comparing so many with so many others would have found
    in 80 of 100 cases, at 95 % confidence.

    Cohen's `h = 2 asin √p - 2 asin √q` has the standard error `√(1/n + 1/m)` (Statistical Power
    Analysis, 1988, chapter 6).
    """
    from scipy.stats import norm  # noqa: PLC0415 - as above

    h = (norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)) * np.sqrt(1 / of + 1 / of_other)
    angle = min(np.arcsin(np.sqrt(share)) + h / 2, np.pi / 2)
    return float(np.sin(angle) ** 2 - share)
