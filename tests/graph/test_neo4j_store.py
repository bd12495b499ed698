"""What only the Neo4j store does: plans, vector indexes, and what a person sees in Browser."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from neo4j import GraphDatabase

from graph import Entity, EntityId, GraphStore, Relationship, RelationshipKind, cypher_documents
from graph import cypher as queries_of
from graph.neo4j_properties import NODE_PROPERTIES, RELATIONSHIP_PROPERTIES
from graph.records import Value
from graph.schema import EMBEDDED_KINDS, EntityKind
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


def test_each_kind_has_its_constraint_and_indexes(
    store: GraphStore, neo4j_server: Neo4jServer
) -> None:
    constraints = cypher(
        neo4j_server,
        "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type "
        "WHERE type = 'UNIQUENESS' RETURN labelsOrTypes[0], properties",
    )
    for kind in EntityKind:
        assert [kind.label, ["community", "id"]] in constraints
    indexes = cypher(
        neo4j_server,
        "SHOW INDEXES YIELD labelsOrTypes, properties, state WHERE size(properties) > 0 "
        "RETURN labelsOrTypes[0], properties, state",
    )
    for name in [kind.label for kind in EntityKind] + [kind.value for kind in RelationshipKind]:
        assert [name, ["community", "revision"], "ONLINE"] in indexes


def plan_of(server: Neo4jServer, query: str) -> set[str]:
    """The operators that Neo4j would run."""
    parameters = dict.fromkeys(re.findall(r"\$(\w+)", query))
    with GraphDatabase.driver(
        server.url.replace("neo4j@", ""),
        auth=("neo4j", server.password),
        notifications_min_severity="OFF",
    ) as driver:
        plan = driver.execute_query(f"EXPLAIN {query}", parameters).summary.plan
    operators, waiting = set(), [plan]
    while waiting:
        step = waiting.pop()
        assert step is not None
        operators.add(step["operatorType"].partition("@")[0])
        waiting += step.get("children", [])
    return operators


def queries() -> Iterator[str]:
    """Each named query, those of a kind as one of them."""
    yield from queries_of.COUNTS
    yield queries_of.sources(RelationshipKind.ENGAGED, EntityKind.MEMBER)
    for name, value in (vars(queries_of) | vars(cypher_documents)).items():
        if name.isupper() and not name.startswith("_") and isinstance(value, str | dict):
            yield next(iter(value.values())) if isinstance(value, dict) else value


def test_no_query_searches_the_whole_database(store: GraphStore, neo4j_server: Neo4jServer) -> None:
    small = {queries_of.SCHEMA_VERSION, queries_of.COMMUNITIES, queries_of.VECTOR_DIMENSIONS}
    asked = [query for query in queries() if query not in small]
    assert len(asked) > 40
    scans = {
        query: plan
        for query in asked
        if (plan := {step for step in plan_of(neo4j_server, query) if step.endswith("Scan")})
        - {"NodeIndexScan", "DirectedRelationshipIndexScan"}
    }
    assert scans == {}


def test_documents_are_sought_and_never_scanned(
    store: GraphStore, neo4j_server: Neo4jServer
) -> None:
    """Where Neo4j scans an index, it compares keys in another order than the index has them in."""
    asked = {name: query for name, query in vars(cypher_documents).items() if name.isupper()}
    queries = {name: query for name, query in asked.items() if not name.startswith("_")}
    assert len(queries) > 10
    scans = {
        name: plan
        for name, query in queries.items()
        if (plan := {step for step in plan_of(neo4j_server, query) if step.endswith("Scan")})
    }
    assert scans == {}


def test_a_vector_index_of_each_embedded_kind_answers(
    store: GraphStore, neo4j_server: Neo4jServer
) -> None:
    store.write([ADA, BEN])
    texts = store.texts_without_vector("model")
    vectors = np.eye(8, dtype=np.float32)[: len(texts)]
    store.write_vectors("model", [text.digest for text in texts], vectors)
    dimensions = cypher(
        neo4j_server,
        "SHOW VECTOR INDEXES YIELD name, options "
        "RETURN name, options.indexConfig.`vector.dimensions` ORDER BY name",
    )
    assert dimensions == sorted([f"{kind.value}_embedding", 8] for kind in EMBEDDED_KINDS)
    nearest = cypher(
        neo4j_server,
        "CALL db.awaitIndexes(60) "
        "CALL db.index.vector.queryNodes('member_embedding', 1000, $vector) YIELD node, score "
        "WHERE node.community = $community RETURN node.id, score > 0.99",
        vector=store.vector("model", ADA.id).tolist(),  # type: ignore[union-attr]
        community=store.community,
    )
    assert nearest == [["member:ada", True], ["member:ben", False]]


def embedding(server: Neo4jServer, store: GraphStore, entity: EntityId) -> object:
    query = "MATCH (n {community: $community, id: $id}) RETURN n.embedding, n.embedding_model"
    return cypher(server, query, community=store.community, id=entity)[0]


def test_an_embedding_stays_with_its_text(store: GraphStore, neo4j_server: Neo4jServer) -> None:
    store.write([ADA])
    (text,) = store.texts_without_vector("model")
    store.write_vectors("model", [text.digest], np.array([[0.5, 0.25]], np.float32))
    known = [[0.5, 0.25], "model"]
    assert embedding(neo4j_server, store, ADA.id) == known
    store.write([Entity(ADA.id, None, dict(ADA.properties) | {"name": "Ada"})])
    assert embedding(neo4j_server, store, ADA.id) == known
    store.write([Entity(BEN.id, None, {"bio": ADA.properties["bio"]})])
    assert embedding(neo4j_server, store, BEN.id) == known
    store.write([Entity(ADA.id, None, {"bio": "Something else."})])
    assert embedding(neo4j_server, store, ADA.id) == [None, None]
    store.write([Entity(ADA.id, None, {"bio": ADA.properties["bio"]})])
    assert embedding(neo4j_server, store, ADA.id) == known


def test_vectors_that_no_index_can_hold_are_kept_all_the_same(store: GraphStore) -> None:
    store.write([ADA, BEN])
    texts = [text.digest for text in store.texts_without_vector("long")]
    vectors = np.zeros((2, 5_000), np.float32)
    vectors[0, 0] = 1.0
    store.write_vectors("long", texts, vectors)
    zeros = np.zeros((2, 3), np.float32)
    store.write_vectors("zero", texts, zeros)
    exported = store.export("long").vectors
    assert sorted(exported.sum(axis=1).tolist()) == [0.0, 1.0]
    assert store.export("zero").vectors.tolist() == zeros.tolist()


def test_a_person_can_read_the_nodes(store: GraphStore, neo4j_server: Neo4jServer) -> None:
    question = Entity(EntityId("content:q"), None, {"title": "Why?", "kind": "question"})
    store.write([ADA, BEN, question, HELPED])
    nodes = cypher(
        neo4j_server,
        "MATCH (n {community: $community}) WHERE n.id IS NOT NULL "
        "RETURN labels(n)[0], n.name, n.named_by, n.at.year ORDER BY n.id",
        community=store.community,
    )
    assert nodes == [
        ["Content", "Why?", "title", None],
        ["Member", "Ada Lovelace", None, 1815],
        ["Member", "ben", "id", None],
    ]
    edges = cypher(
        neo4j_server,
        "MATCH (a {community: $community})-[r]->(b) "
        "RETURN a.name, type(r), b.name, r.key, r.value, valueType(r.at)",
        community=store.community,
    )
    zoned = "ZONED DATETIME NOT NULL"
    assert edges == [["Ada Lovelace", "HELPED", "ben", "q1", 3, zoned]]


ODD_NAMES = (
    *sorted(NODE_PROPERTIES | RELATIONSHIP_PROPERTIES),
    "name", "kinpath_name", "kinpath_", "kinpath_kinpath_id", "a.b", " ", "na`me", "line\nbreak",
    "ключ", "😀", "nul\0l", "\0", "back\\slash\0", "kinpath_\\0", "\\0", "row", "$row",
)  # fmt: skip
ODD_VALUES: tuple[Value, ...] = ("", (), ("a", ""), 0, 0.0, -0.0, True, 2**63 - 1, 5e-324, "\0")


@pytest.mark.parametrize("value", ODD_VALUES)
def test_properties_of_every_name_return(store: GraphStore, value: Value) -> None:
    said = dict.fromkeys(ODD_NAMES, value)
    odd = Entity(ADA.id, ADA.at, said).checked()
    edge = Relationship(HELPED.kind, ADA.id, BEN.id, "k", None, said).checked()
    store.write([odd, BEN, edge])
    for read in (store.entity(ADA.id), next(store.entities())):
        assert read == odd
        assert repr(read.properties) == repr(odd.properties)
    assert list(store.relationships()) == [edge]
    assert repr(next(store.relationships()).properties) == repr(edge.properties)
    assert store.export("model").names[0] == odd.name


@pytest.mark.parametrize("name", ["Ada", " Ada  L. ", "x" * 500, "", "\0"])
def test_names_return_whatever_the_caption(store: GraphStore, name: str) -> None:
    entity = Entity(ADA.id, None, {"name": name, "title": "Countess"})
    store.write([entity])
    assert store.entity(ADA.id) == entity
    assert store.export("model").names == [entity.name]


def test_a_community_that_is_written_all_the_time_is_exported_whole(
    neo4j_address: StoreAddress, community: str
) -> None:
    stop = threading.Event()
    with neo4j_address.open(community) as store, neo4j_address.open(community) as other:
        store.write([ADA])

        def keep_writing() -> None:
            for number in range(10_000):
                if stop.is_set():
                    return
                member = Entity(EntityId(f"member:{number}"))
                follows = Relationship(RelationshipKind.FOLLOWS, member.id, ADA.id)
                other.write([member, follows])

        writer = threading.Thread(target=keep_writing)
        writer.start()
        try:
            exports = [store.export("model") for _ in range(3)]
        finally:
            stop.set()
            writer.join()
    for export in exports:
        # Each write adds one member, one relationship and one revision.
        assert len(export.ids) == export.revision
        assert len(export.sources) == export.revision - 1
