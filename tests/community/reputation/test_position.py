"""Places in the graph: worked out by hand, and as networkx has them."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from scipy import sparse

from community.reputation.position import TIE, betweenness, dealings, separate_circles


def ties_of(graph: nx.Graph[int]) -> sparse.csr_array:
    return sparse.csr_array(nx.to_scipy_sparse_array(graph).astype(np.float32))


def test_all_ways_between_the_ends_of_a_path_lead_over_its_middle() -> None:
    # 0 - 1 - 2: of the two ways between others, both lead over 1.
    assert betweenness(ties_of(nx.path_graph(3))).tolist() == pytest.approx([0.0, 1.0, 0.0])


def test_betweenness_is_that_of_networkx() -> None:
    graph = nx.barabasi_albert_graph(60, 2, seed=3)
    expected = nx.betweenness_centrality(graph)
    found = betweenness(ties_of(graph))
    assert found.tolist() == pytest.approx([expected[node] for node in graph])


def test_a_sample_of_starts_finds_those_in_between() -> None:
    graph = nx.connected_caveman_graph(20, 8)
    exact = betweenness(ties_of(graph), starts=160)
    sampled = betweenness(ties_of(graph), starts=40)
    assert np.corrcoef(exact, sampled)[0, 1] > 0.95


def test_separate_circles_are_burts_effective_size() -> None:
    # Three who know each other, and two who know nobody else: 5 - 2 * 3 / 5.
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 2), (2, 3), (1, 3)])
    assert separate_circles(ties_of(graph))[0] == pytest.approx(5 - 2 * 3 / 5)
    other = nx.barabasi_albert_graph(50, 3, seed=1)
    expected = nx.effective_size(other)
    assert separate_circles(ties_of(other)).tolist() == pytest.approx(
        [expected[node] for node in other]
    )


def test_dealings_go_both_ways_and_are_more_than_a_glance() -> None:
    shown = np.array([[0.0, TIE, 0.0], [0.0, 0.0, TIE / 2], [0.0, 0.0, 0.0]])
    assert dealings(sparse.csr_array(shown)).toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_where_nobody_has_to_do_with_anybody_there_is_no_way() -> None:
    assert betweenness(sparse.csr_array((3, 3))).tolist() == [0.0] * 3
    assert betweenness(ties_of(nx.path_graph(2))).tolist() == [0.0] * 2
