"""A method's scores on a task, judged: one value a query, or one a target."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.measures import Found, auc, hit_at, ndcg_at, recall_at, reciprocal_rank_of
from benchmarks.rival import Scores
from benchmarks.tasks import Places, Task

Values = npt.NDArray[np.float64]

PER_QUERY: dict[str, Callable[[Found, int], float]] = {
    "nDCG@10": lambda found, relevant: ndcg_at(found, relevant, depth=10),
    "recall@10": lambda found, relevant: recall_at(found, relevant, depth=10),
    "MRR": lambda found, _relevant: reciprocal_rank_of(found),
    "hit@5": lambda found, _relevant: hit_at(found, depth=5),
}
"""Measures that have a value for each query; the first is the one that is published first."""
FEWEST_POSITIVES = 2
"""Queries that must suit a target for its AUC to count."""
_AUC_NAMES = {"mentors": "mentor AUC"}


def rankings(task: Task, scores: Scores) -> list[Places]:
    """Each query's candidates, best first, as places in the task's targets.

    Candidates without a score are not ranked. Equal scores are in the order of ids.

    Args:
        task: whose queries were scored.
        scores: (Q, T) higher is better, NaN for what is left out.
    """
    return [
        _ranking(query.candidates, row) for query, row in zip(task.queries, scores, strict=True)
    ]


def _ranking(candidates: Places, scores: Values) -> Places:
    ranked = candidates[~np.isnan(scores[candidates])]
    return ranked[np.argsort(-scores[ranked], kind="stable")]


def per_query(task: Task, ranked: Sequence[Places]) -> dict[str, Values]:
    """(Q,) float64, 0-1, for each of `PER_QUERY`."""
    judged = [
        (np.isin(order, query.relevant), len(query.relevant))
        for query, order in zip(task.queries, ranked, strict=True)
    ]
    return {
        name: np.array([measure(found, relevant) for found, relevant in judged])
        for name, measure in PER_QUERY.items()
    }


def target_auc(task: Task, fits: Scores) -> Values:
    """For each target that counts, in the order of ids: does a fit tell its queries from others?

    Popularity knows nothing of this: the same fit for every query gives 0.5.

    Args:
        task: whose queries were scored.
        fits: (Q, T) comparable between queries; NaN is less than all others.

    Returns:
        (U,) float64, 0-1, one for each of `judged_targets`.
    """
    candidate, positive = _memberships(task)
    known = np.where(np.isnan(fits), -np.inf, fits)
    return np.array(
        [
            auc(known[candidate[:, target], target], positive[candidate[:, target], target])
            for target in judged_targets(task)
        ]
    )


def judged_targets(task: Task) -> npt.NDArray[np.int64]:
    """(U,) places, ascending, of the targets that an AUC can be measured for.

    Among the queries that such a target is a candidate of, two at least suit it and one does not.
    """
    candidate, positive = _memberships(task)
    positives = positive.sum(axis=0)
    counts = (positives >= FEWEST_POSITIVES) & (positives < candidate.sum(axis=0))
    return np.flatnonzero(counts)


def target_auc_name(task: Task) -> str:
    """How the AUC of a task's targets is shown."""
    return _AUC_NAMES.get(task.queries[0].past.goal.name, "target AUC")


def _memberships(task: Task) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(Q, T) each: whether a target is a candidate of a query, and whether it suits it."""
    candidate = np.zeros((len(task.queries), len(task.targets)), dtype=np.bool_)
    positive = candidate.copy()
    for row, query in enumerate(task.queries):
        candidate[row, query.candidates] = True
        positive[row, query.relevant] = True
    return candidate, positive
