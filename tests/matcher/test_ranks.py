from __future__ import annotations

import numpy as np
import pytest

from matcher.heaps import NOBODY
from matcher.ranks import NOTHING, cosine_of, node_of, offer, place_of, put_in_order, rank_of

COSINES = [-1.0, -0.25, -1e-30, 0.0, 1e-30, 0.1, 0.5, 1.0, 1.5]


@pytest.mark.parametrize("node", [0, 1, 17, NOBODY - 1])
def test_a_rank_tells_whose_it_is_and_how_near_they_are(node: int) -> None:
    for cosine in map(np.float32, COSINES):
        rank = rank_of(cosine, np.int32(node))
        assert (node_of(rank), cosine_of(rank)) == (node, cosine)
        assert rank > NOTHING
    assert (node_of(NOTHING), cosine_of(NOTHING)) == (NOBODY, -np.inf)


def test_nearer_nodes_rank_higher_and_those_with_lower_numbers_where_they_tie() -> None:
    pairs = [(np.float32(cosine), np.int32(node)) for cosine in COSINES for node in (9, 4, 0)]
    ranks = [rank_of(*pair) for pair in pairs]
    assert ranks == sorted(ranks)
    assert rank_of(np.float32(-0.0), np.int32(3)) == rank_of(np.float32(0.0), np.int32(3))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 7, 50, 300])
def test_a_heap_keeps_the_best_few(size: int) -> None:
    random = np.random.default_rng(size)
    cosines = random.integers(-5, 6, 200).astype(np.float32) / np.float32(5)
    ranks = [rank_of(*pair) for pair in zip(cosines, np.arange(200, dtype=np.int32), strict=True)]
    heap = np.full(size, NOTHING)
    for rank in ranks:
        offer(heap, rank)
    assert all(heap[(place - 1) // 2] <= heap[place] for place in range(1, size))
    for node, rank in enumerate(ranks):
        place = place_of(heap, node)
        assert heap[place] == rank if place >= 0 else rank not in heap
    assert put_in_order(heap) == min(size, 200)
    kept = heap[heap != NOTHING].tolist()
    assert kept == sorted(ranks, reverse=True)[:size]
