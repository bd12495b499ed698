"""A large community in a Neo4j, as somebody would keep it who asks it with Cypher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import neo4j
import numpy as np
import numpy.typing as npt

from benchmarks.large.community import LargeCommunity
from benchmarks.peers.neo4j_properties import Properties
from graph.schema import RELATIONSHIP_CODES, EntityKind
from graph.snapshot import Snapshot

INDEX, THINGS_INDEX, ACTIVITY_INDEX = "large_members", "large_things", "large_activity"
ROWS_AT_ONCE = 5_000
_CLEAR = "MATCH (n:Large) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
_NODES = """
UNWIND $rows AS row
CREATE (n:Large:%s) SET n = row[0]
WITH n, row[1] AS vector
CALL (n, vector) {
    WITH n, vector WHERE vector IS NOT NULL
    CALL db.create.setNodeVectorProperty(n, 'embedding', vector)
}
RETURN n.node, id(n)"""
_EDGES = """
UNWIND $rows AS row
MATCH (a) WHERE id(a) = row[0] MATCH (b) WHERE id(b) = row[1]
CREATE (a)-[:%s {strength: row[2], now: row[3], soon: row[4], at: row[5]}]->(b)"""
_OF_VECTORS = """
CREATE VECTOR INDEX %s FOR (n:%s) ON n.embedding
OPTIONS {indexConfig: {`vector.dimensions`: %d, `vector.similarity_function`: 'cosine'}}"""
_BY_ACTIVITY = f"CREATE RANGE INDEX {ACTIVITY_INDEX} FOR (n:Member) ON n.activity"
_DROP = "DROP INDEX %s IF EXISTS"
_WAIT = "CALL db.awaitIndexes(3600)"
Texts = Callable[[], Iterator[tuple[int, list[float]]]]
"""Gives the nodes that have texts, and the unit vectors of these."""


def load(session: neo4j.Session, snapshot: Snapshot, texts: Texts) -> dict[int, int]:
    """Replace what an earlier load left, and return the server's own number of each node.

    Nodes have their texts' vectors, their degree and what else is the same for all questions
    (`Properties`); relationships their strength and time, and the strength as it fades.
    """
    indexes = INDEX, THINGS_INDEX, ACTIVITY_INDEX
    for statement in (*(_DROP % index for index in indexes), _CLEAR):
        session.run(statement).consume()
    stored, numbers = Properties.of(snapshot), dict[int, int]()
    for label, rows in _rows_by_label(snapshot, stored, texts).items():
        for part in _parts(rows):
            found = session.run(_NODES % label, rows=part)
            numbers.update((node, number) for node, number in found)
    own = np.array([numbers.get(node, -1) for node in range(snapshot.size)])
    _load_edges(session, snapshot, stored, own)
    dimensions = snapshot.vectors.shape[1]
    labels = (INDEX, "Member"), (THINGS_INDEX, "Thing")
    created = [_OF_VECTORS % (index, label, dimensions) for index, label in labels]
    for statement in (*created, _BY_ACTIVITY, _WAIT):
        session.run(statement).consume()
    return numbers


def texts_of(community: LargeCommunity) -> Texts:
    """The vectors of a community's texts as they were before they were quantised."""

    def texts() -> Iterator[tuple[int, list[float]]]:
        for first, block in community.meanings.blocks(community.abouts):
            nodes = community.vector_nodes[first : first + len(block)].tolist()
            yield from ((node, row.tolist()) for node, row in zip(nodes, block, strict=True))

    return texts


def _load_edges(
    session: neo4j.Session, snapshot: Snapshot, stored: Properties, own: npt.NDArray[np.int64]
) -> None:
    """Write all relationships between nodes whose numbers on the server are `own` (N,)."""
    out = snapshot.out
    ends = own[out.owners()], own[out.neighbours]
    strengths = [stored.edges[name] for name in ("strength", "now", "soon")]
    for kind, code in RELATIONSHIP_CODES.items():
        places = np.flatnonzero(out.kinds == code)
        for begin in range(0, len(places), ROWS_AT_ONCE):
            some = places[begin : begin + ROWS_AT_ONCE]
            lists = [column[some].tolist() for column in (*ends, *strengths)]
            rows = zip(*lists, _whole(stored.edges["at"][some]), strict=True)
            session.run(_EDGES % kind.value, rows=list(rows)).consume()


def _whole(times: npt.NDArray[np.float64]) -> list[int | None]:
    return [None if np.isnan(time) else int(time) for time in times.tolist()]


def _rows_by_label(
    snapshot: Snapshot, stored: Properties, texts: Texts
) -> dict[str, Iterator[list[Any]]]:
    """By label, the properties and the vector of each node."""
    members = range(*snapshot.range(EntityKind.MEMBER))
    silent = set(snapshot.nodes().tolist()) - {node for node, _ in texts()}

    def rows(*, of_members: bool) -> Iterator[list[Any]]:
        for node, vector in chain(texts(), ((node, None) for node in sorted(silent))):
            if (node in members) == of_members:
                yield [_said(snapshot, stored, node), vector]

    return {"Member": rows(of_members=True), "Thing": rows(of_members=False)}


def _said(snapshot: Snapshot, stored: Properties, node: int) -> dict[str, Any]:
    sides = snapshot.out, snapshot.into
    degree = sum(int(side.spans[node, 1] - side.spans[node, 0]) for side in sides)
    return {"node": node, "degree": degree, **stored.of_node(node)}


def _parts(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    part: list[list[Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part
