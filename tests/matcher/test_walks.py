from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.adjacency import lengths_of, spans_of
from graph.records import EntityId, Record
from matcher import RecommendationRequest
from matcher.chances import Chances
from matcher.changeable_walks import ChangeableWalks, Pairs
from matcher.pagerank import FEW_STEPS, pagerank, walk
from matcher.walk_sweeps import KEPT, RESIDUAL, swept
from matcher.walks import LIKELIEST, WalkGraph
from tests.matcher.conftest import Community

Build = Callable[[Iterable[Record]], Community]
ASK = RecommendationRequest(goal="mentors", member=EntityId("member:ada"))


def graph_of(edges: list[tuple[int, int]], size: int) -> WalkGraph:
    rows: list[list[int]] = [[] for _ in range(size)]
    for one, other in edges:
        rows[one].append(other)
        rows[other].append(one)
    rows = [sorted(set(row)) for row in rows]
    offsets = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
    neighbours = np.array([n for row in rows for n in row], dtype=np.int32)
    chances = np.array([1 / len(row) for row in rows for _ in row], dtype=np.float32)
    totals = np.diff(offsets).astype(np.float32)
    return WalkGraph(spans_of(offsets), neighbours, Chances.plain(chances), totals)


def dense(graph: WalkGraph, *asked: Any) -> npt.NDArray[np.float64]:
    return pagerank(graph, *asked).at(np.arange(len(graph.spans), dtype=np.int32))


def test_two_nodes_share_what_a_hand_works_out() -> None:
    # p0 = a + (1-a) p1 and p1 = (1-a) p0, so p0 = 1/(2-a) and p1 = (1-a)/(2-a).
    scores = dense(graph_of([(0, 1)], 2), np.array([0]), np.array([1.0]), 0.25, 1e-12)
    assert scores == pytest.approx([1 / 1.75, 0.75 / 1.75], abs=1e-6)


def test_a_star_sends_its_centre_most_of_the_mass() -> None:
    scores = dense(graph_of([(0, 1), (0, 2), (0, 3)], 4), np.array([1]), np.array([1.0]), 0.15)
    assert scores[0] > scores[1] > scores[2]
    assert scores[2] == pytest.approx(scores[3])


def test_a_seed_without_neighbours_keeps_everything() -> None:
    scores = dense(graph_of([(0, 1)], 3), np.array([2]), np.array([1.0]), 0.25)
    assert scores.tolist() == [0.0, 0.0, 1.0]


def test_a_hub_that_would_never_be_pushed_is_left_by_its_likeliest_steps() -> None:
    leaves = 4 * LIKELIEST
    graph = graph_of([(0, leaf) for leaf in range(1, leaves + 1)], leaves + 1)
    chances = graph.probabilities.copy()
    chances[:2] *= 2.0  # of the hub's row, which is the first: two leaves are likelier than others
    chances[:leaves] /= chances[:leaves].sum()
    graph = replace(graph, chances=Chances.plain(chances))
    found = walk(graph, np.array([0]), np.array([1.0]), 0.25, 2.0 / leaves)
    assert found.values.at(np.array([0])) == pytest.approx(0.25)
    reached = found.values.nodes[1:]
    assert reached.tolist() == list(range(1, LIKELIEST + 1))
    values = found.values.at(reached)
    assert values[:2] == pytest.approx(0.25 * 0.75 * chances[:2])
    assert values[0] == pytest.approx(2 * values[2])
    # Pushed as usual, all of them are reached.
    assert len(walk(graph, np.array([0]), np.array([1.0]), 0.25, 1e-9).values.nodes) == leaves + 1


def test_steps_are_counted_on_where_rows_change() -> None:
    walks = ChangeableWalks.of(graph_of([(0, 1), (0, 2), (2, 3)], 4))
    less = walks.without(np.array([2], dtype=np.int32)).graph
    more = walks.changed(Pairs(np.array([[1, 3]]), np.array([1.0])), 0.5).graph
    assert (less.steps, walks.graph.steps, more.steps) == (2, 6, 8)
    for graph in (less, more):
        assert graph.steps == lengths_of(graph.spans).sum()


@settings(max_examples=40)
@given(
    edges=st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=5, max_size=40),
    restart=st.sampled_from([0.15, 0.25, 0.5]),
)
def test_it_agrees_with_networkx(edges: list[tuple[int, int]], restart: float) -> None:
    edges = [(one, other) for one, other in edges if one != other]
    if not edges:
        return
    seed = edges[0][0]
    exact_graph = nx.Graph(edges)
    exact = nx.pagerank(
        exact_graph, alpha=1 - restart, personalization={seed: 1.0}, tol=1e-12, max_iter=1000
    )
    scores = dense(graph_of(edges, 15), np.array([seed]), np.array([1.0]), restart, 1e-9)
    for node, value in exact.items():
        assert scores[node] == pytest.approx(value, abs=1e-5)


@settings(max_examples=40)
@given(
    edges=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30),
    threshold=st.sampled_from([1e-3, 1e-6]),
)
def test_scores_sum_to_one_but_for_what_is_left(
    edges: list[tuple[int, int]], threshold: float
) -> None:
    graph = graph_of([(one, other) for one, other in edges if one != other], 10)
    scores = dense(graph, np.array([0, 3]), np.array([0.5, 0.5]), 0.25, threshold)
    assert scores.min() >= 0
    assert scores.sum() == pytest.approx(1.0, abs=threshold * graph.steps + 1e-6)


def test_a_column_says_what_the_rows_say(build: Build, mentoring: list[Record]) -> None:
    graph = build(mentoring).matcher().question(ASK, None).view.walk_graph
    for node in range(len(graph.spans)):
        neighbours, arriving = graph.column(node)
        for neighbour, chance in zip(neighbours.tolist(), arriving.tolist(), strict=True):
            there, leaving = graph.row(neighbour)
            assert chance == pytest.approx(float(leaving[there == node][0]), rel=1e-5)


def test_a_walk_leaves_nothing_behind_for_the_next() -> None:
    large = graph_of([(place, (place * 7 + 1) % 40) for place in range(40) if place != 13], 40)
    small = graph_of([(0, 1), (1, 2)], 4)
    first = dense(small, np.array([0]), np.array([1.0]), 0.2, 1e-7)
    dense(large, np.array([3, 30]), np.array([0.5, 0.5]), 0.2, 1e-7)
    assert dense(small, np.array([0]), np.array([1.0]), 0.2, 1e-7).tolist() == first.tolist()


def test_only_what_a_walk_comes_to_has_a_score() -> None:
    found = pagerank(graph_of([(0, 1), (2, 3)], 5), np.array([3]), np.array([1.0]), 0.2)
    assert sorted(found.nodes.tolist()) == [2, 3]
    nobody = pagerank(graph_of([(0, 1)], 2), np.zeros(0, np.int32), np.zeros(0), 0.2)
    assert nobody.nodes.tolist() == []


def ring(size: int) -> WalkGraph:
    """A ring with chords: walks come to all of it, and are not the same from two nodes."""
    edges = [(place, (place + 1) % size) for place in range(size)]
    return graph_of(edges + [(place, place * place % size) for place in range(2, size)], size)


@pytest.mark.parametrize("restart", [0.15, 0.25])
def test_a_walk_that_comes_to_most_of_a_graph_agrees_with_linear_algebra(restart: float) -> None:
    graph = ring(400)
    transitions = np.zeros((400, 400))
    for node in range(400):
        neighbours, chances = graph.row(node)
        transitions[node, neighbours] = chances
    start = np.zeros(400)
    start[[3, 30]] = [0.25, 0.75]
    exact = restart * np.linalg.solve(np.eye(400) - (1 - restart) * transitions.T, start)
    found = walk(graph, np.array([3, 30]), np.array([0.25, 0.75]), restart, 1e-8)
    # Far more edges than follow one another in the queue: most were followed in sweeps.
    assert found.edges > 10 * graph.steps / FEW_STEPS
    assert sorted(found.values.nodes.tolist()) == list(range(400))
    assert found.values.at(np.arange(400, dtype=np.int32)) == pytest.approx(exact, abs=1e-5)


def test_sweeps_leave_no_residual_above_the_threshold() -> None:
    graph, threshold = ring(200), 1e-5
    cells = np.zeros((200, 4), dtype=np.float32)
    cells[7, RESIDUAL] = 1.0
    steps = graph.spans, graph.neighbours, graph.chances.arrays
    edges = swept(*steps, np.float32(0.25), np.float32(threshold), cells)
    assert edges > graph.steps
    assert (np.abs(cells[:, RESIDUAL]) <= np.float32(threshold) * lengths_of(graph.spans)).all()
    assert cells[:, [RESIDUAL, KEPT]].sum() == pytest.approx(1.0, abs=1e-5)
    assert cells[:, RESIDUAL].any()


def test_sweeps_by_hand() -> None:
    # 0 - 1, and 2 alone. 0 is pushed by 1.4: keeps .35, owes .4, passes 1.05 to 1. That is pushed
    # by 1.47: keeps .3675, owes .42, passes 1.1025 back. Of .7025, 0 is pushed by .9835: keeps
    # .245875 more, owes .281, passes .737625 on. What 1 has then, .317625, is below half and stays.
    graph = graph_of([(0, 1)], 3)
    cells = np.zeros((3, 4), dtype=np.float32)
    cells[[0, 2], RESIDUAL] = 1.0, 2.0
    steps = graph.spans, graph.neighbours, graph.chances.arrays
    assert swept(*steps, np.float32(0.25), np.float32(0.5), cells) == 3
    assert cells[:, RESIDUAL] == pytest.approx([-0.281, 0.317625, 0.0], abs=1e-6)
    assert cells[:, KEPT] == pytest.approx([0.595875, 0.3675, 2.0], abs=1e-6)


def test_walks_end_where_steps_are_not_the_same_both_ways() -> None:
    # A ring that is walked one way only: pushing more than there is would go round for ever.
    size, restart = 60, 0.01
    spans = spans_of(np.arange(size + 1, dtype=np.int64))
    neighbours = ((np.arange(size) + 1) % size).astype(np.int32)
    ones = np.ones(size, dtype=np.float32)
    one_way = WalkGraph(spans, neighbours, Chances.plain(ones), ones)
    found = dense(one_way, np.array([0]), np.array([1.0]), restart, 1e-6)
    exact = restart * (1 - restart) ** np.arange(size) / (1 - (1 - restart) ** size)
    assert found == pytest.approx(exact, abs=1e-4)


def test_a_walk_in_sweeps_leaves_nothing_behind_either() -> None:
    graph, asked = ring(100), (np.array([5]), np.array([1.0]), 0.2, 1e-7)
    first = dense(graph, *asked)
    assert dense(graph, *asked).tolist() == first.tolist()
    alone = dense(graph_of([(0, 1)], 100), np.array([0]), np.array([1.0]), 0.2, 1e-7)
    assert np.flatnonzero(alone).tolist() == [0, 1]
