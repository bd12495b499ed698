"""Walks from what many questions are asked by, such as skills: walked once, and kept.

Personalised PageRank is linear in where walks begin (Jeh, Widom: Scaling personalized web search,
WWW 2003): walks from several seeds are at a node as often as those from each are, on average.
"""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from matcher.last_used import LastUsed
from matcher.memo import once
from matcher.node_values import Nodes, NodeValues, Values
from matcher.pagerank import LARGE, THRESHOLD_OF_LARGE, pagerank
from matcher.walks import WalkGraph
from matcher.workspace import Workspace

FEW_SEEDS = 4
"""Seeds from which walks are kept one by one; from more all at once take no longer."""
MOST_KEPT = 1_024
"""Seeds of which the walks on one graph are kept: 40 KB for each."""
_THRESHOLD = 2.5 * THRESHOLD_OF_LARGE
"""From two or three seeds as exact as walks from all at once are, and more exact from more."""
_Walk = tuple[Nodes, Values]


def pagerank_from_each(graph: WalkGraph, seeds: Nodes, restart: float) -> NodeValues:
    """Personalised PageRank from seeds (S,), each there once, with the same mass on each.

    In a large graph walks from few seeds begin at one at a time, and are kept for other questions.
    """
    if graph.steps < LARGE or not 0 < len(seeds) <= FEW_SEEDS:
        mass = np.full(len(seeds), 1.0 / max(len(seeds), 1))
        return pagerank(graph, seeds, mass, restart)
    walks = [_kept(graph, seed, restart) for seed in seeds.tolist()]
    if len(walks) == 1:
        return NodeValues(*walks[0])
    nodes, values = (np.concatenate(each) for each in zip(*walks, strict=True))
    with _SUMS.lent(len(graph.spans)) as sums:
        return NodeValues(*_average(nodes, values, len(walks), sums))


def _kept(graph: WalkGraph, seed: int, restart: float) -> _Walk:
    """The nodes that walks from a seed come to, ascending, and how often."""

    def walk() -> _Walk:
        start = np.array([seed], dtype=np.int32)
        found = pagerank(graph, start, np.ones(1), restart, _THRESHOLD)
        order = np.argsort(found.nodes)
        return found.nodes[order], found.values[order]

    kept = once(graph.memo, "walks", lambda: LastUsed[_Walk](MOST_KEPT))
    return kept.once((seed, restart), walk)


_SUMS: Workspace[Values] = Workspace(np.zeros)
"""Of so many nodes, all zeros between questions."""


# numba infers the types of the arrays.
@kernel
def _average(nodes, values, walks, sums):  # type: ignore[no-untyped-def]
    """The nodes (n,) of so many walks, each once, and the average of their values.

    `sums` (N,) are all zeros before and after.
    """
    different, count = np.empty(len(nodes), dtype=np.int32), 0
    for place in range(len(nodes)):
        node = nodes[place]
        different[count] = node
        count += sums[node] == 0.0
        sums[node] += values[place]
    averages = np.empty(count)
    for place in range(count):
        averages[place] = sums[different[place]] / walks
        sums[different[place]] = 0.0
    return different[:count].copy(), averages
