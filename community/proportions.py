"""How sure a share is, and the difference of two: 95 % intervals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

ALPHA = 0.05
"""How often chance alone leaves an interval."""

Counts = npt.NDArray[np.int64] | int
Values = npt.NDArray[np.float64]


def wilson(count: float, n: float) -> tuple[float, float]:
    """The ends of the interval of the share `count / n` by Wilson's score (JASA 22, 1927).

    0 to 1 of nobody, n = 0. Neither has to be whole: n may be divided by a design effect.
    """
    # Takes a second to load, and is needed once there is something to tell.
    from statsmodels.stats.proportion import proportion_confint  # noqa: PLC0415

    if n == 0:
        return 0.0, 1.0
    low, high = proportion_confint(count, n, alpha=ALPHA, method="wilson")
    return 0.0 if count == 0 else float(low), 1.0 if count == n else float(high)


def newcombe(yes: Counts, of: Counts, other: Counts, of_other: Counts) -> tuple[Values, Values]:
    """The ends of the interval of `yes / of - other / of_other`, of the shape of the counts.

    From two Wilson scores (Newcombe, Statistics in Medicine 17, 1998, method 10), as statsmodels
    works it out: it stays within -1 and 1, and holds where shares are near 0 or 1.
    """
    from statsmodels.stats.proportion import (  # noqa: PLC0415 - as above
        confint_proportions_2indep,
    )

    low, high = confint_proportions_2indep(
        yes, of, other, of_other, method="newcomb", compare="diff", alpha=ALPHA
    )
    return np.asarray(low), np.asarray(high)
