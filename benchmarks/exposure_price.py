"""What sharing exposure more evenly costs: nDCG@10 for several values of evenness."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.report import table
from benchmarks.rival import Scores
from benchmarks.tasks import Task
from matcher.exposure import Pool, Price, price_of_evenness

EVENNESS = (0.0, 0.25, 0.5, 1.0)
SHOWN = 10


def prices(task: Task, scores: Scores) -> list[Price]:
    """The price of each evenness when all queries of a task are answered as one batch.

    Args:
        task: Q queries, about people.
        scores: (Q, T) those of the method whose lists are evened; NaN: left out.
    """
    pools, relevant = [], []
    for query, row in zip(task.queries, scores, strict=True):
        ranked = query.candidates[~np.isnan(row[query.candidates])]
        if len(ranked):
            pools.append(Pool(ranked, row[ranked], SHOWN, query.request.id))
            relevant.append(query.relevant.tolist())
    return price_of_evenness(pools, relevant, EVENNESS)


def as_table(found: Sequence[Price]) -> str:
    """A row for each evenness."""
    return table(
        ["evenness", "nDCG@10", "exposure Gini", "exposure of the top three"],
        [
            [
                f"{price.evenness:g}",
                f"{price.ndcg:.3f}",
                f"{price.exposure.gini:.3f}",
                f"{price.exposure.top_three:.0%}",
            ]
            for price in found
        ],
    )
