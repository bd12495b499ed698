"""The smallest change that a sample of this size would have shown."""

from __future__ import annotations

import numpy as np

from community.outcomes.inference import Inference
from community.outcomes.pairs import Paired

POWER = 0.8
"""How often it would have been found."""


def smallest_change(pairs: Paired, test: Inference, level: float) -> float:
    """In points of the score: what is found in POWER of such studies at a level of significance.

    From the power of the t-test (statsmodels), with the spread of changes that was seen, and
    as much wider as clusters make the error.

    Args:
        pairs: the sample, whose changes vary.
        test: what was made of it.
        level: the probability of a false alarm that is accepted, .05 over the number of tests.
    """
    from statsmodels.stats.power import TTestIndPower, TTestPower  # noqa: PLC0415 - slow to import

    n, changes = len(pairs), pairs.changes
    if pairs.taking_part is None:
        size = TTestPower().solve_power(nobs=n, alpha=level, power=POWER)
        spread = float(changes.std(ddof=1))
        alone = spread / np.sqrt(n)
    else:
        one, other = changes[pairs.taking_part], changes[~pairs.taking_part]
        size = TTestIndPower().solve_power(
            nobs1=len(one), ratio=len(other) / len(one), alpha=level, power=POWER
        )
        alone = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
        spread = float(alone / np.sqrt(1 / len(one) + 1 / len(other)))
    return float(np.squeeze(size)) * spread * max(test.error / float(alone), 1.0)
