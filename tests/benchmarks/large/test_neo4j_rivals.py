"""The rivals on a real Neo4j: they find what is there, and leave nothing of an earlier load."""

from __future__ import annotations

import os
from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.large import kinpath_contenders
from benchmarks.large.alike import alike
from benchmarks.large.community import LargeCommunity, large_community
from benchmarks.large.contests import whole
from benchmarks.large.everyone_task import EveryoneTask
from benchmarks.large.quality import of_walks
from benchmarks.large.terms import Terms
from benchmarks.large.whole_task import questions_about
from benchmarks.peers.gds_everyone import gds_everyone
from benchmarks.peers.gds_pagerank import gds_pagerank
from benchmarks.peers.neo4j_cypher import neo4j_cypher
from benchmarks.peers.neo4j_session import connected
from graph.neo4j_address import parse_address
from graph.packing import HIDDEN, PAUSED
from tests.neo4j_server import Neo4jMissing, Neo4jServer, running_server

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

MEMBERS = 1_000


@pytest.fixture(scope="module")
def gds_server() -> Iterator[Neo4jServer]:
    try:
        with running_server(gds=True) as server:
            yield server
    except Neo4jMissing as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def community(tmp_path_factory: pytest.TempPathFactory) -> LargeCommunity:
    return large_community(MEMBERS, 1, tmp_path_factory.mktemp("large"))


def test_pagerank_finds_whom_power_iteration_finds(
    gds_server: Neo4jServer, community: LargeCommunity
) -> None:
    task, _ = kinpath_contenders.walk_task(community.snapshot)
    seeds = [task.begin, task.begin + 7, task.end - 1]
    with connected(parse_address(gds_server.url, gds_server.password)) as session:
        contender = gds_pagerank(task, session)
        answers = [contender.ask(seed) for seed in seeds]
    measured = of_walks(task, seeds)(answers)
    assert measured["precision@50"] >= 0.97
    assert measured["mass"] >= 0.999


def test_everybody_gets_a_list_of_others(
    gds_server: Neo4jServer, community: LargeCommunity
) -> None:
    task, _ = kinpath_contenders.walk_task(community.snapshot)
    everyone = EveryoneTask(task)
    with connected(parse_address(gds_server.url, gds_server.password)) as session:
        for one in gds_everyone(everyone, session):
            lists = everyone.lists(one.pairs())
            assert len(lists) > 0.9 * everyone.count, one.name
            assert all(task.begin <= nodes.min() for nodes in lists.values())
            assert all(nodes.max() < task.end for nodes in lists.values())
            assert all(owner not in nodes for owner, nodes in lists.items())


def test_every_text_has_nearest_ones(gds_server: Neo4jServer, community: LargeCommunity) -> None:
    with connected(parse_address(gds_server.url, gds_server.password)) as session:
        terms = Terms(passes=1, checked=50, rivals=("gds-alike",), server=session)
        ten, fifty = alike(community, terms)
        left = session.run("MATCH (n:LargeText) RETURN count(n)").single(strict=True).value()
    for contest, depth in ((ten, 10), (fifty, 50)):
        kinpath, knn = contest.lines
        assert kinpath.quality[f"recall@{depth}"] >= 0.97
        assert knn.quality[f"recall@{depth}"] >= 0.8
        assert knn.questions == kinpath.questions == len(community.vector_nodes)
    assert left == 0


def test_cypher_recommends_members_who_are_there(
    gds_server: Neo4jServer, community: LargeCommunity
) -> None:
    questions = questions_about(community, 3)
    with connected(parse_address(gds_server.url, gds_server.password)) as session:
        neo4j_cypher(community, session)
        contenders = neo4j_cypher(community, session)
        nodes = session.run("MATCH (n:Large) RETURN count(n)").single(strict=True).value()
        for contender in contenders:
            for question in (questions["peers"][0], questions["mentors for a text"][1]):
                found = contender.ask(question)
                assert len(found) == len(np.unique(found)) == 10, contender.name
                assert not (community.snapshot.flags[found] & (HIDDEN | PAUSED)).any()
    assert nodes == community.snapshot.size


def test_without_a_server_its_rivals_are_named(community: LargeCommunity) -> None:
    contest = next(whole(community, Terms(whole_questions=3, passes=1, rivals=("cypher",))))
    assert contest.left_out == {"cypher": "needs --neo4j URL"}
