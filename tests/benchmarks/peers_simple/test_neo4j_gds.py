from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import neo4j
import numpy as np
import pytest

from benchmarks.peers.neo4j_gds import DIMENSIONS, GraphEmbedding, GraphVectors, unit
from graph.neo4j_address import parse_address
from tests.benchmarks.peers_simple.contract import check, check_newcomer
from tests.benchmarks.peers_simple.small_past import ANN, GATES, NOW, past, query, question
from tests.neo4j_server import Neo4jMissing, Neo4jServer, running_server


@pytest.fixture(scope="module")
def gds_server() -> Iterator[Neo4jServer]:
    """A real Neo4j with the Graph Data Science library."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_server(gds=True))
        except Neo4jMissing as missing:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(str(missing))
        yield server


def test_a_target_scores_the_cosine_with_the_mean_of_the_starts() -> None:
    known = past()
    vectors = np.zeros((known.snapshot.size, 2))
    vectors[known.snapshot.node(ANN)] = 2, 0
    vectors[known.snapshot.node(GATES)] = 0, 2
    vectors[known.snapshot.node(known.targets[0])] = 3, 0
    vectors[known.snapshot.node(known.targets[1])] = -1, -1
    asked = query(known, question(7, items=[GATES]), asker=ANN)
    found = GraphVectors(known, vectors).score([asked])[0]
    assert found == pytest.approx(np.array([0.5**0.5, -1, 0, 0]))


def test_nothing_stays_nothing() -> None:
    assert unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]


def test_without_ties_there_is_nothing_to_embed() -> None:
    lonely = replace(past(), snapshot=past().snapshot.as_of(NOW.replace(year=2019)))
    assert not GraphEmbedding("bolt://neo4j@127.0.0.1", "unused").suits(lonely)


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("algorithm", ["fastRP", "node2vec"])
def test_it_scores_queries_of_all_sorts(gds_server: Neo4jServer, algorithm: str) -> None:
    rival = GraphEmbedding(gds_server.url, gds_server.password, algorithm)  # type: ignore[arg-type]
    check(rival, past())
    check_newcomer(rival, past())


@pytest.mark.neo4j
@pytest.mark.slow
def test_it_embeds_the_ties_and_leaves_nothing_behind(gds_server: Neo4jServer) -> None:
    known = past()
    rival = GraphEmbedding(gds_server.url, gds_server.password)
    fitted = rival.fit(known, rival.grid[0], 7)
    assert isinstance(fitted, GraphVectors)
    assert fitted.vectors.shape == (known.snapshot.size, DIMENSIONS)
    assert fitted.vectors.any(axis=1).all()  # every node of the small past has a tie
    assert (rival.fit(known, rival.grid[0], 8).score([query(known, known.contexts[0])])).any()
    address = parse_address(gds_server.url, gds_server.password)
    with (
        neo4j.GraphDatabase.driver(address.server, auth=(address.user, address.password)) as driver,
        driver.session() as session,
    ):
        assert session.run("CALL gds.graph.list() YIELD graphName").values() == []
        assert session.run("MATCH (node) RETURN count(node)").values() == [[0]]
