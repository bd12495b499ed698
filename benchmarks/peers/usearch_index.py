"""Nearest vectors by usearch: a navigable small world of 16-bit vectors."""

from __future__ import annotations

import numpy as np

from benchmarks.bench_extra import from_bench_extra
from benchmarks.large.contender import DEPTH, Contender, Nodes
from benchmarks.large.meanings import DIMENSIONS
from benchmarks.large.vector_task import Mask, Vectors, VectorTask

SEARCHED = 128
"""Width of the search, `expansion_search`; with 64, its own, it finds fewer than 97 %."""


class UsearchIndex:
    """An index over all vectors; from Python it knows no filter, so it is asked for more."""

    def __init__(self, task: VectorTask) -> None:
        index = from_bench_extra("usearch.index").Index
        self._task = task
        self._index = index(ndim=DIMENSIONS, metric="cos", dtype="f16", expansion_search=SEARCHED)
        for begin, block in task.blocks():
            self._index.add(begin + np.arange(len(block)), block)

    def contender(self, allowed: Mask) -> Contender[Vectors]:
        """Searches among the texts (M,) that are allowed: twice as many until there are enough."""
        index, task = self._index, self._task
        open_to = int(allowed.sum())
        first = DEPTH if allowed.all() else round(1.3 * DEPTH * len(allowed) / open_to)

        def ask(question: Vectors) -> Nodes:
            count = min(first, len(allowed))
            while True:
                places = index.search(question, count, threads=1).keys.astype(np.int64)
                places = places[allowed[places]]
                if len(places) >= min(DEPTH, open_to) or count >= len(allowed):
                    return np.asarray(task.nodes[places[:DEPTH]], dtype=np.int64)
                count = min(2 * count, len(allowed))

        return Contender("usearch, HNSW in 16 bits", ask, bytes=int(index.memory_usage))


def usearch_index(task: VectorTask) -> UsearchIndex:
    """Built on all cores. Raises ImportError that says what to install."""
    return UsearchIndex(task)
