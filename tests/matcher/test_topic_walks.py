from __future__ import annotations

from dataclasses import replace

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.large.community import large_community
from graph.schema import EntityKind
from matcher import Matcher, RecommendationRequest, topic_walks
from matcher.features.walk import seed_scores
from matcher.ground import Ground
from matcher.node_values import Nodes
from matcher.pagerank import THRESHOLD, pagerank
from matcher.question import Question
from matcher.topic_walks import RESTART, TopicWalks, walks_from_seeds
from matcher.walks import WalkGraph
from tests.graph.many_vectors import around, community
from tests.matcher.test_walks import graph_of

EDGES = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (4, 5), (3, 4), (5, 6)]
SIZE = 8
EVERYBODY = np.arange(SIZE, dtype=np.int32)


def seeds(*nodes: int) -> Nodes:
    return np.array(nodes, dtype=np.int32)


def known_from(graph: WalkGraph, *topics: int) -> TopicWalks:
    walks = [pagerank(graph, seeds(topic), np.ones(1), RESTART, 1e-12) for topic in topics]
    bounds = np.cumsum([0, *(len(walk.nodes) for walk in walks)])
    nodes = np.concatenate([walk.nodes for walk in walks])
    values = np.concatenate([walk.values for walk in walks]).astype(np.float32)
    return TopicWalks(seeds(*topics), bounds, nodes, values)


@pytest.mark.parametrize("nodes", [(0,), (2, 5), (5, 2), (6, 0, 3), (1, 7), (1, 2, 3, 4, 5, 6, 7)])
def test_walks_from_each_seed_are_walks_from_all(nodes: tuple[int, ...]) -> None:
    graph = graph_of(EDGES, SIZE)
    known = known_from(graph, 0, 2, 5)
    for _ in range(2):  # the sums are as before
        found = walks_from_seeds(graph, seeds(*nodes), known, known.places(seeds(*nodes)))
        assert len(set(found.nodes.tolist())) == len(found.nodes)
        exact = nx.pagerank(
            nx.Graph([*EDGES, (7, 7)]),
            alpha=1 - RESTART,
            personalization=dict.fromkeys(nodes, 1.0),
            max_iter=500,
            tol=1e-10,
        )
        expected = [exact[node] for node in range(SIZE)]
        assert found.at(EVERYBODY) == pytest.approx(expected, abs=2e-5)


def test_places_are_those_of_topics() -> None:
    known = known_from(graph_of(EDGES, SIZE), 0, 2, 5)
    assert known.places(seeds(5, 1, 0, 7)).tolist() == [2, -1, 0, -1]
    assert known.places(seeds()).tolist() == []
    nothing = TopicWalks(seeds(), np.zeros(1, np.int64), seeds(), np.zeros(0, np.float32))
    assert nothing.places(seeds(0, 3)).tolist() == [-1, -1]


def test_of_topics_that_many_share_the_furthest_nodes_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    snapshot = community(around(3, 12))
    first, end = snapshot.range(EntityKind.SKILL)
    edges = [(member, first) for member in range(12)] + [(member, first + 1) for member in range(3)]
    graph = graph_of(edges, snapshot.size)
    assert len(TopicWalks.on(graph, snapshot).topics) == 0  # a small community
    monkeypatch.setattr(topic_walks, "SMALL", 0)
    monkeypatch.setattr(topic_walks, "SHARED_BY", 3)
    monkeypatch.setattr(topic_walks, "FURTHEST", 5)
    known = TopicWalks.on(graph, snapshot)
    assert known.topics.tolist() == [first, first + 1]
    assert known.bounds.tolist() == [0, 5, 10]
    for topic, nodes in ((first, known.nodes[:5]), (first + 1, known.nodes[5:])):
        walk = pagerank(graph, seeds(topic), np.ones(1), RESTART)
        best = sorted(walk.nodes.tolist(), key=lambda n: (-walk.at(seeds(n))[0], n))[:5]
        assert nodes.tolist() == sorted(best)
    assert first + 1 < end
    monkeypatch.setattr(topic_walks, "LARGE", 0)  # of which fewer are kept
    monkeypatch.setattr(topic_walks, "FURTHEST_OF_LARGE", 4)
    assert TopicWalks.on(graph, snapshot).bounds.tolist() == [0, 4, 8]
    monkeypatch.setattr(topic_walks, "MOST_TOPICS", 1)
    assert TopicWalks.on(graph, snapshot).topics.tolist() == [first]


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    """Of somebody who asks by several topics, in a community with tables in files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(topic_walks, "SMALL", 0)
        patch.setattr(topic_walks, "_FINER", THRESHOLD / 1e-9)
        patch.setattr(topic_walks, "FURTHEST", 10_000)
        snapshot = large_community(1_000, 1, tmp_path_factory.mktemp("large")).snapshot
        matcher = Matcher(snapshot)
        members = range(*snapshot.range(EntityKind.MEMBER))
        ids = (snapshot.id(member) for member in members if not snapshot.flags[member])
        questions = (matcher.ask(RecommendationRequest("mentors", id_)) for id_ in ids)
        found = next(each for each in questions if len(each.seeds) > 2)
        assert found.view.prepared.are_kept
        assert len(found.view.topic_walks.topics)
        return found


def joint(question: Question) -> npt.NDArray[np.float64]:
    every = np.arange(question.snapshot.size, dtype=np.int32)
    mass = np.full(len(question.seeds), 1 / len(question.seeds))
    return pagerank(question.view.walk_graph, seeds(*question.seeds), mass, RESTART, 1e-9).at(every)


def test_questions_begin_with_what_is_known(question: Question) -> None:
    every = np.arange(question.snapshot.size, dtype=np.int32)
    assert (question.view.topic_walks.places(seeds(*question.seeds)) >= 0).all()
    assert seed_scores(question).at(every) == pytest.approx(joint(question), abs=1e-5)


def test_from_a_topic_whose_row_changed_walks_begin_anew(question: Question) -> None:
    view, topic = question.view, question.seeds[0]
    gone = view.walk_graph.row(topic)[0][:1]
    assert view.is_member(int(gone[0]))
    assert seed_scores(replace(question, memo={})).at(gone) > 0
    narrowed = Ground.of(view).without(gone).view()
    assert narrowed.topic_walks is view.topic_walks
    other = replace(question, view=narrowed, seeds=(topic,), memo={})
    found = seed_scores(other)
    assert found.at(gone) == 0
    every = np.arange(question.snapshot.size, dtype=np.int32)
    # As exact as walks are that begin with the question.
    assert found.at(every) == pytest.approx(joint(other), abs=2e-3)
