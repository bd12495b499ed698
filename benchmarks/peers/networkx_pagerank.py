"""Personalised PageRank by NetworkX."""

from __future__ import annotations

import networkx
import numpy as np

from benchmarks.large.contender import Contender, Nodes
from benchmarks.large.walk_task import WalkTask


def networkx_pagerank(task: WalkTask) -> Contender[int]:
    """`networkx.pagerank` on a directed graph with the transitions as weights."""
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from(range(task.size))
    ends = (task.sources().tolist(), task.graph.neighbours.tolist())
    probabilities = task.graph.probabilities.astype(np.float64).tolist()
    graph.add_weighted_edges_from(zip(*ends, probabilities, strict=True))

    def ask(seed: int) -> Nodes:
        scores = networkx.pagerank(
            graph,
            alpha=1 - task.restart,
            personalization={seed: 1.0},
            dangling={seed: 1.0},
        )
        return task.found(np.fromiter(scores.values(), np.float64, task.size), seed)

    return Contender("NetworkX", ask)
