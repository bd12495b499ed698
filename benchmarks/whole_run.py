"""Measures of all of a method's lists together: whom they reach, and how evenly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.calibration import expected_calibration_error
from benchmarks.diversity import intra_list_diversity
from benchmarks.rival import Scores
from benchmarks.tasks import Past, Places, Task

DEPTH = 10
"""Places of a ranking that are taken to be shown."""
COVERAGE, NOVELTY, DIVERSITY = "coverage@10", "novelty@10", "diversity@10"
EXPOSURE_GINI, TOP_THREE, CALIBRATION = "exposure Gini@10", "top-3 load", "calibration error"
WHOLE_RUN = (COVERAGE, NOVELTY, DIVERSITY, EXPOSURE_GINI, TOP_THREE, CALIBRATION)

Counts = npt.NDArray[np.int64]


def whole_run(
    task: Task, ranked: Sequence[Places], probabilities: Scores | None
) -> dict[str, float]:
    """Those of `WHOLE_RUN` that are known of a method, by name.

    Args:
        task: whose queries were answered.
        ranked: each query's candidates, best first, as places in the task's targets.
        probabilities: (Q, T) that a candidate is relevant, NaN where unsaid; None: never said.
    """
    lists = [order[:DEPTH] for order in ranked]
    shown = np.concatenate(lists)
    found: dict[str, float | None] = {COVERAGE: coverage(shown, len(task.targets))}
    if len(shown):
        found[NOVELTY] = novelty(task, lists)
        found[DIVERSITY] = intra_list_diversity(task, lists)
        found[EXPOSURE_GINI] = gini(np.bincount(shown, minlength=len(task.targets)))
        found[TOP_THREE] = load_of_the_top_three(lists)
    if probabilities is not None:
        found[CALIBRATION] = calibration_error(task, probabilities)
    return {name: value for name, value in found.items() if value is not None}


def coverage(shown: Places, targets: int) -> float:
    """Share of the targets that some list shows."""
    return len(np.unique(shown)) / targets


def novelty(task: Task, lists: Sequence[Places]) -> float:
    """Mean self-information of what is shown, in bits; the mean over the lists that show anything.

    How likely a target is to be chosen is read from the choices of the query's past, with one more
    of each so that none is impossible (Vargas and Castells 2011, `MSI`).
    """
    means: list[float] = []
    for past, queries in task.by_past():
        bits = self_information(past)
        means += [float(bits[lists[query]].mean()) for query in queries if len(lists[query])]
    return float(np.mean(means))


def self_information(past: Past) -> npt.NDArray[np.float64]:
    """(T,) float64 bits, -log2 of how likely each target was to be chosen."""
    counts = np.bincount(past.chosen, minlength=len(past.targets)) + 1.0
    return np.asarray(-np.log2(counts / counts.sum()))


def gini(counts: Counts) -> float:
    """Gini coefficient of (T,) counts, not all 0: 0 when all are equal, near 1 when one has all."""
    ordered = np.sort(counts)
    size = len(ordered)
    ranks = np.arange(1, size + 1)
    return float(((2 * ranks - size - 1) * ordered).sum() / (size * ordered.sum()))


def load_of_the_top_three(lists: Sequence[Places]) -> float:
    """Share of first places that the three targets take that have the most of them."""
    firsts = [int(places[0]) for places in lists if len(places)]
    return float(np.sort(np.bincount(firsts))[-3:].sum() / len(firsts))


def calibration_error(task: Task, probabilities: Scores) -> float | None:
    """Expected calibration error over all candidates of all queries; None when nothing was said."""
    said = np.concatenate(
        [row[query.candidates] for query, row in zip(task.queries, probabilities, strict=True)]
    )
    came_true = np.concatenate(
        [np.isin(query.candidates, query.relevant) for query in task.queries]
    )
    known = ~np.isnan(said)
    return expected_calibration_error(said[known], came_true[known]) if known.any() else None
