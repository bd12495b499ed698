"""Nearest vectors by faiss: all of them exactly, and an inverted file of 8-bit vectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.bench_extra import from_bench_extra
from benchmarks.large.contender import DEPTH, Contender, Nodes
from benchmarks.large.meanings import DIMENSIONS
from benchmarks.large.vector_task import Mask, Vectors, VectorTask

LISTS_PER_ROOT = 4
"""Lists for each vector of the square root of them all, as faiss's own guide advises."""
PROBED, SPARE = 16, 6
"""Lists that are searched in any case, and how many times what is wanted behind a filter the
further ones hold: about the least with a recall of .97 at 10,000 and 100,000 members."""
LEAST_PER_LIST, TRAINING_PER_LIST = 39, 64
"""Vectors that a list needs, and by how many at most it is trained."""


class FaissIndex:
    """An index over all vectors, with filters inside the search."""

    def __init__(self, name: str, task: VectorTask, index: Any, lists: int = 0) -> None:
        self._faiss = from_bench_extra("faiss")
        self._faiss.omp_set_num_threads(1)
        self._name, self._task, self._index, self._lists = name, task, index, lists

    def contender(self, allowed: Mask) -> Contender[Vectors]:
        """Searches among the texts (M,) that are allowed."""
        faiss, task = self._faiss, self._task
        bits = np.packbits(allowed, bitorder="little")
        selector = None if allowed.all() else faiss.IDSelectorBitmap(bits)
        if self._lists:
            further = SPARE * DEPTH * self._lists // max(int(allowed.sum()), 1)
            probes = min(PROBED + further, self._lists)
            parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probes)
        else:
            parameters = faiss.SearchParameters(sel=selector)

        def ask(question: Vectors) -> Nodes:
            _, places = self._index.search(question.reshape(1, -1), DEPTH, params=parameters)
            return np.asarray(task.nodes[places[0][places[0] >= 0]], dtype=np.int64)

        return Contender(self._name, ask, bytes=self._bytes())

    def _bytes(self) -> int:
        return len(self._faiss.serialize_index(self._index))


def faiss_flat(task: VectorTask) -> FaissIndex:
    """All float vectors, one after the other. Raises ImportError that says what to install."""
    index = from_bench_extra("faiss").IndexFlatIP(DIMENSIONS)
    for _, block in task.blocks():
        index.add(block)
    return FaissIndex("faiss, exact", task, index)


def faiss_ivf(task: VectorTask) -> FaissIndex:
    """8-bit vectors in an inverted file. Raises ImportError that says what to install."""
    faiss = from_bench_extra("faiss")
    lists = min(round(LISTS_PER_ROOT * len(task.nodes) ** 0.5), len(task.nodes) // LEAST_PER_LIST)
    index = faiss.index_factory(DIMENSIONS, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(_sample(task, TRAINING_PER_LIST * lists))
    for _, block in task.blocks():
        index.add(block)
    return FaissIndex("faiss, IVF in 8 bits", task, index, lists)


def _sample(task: VectorTask, count: int) -> Vectors:
    every = max(1, len(task.nodes) // count)
    return np.concatenate([block[::every] for _, block in task.blocks()])
