"""A large community in a Neo4j, as somebody would keep it who asks it with Cypher."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import neo4j
import numpy as np

from benchmarks.large.community import LargeCommunity
from graph.packing import HIDDEN, PAUSED
from graph.schema import RELATIONSHIP_CODES, EntityKind

INDEX = "large_members"
ROWS_AT_ONCE = 10_000
_CLEAR = "MATCH (n:Large) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
_MEMBERS = """
UNWIND $rows AS row
CREATE (n:Large:Member {node: row[0], degree: row[1], away: row[2], embedding: row[3]})
RETURN n.node, id(n)"""
_THINGS = """
UNWIND $rows AS row CREATE (n:Large {node: row[0], degree: row[1]}) RETURN n.node, id(n)"""
_EDGES = """
UNWIND $rows AS row
MATCH (a) WHERE id(a) = row[0] MATCH (b) WHERE id(b) = row[1]
CREATE (a)-[:%s]->(b)"""
_INDEX = f"""
CREATE VECTOR INDEX {INDEX} IF NOT EXISTS FOR (n:Member) ON n.embedding
OPTIONS {{indexConfig: {{`vector.dimensions`: 384, `vector.similarity_function`: 'cosine'}}}}"""
_WAIT = "CALL db.awaitIndexes(3600)"


def load(session: neo4j.Session, community: LargeCommunity) -> dict[int, int]:
    """Replace what an earlier load left, and return the server's own number of each node.

    Members have their texts' vectors, and whether they hide or pause; all nodes have their degree.
    """
    session.run(_CLEAR).consume()
    session.run(_INDEX).consume()
    numbers: dict[int, int] = {}
    for query, rows in ((_MEMBERS, _member_rows(community)), (_THINGS, _thing_rows(community))):
        for part in _parts(rows):
            numbers.update((node, number) for node, number in session.run(query, rows=part))
    out = community.snapshot.out
    own = np.array([numbers[node] for node in range(community.snapshot.size)])
    sources, targets = own[out.owners()], own[out.neighbours]
    for kind, code in RELATIONSHIP_CODES.items():
        of_kind = out.kinds == code
        pairs = np.stack([sources[of_kind], targets[of_kind]], axis=1)
        for begin in range(0, len(pairs), ROWS_AT_ONCE):
            rows = pairs[begin : begin + ROWS_AT_ONCE].tolist()
            session.run(_EDGES % kind.value, rows=rows).consume()
    session.run(_WAIT).consume()
    return numbers


def _member_rows(community: LargeCommunity) -> Iterator[list[Any]]:
    snapshot = community.snapshot
    begin, end = snapshot.range(EntityKind.MEMBER)
    degrees = _degrees(community)
    for first, block in community.meanings.blocks(community.abouts):
        nodes = community.vector_nodes[first : first + len(block)].tolist()
        for node, vector in zip(nodes, block, strict=True):
            if begin <= node < end:
                away = bool(int(snapshot.flags[node]) & (HIDDEN | PAUSED))
                yield [node, degrees[node], away, vector.tolist()]


def _thing_rows(community: LargeCommunity) -> Iterator[list[Any]]:
    begin, end = community.snapshot.range(EntityKind.MEMBER)
    degrees = _degrees(community)
    return (
        [node, degrees[node]] for node in range(community.snapshot.size) if not begin <= node < end
    )


def _degrees(community: LargeCommunity) -> list[int]:
    out, into = community.snapshot.out, community.snapshot.into
    degrees: list[int] = (out.degrees() + into.degrees()).tolist()
    return degrees


def _parts(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    part: list[list[Any]] = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS_AT_ONCE:
            yield part
            part = []
    if part:
        yield part
