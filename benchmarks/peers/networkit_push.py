"""Personalised PageRank by NetworKit's forward push in C++."""

from __future__ import annotations

import numpy as np

from benchmarks.bench_extra import from_bench_extra
from benchmarks.large.contender import Contender, Nodes
from benchmarks.large.walk_task import WalkTask

EPSILON = 1e-5
"""Residual that is left as a share of a node's weight, of 1 on average; 1e-4 leaves 16 % wrong."""


def networkit_push(task: WalkTask) -> Contender[int]:
    """`scd.ApproximatePageRank` on the undirected graph with the same walk.

    Its walk is lazy: it stays where it is half of the time. A lazy walk that goes home with
    probability `a / (2 - a)` has the scores of one that is not and goes home with `a` (Andersen,
    Chung, Lang 2006).

    Raises:
        ImportError: says what to install.
    """
    networkit = from_bench_extra("networkit")
    networkit.setNumberOfThreads(1)
    sources, targets = task.sources(), task.graph.neighbours
    weights = task.symmetric_weights()
    weights *= len(weights) / weights.sum()
    once = sources < targets
    graph = networkit.GraphFromCoo(
        (weights[once], (sources[once], targets[once])), n=task.size, weighted=True
    )
    lazy = task.restart / (2 - task.restart)

    def ask(seed: int) -> Nodes:
        push = networkit.scd.ApproximatePageRank(graph, lazy, EPSILON)
        scores = np.zeros(task.size)
        reached = np.array(push.run(seed))
        scores[reached[:, 0].astype(np.int64)] = reached[:, 1]
        return task.found(scores, seed)

    return Contender("NetworKit (push in C++)", ask)
