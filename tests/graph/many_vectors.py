"""Communities of nothing but many members and ten skills whose texts have vectors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.packing import NO_TIME
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from graph.store import PackedGraph

Vectors = npt.NDArray[np.float32]


def around(
    middles: int, count: int, dimensions: int = 16, *, noise: float = 0.4, chance: int = 0
) -> Vectors:
    """Unit vectors that lie about so many middles, which differ in how many lie about them.

    Args:
        middles: about how many; the same whatever the chance.
        count: of vectors.
        dimensions: of each.
        noise: how far from the middles, where these are at distance 1 from 0.
        chance: the seed of where the vectors lie.
    """
    centres = _unit(np.random.default_rng(0).standard_normal((middles, dimensions)))
    random = np.random.default_rng([1, chance])
    own = centres[(random.random(count) ** 2 * middles).astype(int)]
    return _unit(own + noise / dimensions**0.5 * random.standard_normal(own.shape))


def community(vectors: Vectors, order: npt.NDArray[np.int64] | None = None) -> Snapshot:
    """As many members as vectors, and ten skills with the first ten vectors, in any order."""
    ids = [f"member:{number:05}" for number in range(len(vectors))]
    ids += [f"skill:{number}" for number in range(10)]
    every = np.concatenate([vectors, vectors[:10]])
    order = np.arange(len(ids)) if order is None else order
    shuffled = [ids[place] for place in order.tolist()]
    facts = np.full(len(ids), NO_TIME << 32, dtype=np.int64)
    nothing = np.zeros(0, dtype=np.int64)
    graph = PackedGraph(
        revision=1,
        stamp="1",
        numbers=np.arange(len(ids)),
        ids=shuffled,
        names=shuffled,
        facts=facts,
        starts=np.full(len(ids), NO_TIME, dtype=np.int32),
        sources=nothing,
        targets=nothing,
        edge_facts=nothing,
        vector_numbers=np.arange(len(ids)),
        vectors=every[order],
    )
    return snapshot_of(graph, "acme", "tiny")


def _unit(vectors: npt.NDArray[np.float64]) -> Vectors:
    unit: Vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return unit
