"""How sure a change is: t-tests, also where members come in pairs and groups."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.outcomes.pairs import Clusters, Mask, Paired, Values

LEAST_CLUSTERS = 10
"""Fewer say too little of how much clusters differ."""
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Inference:
    """A mean change, or a difference between two, held against none.

    Attributes:
        estimate: in points of the score.
        error: its standard error.
        freedom: degrees of freedom of the t distribution.
        p: two-sided.
        low, high: 95 % interval from the t distribution.
        clustered: the clusters that were allowed for; "" where each member stands alone.
    """

    estimate: float
    error: float
    freedom: float
    p: float
    low: float
    high: float
    clustered: str = ""


def change_test(pairs: Paired) -> Inference:
    """The change, or with a comparison group the difference in change, held against none.

    Each member alone: Student's t over members, Welch's t between two groups. Members of a pair or
    group are alike, so the same is worked out with errors that allow for clusters (CR1 of
    statsmodels, t with as many degrees of freedom as clusters less one), and of all of these the
    one with the widest interval is taken: it never claims more than the others would.
    """
    changes, taking = pairs.changes, pairs.taking_part
    alone = mean_test(changes) if taking is None else difference_test(changes, taking)
    tests = [alone, *_clustered(changes, taking, pairs.clusters)]
    return max(tests, key=lambda test: test.high - test.low)


def mean_test(changes: Values) -> Inference:
    """Student's one-sample t; changes (n,), n > 1, that vary.

    By hand, since scipy's takes twenty times as long and studies are simulated by the thousand.
    """
    from scipy.special import stdtr, stdtrit  # noqa: PLC0415 - takes a while to import

    n = len(changes)
    mean = float(changes.mean())
    error = float(changes.std(ddof=1) / np.sqrt(n))
    reach = float(stdtrit(n - 1, (1 + CONFIDENCE) / 2)) * error
    p = 2 * float(stdtr(n - 1, -abs(mean / error)))
    return Inference(mean, error, n - 1, p, mean - reach, mean + reach)


def difference_test(changes: Values, taking_part: Mask) -> Inference:
    """Welch's t (1947) of two groups' changes (n,)."""
    from scipy.stats import ttest_ind  # noqa: PLC0415 - takes a second to import

    one, other = changes[taking_part], changes[~taking_part]
    found = ttest_ind(one, other, equal_var=False)
    low, high = found.confidence_interval(CONFIDENCE)
    error = float(np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)))
    return Inference(
        float(one.mean() - other.mean()),
        error,
        float(found.df),
        float(found.pvalue),
        float(low),
        float(high),
    )


def _clustered(
    changes: Values, taking: Mask | None, clusters: Mapping[str, Clusters]
) -> list[Inference]:
    return [
        cluster_test(changes, taking, numbers, name)
        for name, numbers in clusters.items()
        if usable(numbers)
    ]


def usable(numbers: Clusters) -> bool:
    """Whether these clusters (n,) are enough to tell how alike their members are, and not alone."""
    count = len(np.unique(numbers))
    return LEAST_CLUSTERS <= count < len(numbers)


def cluster_test(
    changes: Values,
    taking_part: Mask | None,
    numbers: Clusters,
    name: str,
    weights: Values | None = None,
) -> Inference:
    """The same with errors that allow for clusters (n,); Cameron and Miller 2015.

    Args:
        changes: (n,) after less before.
        taking_part: (n,) who takes part, where others are compared with; else None.
        numbers: (n,) clusters.
        name: of the clusters.
        weights: (n,) how much each member counts; None: all the same.
    """
    from statsmodels.regression.linear_model import WLS  # noqa: PLC0415 - takes a second to import

    ones = np.ones(len(changes))
    columns = ones[:, None] if taking_part is None else np.column_stack([ones, taking_part])
    model = WLS(changes, columns.astype(float), weights=ones if weights is None else weights)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a cluster without spread is no fault
        fitted = model.fit(cov_type="cluster", cov_kwds={"groups": numbers}, use_t=True)
    low, high = fitted.conf_int(1 - CONFIDENCE)[-1]
    return Inference(
        float(fitted.params[-1]),
        float(fitted.bse[-1]),
        float(len(np.unique(numbers)) - 1),
        float(fitted.pvalues[-1]),
        float(low),
        float(high),
        name,
    )


def holm(p: Sequence[float]) -> list[float]:
    """Values of p, adjusted so that among all of them one is wrongly below .05 in 1 of 20 studies.

    Holm 1979: the i-th smallest of m times m - i + 1, never less than the one before. By hand:
    statsmodels clears the memory of the whole process each time, which takes longer than the rest.
    """
    order = np.argsort(p)
    factors = np.arange(len(p), 0, -1)
    raised = np.maximum.accumulate(np.asarray(p, dtype=float)[order] * factors)
    return _put_back(raised, order)


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """Values of p, adjusted so that of those below .05 one in 20 is expected to be wrong.

    Benjamini and Hochberg 1995: the i-th smallest of m times m / i, never more than the one after.
    """
    order = np.argsort(p)
    factors = len(p) / np.arange(1, len(p) + 1)
    raised = np.asarray(p, dtype=float)[order] * factors
    return _put_back(np.minimum.accumulate(raised[::-1])[::-1], order)


def _put_back(sorted_values: Values, order: npt.NDArray[np.intp]) -> list[float]:
    values = np.empty(len(order))
    values[order] = np.minimum(sorted_values, 1.0)
    return [float(value) for value in values]
