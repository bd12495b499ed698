"""LightGCN: vectors that are smoothed over the graph of contexts and columns."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np
import torch
from scipy.sparse import csr_array
from torch import Tensor

from benchmarks.bench_extra import from_bench_extra
from benchmarks.choice_matrix import choice_matrix, has_company
from benchmarks.peers.context_graph import Pairs, adjacency, pairs_of
from benchmarks.peers.factors import Factors, FittedFactors
from benchmarks.rival import Settings
from benchmarks.tasks import Past

DIMENSIONS = 64
LEARNING_RATE = 0.02
REGULARIZATION = 1e-4
STEPS_AN_EPOCH = 8
"""Each step smooths the whole graph anew, so batches are large."""
LEAST_BATCH = 2_048


class LightGcn:
    """LightGCN (He et al., SIGIR 2020) with PyTorch Geometric's model and BPR loss.

    A new basket is the mean of its items' smoothed vectors.
    """

    name = "LightGCN"
    is_quick = False
    grid: Sequence[Settings] = (
        {"layers": 2, "epochs": 30},
        {"layers": 2, "epochs": 10},
        {"layers": 3, "epochs": 60},
        {"layers": 3, "epochs": 120},
    )

    def suits(self, past: Past, /) -> bool:
        return has_company(past)

    def fit(self, past: Past, settings: Settings, seed: int, /) -> FittedFactors:
        matrix = choice_matrix(past)
        with _one_seeded_thread(seed):
            vectors = _trained(matrix.rows, int(settings["layers"]), int(settings["epochs"]))
        contexts, columns = np.split(vectors, [matrix.rows.shape[0]])
        return FittedFactors(matrix, contexts, columns, columns)


def _trained(matrix: csr_array, layers: int, epochs: int) -> Factors:
    """(O + V, DIMENSIONS) float32, the smoothed vectors of rows and columns."""
    pairs, graph = pairs_of(matrix), adjacency(matrix)
    # The graph is normalised already, once, rather than at each step and layer.
    model = _library().LightGCN(pairs.nodes, DIMENSIONS, layers, normalize=False)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    batch = max(LEAST_BATCH, -(-len(pairs.rows) // STEPS_AN_EPOCH))
    for _ in range(epochs):
        for places in torch.split(torch.randperm(len(pairs.rows)), batch):
            optimizer.zero_grad()
            # PyTorch gives `backward` no types.
            _loss(model, graph, pairs, places).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    with torch.no_grad():
        vectors: Factors = model.get_embedding(graph).numpy()
    return vectors


def _loss(model: Any, graph: Tensor, pairs: Pairs, places: Tensor) -> Tensor:
    """How badly what rows have is told from what they do not have."""
    rows, columns = pairs.rows[places], pairs.columns[places]
    others = pairs.not_beside(rows)
    vectors = model.get_embedding(graph)
    loss: Tensor = model.recommendation_loss(
        (vectors[rows] * vectors[columns]).sum(dim=1),
        (vectors[rows] * vectors[others]).sum(dim=1),
        torch.cat((rows, columns, others)),
        REGULARIZATION,
    )
    return loss


def _library() -> ModuleType:
    with warnings.catch_warnings():
        # PyTorch Geometric compiles parts of itself in a way that PyTorch would rather not have.
        warnings.filterwarnings("ignore", r"`torch\.jit\.", FutureWarning)
        return from_bench_extra("torch_geometric.nn.models.lightgcn")


@contextmanager
def _one_seeded_thread(seed: int) -> Iterator[None]:
    """PyTorch with one thread and chance of its own; both are given back."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(threads)
