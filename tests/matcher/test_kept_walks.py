from __future__ import annotations

import numpy as np
import pytest

from matcher import kept_walks
from matcher.kept_walks import FEW_SEEDS, pagerank_from_each
from matcher.node_values import Nodes
from matcher.pagerank import pagerank
from matcher.walks import WalkGraph
from tests.matcher.test_walks import graph_of

EDGES = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (4, 5), (3, 4), (5, 6)]
SIZE = 8
EVERYBODY = np.arange(SIZE, dtype=np.int32)
FINE = 1e-12


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> WalkGraph:
    monkeypatch.setattr(kept_walks, "LARGE", 0)
    monkeypatch.setattr(kept_walks, "_THRESHOLD", FINE)
    return graph_of(EDGES, SIZE)


def seeds(*nodes: int) -> Nodes:
    return np.array(nodes, dtype=np.int32)


@pytest.mark.parametrize("nodes", [(0,), (2, 5), (6, 0, 3), (1, 2, 3, 4), (0, 1, 2, 3, 4), (7, 0)])
def test_walks_from_each_seed_are_walks_from_all(graph: WalkGraph, nodes: tuple[int, ...]) -> None:
    mass = np.full(len(nodes), 1 / len(nodes))
    together = pagerank(graph, seeds(*nodes), mass, 0.15, FINE)
    found = pagerank_from_each(graph, seeds(*nodes), 0.15)
    assert len(set(found.nodes.tolist())) == len(found.nodes)
    if len(nodes) <= FEW_SEEDS:
        assert found.at(EVERYBODY) == pytest.approx(together.at(EVERYBODY), abs=1e-6)
        assert found.values.sum() == pytest.approx(1.0, abs=1e-6)


def test_nobody_sets_out_twice(graph: WalkGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pagerank_from_each(graph, seeds(0, 3), 0.15)

    def fails(*_: object) -> None:
        pytest.fail("these walks are known")

    monkeypatch.setattr(kept_walks, "pagerank", fails)
    for _ in range(2):  # the sums are as before
        again = pagerank_from_each(graph, seeds(3, 0), 0.15)
        assert again.at(EVERYBODY).tolist() == first.at(EVERYBODY).tolist()


def test_of_a_changed_graph_nothing_is_known(graph: WalkGraph) -> None:
    pagerank_from_each(graph, seeds(0), 0.15)
    other = graph_of([*EDGES, (0, 7)], SIZE)
    assert pagerank_from_each(other, seeds(0), 0.15).at(seeds(7)) > 0
    assert pagerank_from_each(graph, seeds(0), 0.15).at(seeds(7)) == 0


def test_without_seeds_nobody_walks(graph: WalkGraph) -> None:
    assert len(pagerank_from_each(graph, seeds(), 0.15).nodes) == 0
