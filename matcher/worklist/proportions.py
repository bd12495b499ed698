"""Shares compared: their difference, how sure it is, and the smallest that could have been seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64] | int
Values = npt.NDArray[np.float64]

ALPHA, POWER = 0.05, 0.8
LEAST = 10
"""With fewer on a side nothing is said of a share."""


def difference(yes: Counts, of: Counts, other: Counts, of_other: Counts) -> tuple[Values, ...]:
    """How much greater the share `yes / of` is than `other / of_other`, and the ends of its 95 %
    interval, each of the shape of the counts.

    Newcombe's interval from two Wilson scores (Statistics in Medicine 17, 1998, method 10), as
    statsmodels works it out: it stays within -1 and 1, and holds where shares are near 0 or 1.
    """
    # Takes a second to load, and is needed once there is something to compare.
    from statsmodels.stats.proportion import confint_proportions_2indep  # noqa: PLC0415

    found = np.divide(yes, of) - np.divide(other, of_other)
    low, high = confint_proportions_2indep(
        yes, of, other, of_other, method="newcomb", compare="diff", alpha=ALPHA
    )
    return np.asarray(found), np.asarray(low), np.asarray(high)


def interval(yes: int, of: int) -> tuple[float, float]:
    """The ends of the 95 % interval of a share, by Wilson's score (JASA 22, 1927)."""
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415 - as above

    low, high = proportion_confint(yes, of, alpha=ALPHA, method="wilson")
    return float(low), float(high)


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
