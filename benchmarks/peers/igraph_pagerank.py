"""Personalised PageRank by igraph (GPL: an extra of its own, `kinpath[bench-gpl]`)."""

from __future__ import annotations

import numpy as np

from benchmarks.bench_extra import from_bench_extra
from benchmarks.large.contender import Contender, Nodes
from benchmarks.large.walk_task import WalkTask


def igraph_pagerank(task: WalkTask) -> Contender[int]:
    """`personalized_pagerank` by PRPACK. Raises ImportError that says what to install."""
    igraph = from_bench_extra("igraph", "bench-gpl")
    sources = task.sources()
    ends = np.stack([sources, task.graph.neighbours], axis=1)
    graph = igraph.Graph(n=task.size, edges=ends, directed=True)
    graph.es["probability"] = task.graph.probabilities.astype(np.float64).tolist()

    def ask(seed: int) -> Nodes:
        scores = graph.personalized_pagerank(
            damping=1 - task.restart,
            reset_vertices=[seed],
            weights="probability",
            implementation="prpack",
        )
        return task.found(np.array(scores), seed)

    return Contender("igraph (PRPACK)", ask)
