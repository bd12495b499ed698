"""Calls to a Neo4j server that refuses, is absent, falls silent or is too new."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
from neo4j import GraphDatabase

from graph import Entity, EntityId, GraphStore, Relationship, RelationshipKind
from graph.errors import (
    InvalidStoreUrl,
    SchemaTooNew,
    StoreAccessDenied,
    StoreError,
    StoreTimeout,
    StoreUnavailable,
)
from graph.neo4j_schema import MIGRATIONS
from graph.neo4j_store import Neo4jStore
from graph.store import list_communities, open_store
from tests.conftest import StoreAddress
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j

ADA = Entity(
    EntityId("member:ada"),
    datetime(1815, 12, 10, tzinfo=UTC),
    {"name": "Ada Lovelace", "bio": "Sees poetry in numbers.", "roles": ("mentor",)},
)
BEN = Entity(EntityId("member:ben"), None, {"bio": "Asks."})
HELPED = Relationship(RelationshipKind.HELPED, ADA.id, BEN.id, "q1", ADA.at, {"value": 3})


@pytest.fixture
def store(neo4j_address: StoreAddress, community: str) -> Iterator[GraphStore]:
    with neo4j_address.open(community) as opened:
        yield opened


def cypher(server: Neo4jServer, query: str, **parameters: object) -> list[list[object]]:
    """What a person would be told who asks the server by hand."""
    address = server.url.replace("neo4j@", "")
    with GraphDatabase.driver(address, auth=("neo4j", server.password)) as driver:
        return [record.values() for record in driver.execute_query(query, parameters).records]


def test_a_wrong_password_is_refused_and_not_repeated(neo4j_address: StoreAddress) -> None:
    with pytest.raises(StoreAccessDenied) as refused:
        open_store(neo4j_address.url, "acme", password="guess-guess")
    assert neo4j_address.url in str(refused.value)
    assert "guess" not in str(refused.value)


def test_the_password_may_stand_in_the_url_and_is_never_shown(
    neo4j_address: StoreAddress, community: str
) -> None:
    assert neo4j_address.password is not None
    url = neo4j_address.url.replace("neo4j@", f"neo4j:{neo4j_address.password}@")
    with open_store(url, community) as store:
        assert store.write([ADA]).created == 1
        assert store.url == neo4j_address.url


def test_routing_urls_and_databases(neo4j_address: StoreAddress, community: str) -> None:
    routed = neo4j_address.url.replace("bolt://", "neo4j://") + "/neo4j"
    with open_store(routed, community, password=neo4j_address.password) as store:
        assert store.write([ADA]).created == 1
    with pytest.raises(StoreUnavailable, match="no database of that name"):
        open_store(f"{neo4j_address.url}/nowhere", "acme", password=neo4j_address.password)


def test_tls_is_asked_for_where_the_url_says_so(neo4j_address: StoreAddress) -> None:
    for scheme in ("bolt+s", "bolt+ssc", "neo4j+s"):
        url = neo4j_address.url.replace("bolt://", f"{scheme}://")
        with pytest.raises(StoreUnavailable):
            open_store(url, "acme", password=neo4j_address.password)


@pytest.mark.parametrize(
    "url", ["bolt://", "bolt://host:99999", "neo4j://host/a/b", "bolt://host/db#x", "neo4j://[::1"]
)
def test_an_address_that_makes_no_sense(url: str) -> None:
    with pytest.raises(InvalidStoreUrl):
        open_store(url, "acme", password="x")


def test_nobody_answers(community: str) -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"bolt://127.0.0.1:{unused.getsockname()[1]}"
        started = time.monotonic()
        with pytest.raises(StoreUnavailable, match="is it running"):
            open_store(url, community, password="x")
        with pytest.raises(StoreUnavailable):
            list_communities(url, password="x")
        assert time.monotonic() - started < 5


def test_a_server_that_accepts_and_never_speaks(community: str) -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        with pytest.raises(StoreTimeout):
            open_store(
                f"bolt://127.0.0.1:{silent.getsockname()[1]}", community, password="x", deadline=1.0
            )
        assert time.monotonic() - started < 2


def test_a_server_that_falls_silent_holds_nobody(
    neo4j_server: Neo4jServer, neo4j_address: StoreAddress, community: str
) -> None:
    with neo4j_address.open(community) as patient:
        patient.write([ADA])
    with neo4j_address.open(community, deadline=3.0) as store:
        os.kill(neo4j_server.process.pid, signal.SIGSTOP)
        try:
            started = time.monotonic()
            with pytest.raises(StoreTimeout):
                store.write([BEN])
            assert time.monotonic() - started < 4
        finally:
            os.kill(neo4j_server.process.pid, signal.SIGCONT)
    with neo4j_address.open(community) as store:
        assert store.entity(ADA.id) == ADA
        assert store.write([BEN, HELPED]).revision >= 2


def test_a_call_that_waits_for_another_writer_ends_in_time(
    neo4j_server: Neo4jServer, neo4j_address: StoreAddress, community: str
) -> None:
    with neo4j_address.open(community) as patient:
        patient.write([ADA])
    address = neo4j_address.url.replace("neo4j@", "")
    with (
        neo4j_address.open(community, deadline=3.0) as store,
        GraphDatabase.driver(address, auth=("neo4j", neo4j_server.password)) as driver,
        driver.session() as session,
        session.begin_transaction() as holding,
    ):
        holding.run("MATCH (r:Revision {community: $c}) SET r.held = true", c=community).consume()
        started = time.monotonic()
        with pytest.raises(StoreTimeout):
            store.write([BEN])
        assert time.monotonic() - started < 6
        holding.rollback()
        assert store.write([BEN]).created == 1


def test_a_handle_that_was_closed(store: GraphStore) -> None:
    store.close()
    with pytest.raises(StoreUnavailable, match="closed"):
        store.revision()


def test_a_newer_schema_is_left_alone(
    neo4j_server: Neo4jServer, neo4j_address: StoreAddress, community: str
) -> None:
    neo4j_address.open(community).close()
    newer = len(MIGRATIONS) + 1
    change = "MATCH (s:KinpathSchema) SET s.version = $version RETURN s.version"
    assert cypher(neo4j_server, change, version=newer) == [[newer]]
    try:
        with pytest.raises(SchemaTooNew, match="nothing was changed"):
            neo4j_address.open(community)
        assert cypher(neo4j_server, "MATCH (s:KinpathSchema) RETURN s.version") == [[newer]]
    finally:
        cypher(neo4j_server, change, version=len(MIGRATIONS))
    neo4j_address.open(community).close()


def test_an_error_of_the_server_is_one_of_ours(store: GraphStore) -> None:
    assert isinstance(store, Neo4jStore)
    with pytest.raises(StoreError, match="refused"):
        store._connection.rows("RETURN 1 / 0")
    assert store.revision() == 0


def test_errors_name_no_library(neo4j_address: StoreAddress) -> None:
    with pytest.raises(StoreError) as raised:
        open_store(neo4j_address.url, "acme", password="guess-guess")
    assert type(raised.value).__module__ == "graph.errors"
