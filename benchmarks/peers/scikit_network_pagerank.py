"""Personalised PageRank by scikit-network."""

from __future__ import annotations

from scipy import sparse

from benchmarks.bench_extra import from_bench_extra
from benchmarks.large.contender import Contender, Nodes
from benchmarks.large.walk_task import WalkTask

SOLVER, TURNS = "diteration", 4
"""The quickest of its solvers that is right, with as few turns as make its top 50 right."""


def scikit_network_pagerank(task: WalkTask) -> Contender[int]:
    """`PageRank` on the matrix of transitions. Raises ImportError that says what to install."""
    ranking = from_bench_extra("sknetwork.ranking")
    transitions = sparse.csr_matrix(task.transitions())

    def ask(seed: int) -> Nodes:
        pagerank = ranking.PageRank(1 - task.restart, SOLVER, TURNS)
        return task.found(pagerank.fit_predict(transitions, weights={seed: 1.0}), seed)

    return Contender("scikit-network", ask)
