from __future__ import annotations

from dataclasses import replace
from math import exp, log

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.peers.adamic_adar import AdamicAdar
from benchmarks.peers.exact_pagerank import ExactPagerank, faded, pagerank, steps
from benchmarks.peers.ties import Ties, member_ties, scored_in_batches, ties_of
from benchmarks.rival import Settings
from benchmarks.tasks import Past
from graph.records import EntityId
from tests.benchmarks.peers_simple.small_past import (
    ANN,
    BOB,
    GATES,
    NOW,
    TARGETS,
    ZOE,
    all_sorts_of_queries,
    past,
    query,
    question,
)


def named(known: Past, ties: Ties) -> set[tuple[str, str]]:
    ends = zip(ties.low.tolist(), ties.high.tolist(), strict=True)
    return {(known.snapshot.id(low), known.snapshot.id(high)) for low, high in ends}


def drawn(known: Past, ties: Ties, weights: list[float]) -> nx.Graph[str]:
    """The ties as networkx has them, with all nodes."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(known.snapshot.id(node) for node in range(known.snapshot.size))
    for low, high, weight in zip(ties.low.tolist(), ties.high.tolist(), weights, strict=True):
        graph.add_edge(known.snapshot.id(low), known.snapshot.id(high), weight=weight)
    return graph


def test_a_tie_joins_two_once_with_the_age_of_its_youngest_relationship() -> None:
    known = past()
    between = member_ties(known)
    expected = {("member:ann", "member:guy"): 40.0, ("member:ann", "member:nan"): 30.0}
    expected[("member:bob", "member:guy")] = 10.0
    assert named(known, between) == set(expected)
    assert sorted(between.days.tolist()) == sorted(expected.values())
    assert len(ties_of(known).low) == 3 + 3 + 3 + 1


def test_without_a_moment_nothing_has_an_age() -> None:
    assert ties_of(replace(past(), moment=None)).days.tolist() == [0.0] * 10


def test_what_says_no_joins_nobody() -> None:
    known = past()
    assert ("member:bob", "member:zoe") not in named(known, ties_of(known))


@pytest.mark.parametrize("alpha", [0.5, 0.85])
@pytest.mark.parametrize("weights", ["plain", "faded"])
def test_pagerank_is_that_of_networkx(alpha: float, weights: str) -> None:
    known = past()
    ties = ties_of(known)
    asked = query(known, question(7, items=[GATES]), asker=ANN)
    settings: Settings = {"alpha": alpha, "weights": weights}
    found = ExactPagerank().fit(known, settings, 0).score([asked])[0]
    each = faded(ties).tolist() if weights == "faded" else [1.0] * len(ties.low)
    expected = nx.pagerank(
        drawn(known, ties, each),
        alpha=alpha,
        personalization={str(ANN): 0.5, str(GATES): 0.5},
        tol=1e-12,
        max_iter=1_000,
    )
    assert found == pytest.approx([expected[target] for target in TARGETS], abs=1e-8)


def test_of_whom_nothing_is_known_gets_the_pagerank_of_all() -> None:
    known = past()
    ties = ties_of(known)
    settings: Settings = {"alpha": 0.85, "weights": "plain"}
    found = ExactPagerank().fit(known, settings, 0).score([query(known, question(8))])[0]
    everywhere = nx.pagerank(drawn(known, ties, [1.0] * len(ties.low)), tol=1e-12, max_iter=1_000)
    assert found == pytest.approx([everywhere[target] for target in TARGETS], abs=1e-8)


def test_two_nodes_share_what_a_hand_works_out() -> None:
    # p0 = a + (1-a) p1 and p1 = (1-a) p0 with a = 0.25, so p0 = 1/1.75 and p1 = 0.75/1.75.
    pair = Ties(2, np.array([0], np.int32), np.array([1], np.int32), np.zeros(1))
    found = pagerank(steps(pair, np.ones(1)), np.array([[1.0], [0.0]]), 0.75)
    assert found[:, 0] == pytest.approx([1 / 1.75, 0.75 / 1.75])


def test_a_tie_that_is_older_by_480_days_counts_1_e() -> None:
    ends = np.array([0, 1], np.int32)
    assert faded(Ties(3, ends, ends + 1, np.array([0.0, 480.0]))) == pytest.approx([1, exp(-1)])


def test_adamic_adar_is_what_a_hand_works_out() -> None:
    # ann is tied to guy and nan, guy to ann and bob: bob shares guy with her, who has two ties.
    known = past()
    asked = query(known, question(7, items=[ANN, GATES]), asker=ANN)
    found = AdamicAdar().fit(known, {}, 0).score([asked])[0]
    assert found.tolist()[BOB] == pytest.approx(1 / log(2))
    assert found.tolist()[1:] == [0, 0, 0]


def test_adamic_adar_takes_all_ties_where_things_are_asked_for() -> None:
    known = replace(past(), goal=replace(past().goal, targets=()))
    asked = query(known, known.contexts[1], asker=ANN)
    found = AdamicAdar().fit(known, {}, 0).score([asked])[0]
    ties = ties_of(known)
    graph = drawn(known, ties, [1.0] * len(ties.low))
    # Starts are ann and the topic noise, to which zoe has a tie, and nothing in common.
    for place, target in enumerate(TARGETS):
        pairs = [(EntityId(start), target) for start in known.contexts[1].items]
        expected = sum(index for _, _, index in nx.adamic_adar_index(graph, pairs))
        assert found[place] == pytest.approx(expected)
    assert found[ZOE] == 0


@given(pairs=st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=25))
def test_random_ties_score_as_in_networkx(pairs: set[tuple[int, int]]) -> None:
    ends = sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    low = np.array([one for one, _ in ends], np.int32)
    high = np.array([other for _, other in ends], np.int32)
    ties = Ties(10, low, high, np.zeros(len(ends)))
    graph: nx.Graph[int] = nx.Graph(ends)
    graph.add_nodes_from(range(10))
    start = np.eye(10)[:, :1]
    walked = pagerank(steps(ties, np.ones(len(ends))), start, 0.85)
    exact = nx.pagerank(graph, personalization={0: 1.0}, tol=1e-12, max_iter=1_000)
    assert walked[:, 0] == pytest.approx([exact[node] for node in range(10)], abs=1e-8)


def test_batches_do_not_show() -> None:
    known = past()
    queries = all_sorts_of_queries(known) * 40
    scores = scored_in_batches(known, queries, lambda starts: starts * 2)
    assert scores.shape == (160, 4)
    np.testing.assert_array_equal(scores[:4], scores[-4:])


def test_without_ties_there_is_nowhere_to_go() -> None:
    lonely = past()
    lonely = replace(lonely, snapshot=lonely.snapshot.as_of(NOW.replace(year=2019)))
    assert not ExactPagerank().suits(lonely)
    assert not AdamicAdar().suits(lonely)
