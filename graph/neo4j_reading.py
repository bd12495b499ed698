"""How the Neo4j store reads: one entity, ordered streams, counts and what has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from neo4j import ManagedTransaction

from graph import cypher
from graph.errors import InvalidRecord
from graph.neo4j_connection import Answering, Neo4jConnection, pages, rows
from graph.neo4j_properties import entity_of, relationship_of
from graph.neo4j_writing import find_entities
from graph.paging import Way
from graph.records import Entity, EntityId, Relationship, kind_of
from graph.schema import RELATIONSHIPS, EntityKind, RelationshipKind
from graph.store import Changes, Deletion
from graph.store_rules import entity_order, relationship_order

ENTITIES_AT_ONCE = 1_000
RELATIONSHIPS_AT_ONCE = 5_000


def revision_of(connection: Neo4jConnection, community: str) -> int:
    """The community's revision, 0 before its first write."""
    found = connection.rows(cypher.REVISION, community=community)
    return (found[0][0] or 0) if found else 0


def stamp_of(connection: Neo4jConnection, community: str) -> str:
    """The community's revision and the token of its last write."""
    found = connection.rows(cypher.STAMP, community=community)
    return f"{found[0][0]}-{found[0][1]}" if found else "0"


def communities(connection: Neo4jConnection) -> list[str]:
    """Ids of the communities in the database, sorted."""
    return sorted(row[0] for row in connection.rows(cypher.COMMUNITIES))


def read_entity(connection: Neo4jConnection, community: str, entity: EntityId) -> Entity | None:
    """One entity, None when the community does not hold it."""
    kind = kind_or_none(entity)
    if kind is None:
        return None
    found = connection.rows(cypher.ENTITY[kind], community=community, id=entity)
    return entity_of(found[0][0]) if found else None


def existing_entities(
    connection: Neo4jConnection, community: str, entities: Collection[EntityId]
) -> set[EntityId]:
    """Those of the ids that the community holds."""
    wanted = set(entities)
    return connection.read(lambda transaction: set(find_entities(transaction, community, wanted)))


def stream_entities(
    connection: Neo4jConnection, community: str, kind: EntityKind
) -> Iterator[Entity]:
    """All of a kind by id, page by page: each page has the whole deadline."""
    for page in pages(connection, cypher.ENTITIES[kind], ENTITIES_AT_ONCE, community=community):
        for _, row in page:
            yield entity_of(row)


def stream_relationships(
    connection: Neo4jConnection, community: str, kind: RelationshipKind
) -> Iterator[Relationship]:
    """All of a kind by source, target and key, page by page."""
    for source_kind in sorted(RELATIONSHIPS[kind].sources):
        query = cypher.sources(kind, source_kind)
        for page in pages(connection, query, ENTITIES_AT_ONCE, community=community):
            for numbers in _portions(page):
                found = connection.rows(cypher.RELATIONSHIPS_FROM[kind], numbers=numbers)
                yield from sorted((relationship_of(*row) for row in found), key=relationship_order)


def relationships_touching(
    connection: Neo4jConnection, community: str, entity: EntityId, kind: RelationshipKind | None
) -> list[Relationship]:
    """Those that begin or end at the entity, of one kind or of all, in the order of streams."""
    entity_kind = kind_or_none(entity)
    if entity_kind is None:
        return []
    found = connection.rows(cypher.TOUCHING[entity_kind], community=community, id=entity)
    edges = (relationship_of(*row) for row in found if kind is None or row[0] == kind.value)
    return sorted(edges, key=relationship_order)


def relationships_joining(
    connection: Answering, community: str, ways: Collection[Way]
) -> list[Relationship]:
    """All relationships of these kinds from these sources to these targets."""
    ends: dict[tuple[RelationshipKind, EntityKind, EntityKind], list[list[str]]] = {}
    for kind, source, target in ways:
        ends.setdefault((kind, kind_of(source), kind_of(target)), []).append([source, target])
    found: list[Relationship] = []
    for kinds, pairs in ends.items():
        query = cypher.joining(*kinds)
        for first in range(0, len(pairs), ENTITIES_AT_ONCE):
            asked = pairs[first : first + ENTITIES_AT_ONCE]
            rows_found = connection.rows(query, community=community, ends=asked)
            found.extend(relationship_of(*row) for row in rows_found)
    return found


def count_kinds(connection: Neo4jConnection, community: str) -> dict[str, int]:
    """How many of each kind there are, kinds in the schema's order, absent ones left out."""
    counted = [connection.rows(query, community=community) for query in cypher.COUNTS]
    return {kind: count for found in counted for kind, count in found if count}


def read_changes(transaction: ManagedTransaction, community: str, since: int) -> Changes:
    """What was written or deleted after a revision, in the order of streams.

    Python sorts: it compares code points, where Neo4j in memory sometimes compares other units.

    The revision is read first: what is written meanwhile is told once more by the next question.
    """
    asked: dict[str, Any] = {"community": community, "revision": since}
    found = rows(transaction, cypher.REVISION, community=community)
    revision = (found[0][0] or 0) if found else 0
    entities = (entity_of(row) for (row,) in rows(transaction, cypher.CHANGED_ENTITIES, **asked))
    edges = (
        relationship_of(*row) for row in rows(transaction, cypher.CHANGED_RELATIONSHIPS, **asked)
    )
    deletions = (Deletion(*row) for row in rows(transaction, cypher.DELETIONS, **asked))
    return Changes(
        revision,
        tuple(sorted(entities, key=entity_order)),
        tuple(sorted(edges, key=relationship_order)),
        tuple(sorted(deletions, key=lambda deletion: (deletion.revision, deletion.digest))),
    )


def _portions(page: list[list[Any]]) -> Iterator[list[int]]:
    """Numbers of the page's sources, in lists that not too many relationships leave from."""
    portion: list[int] = []
    edges = 0
    for _, number, degree in page:
        portion.append(number)
        edges += degree
        if edges >= RELATIONSHIPS_AT_ONCE:
            yield portion
            portion, edges = [], 0
    if portion:
        yield portion


def kind_or_none(entity: EntityId) -> EntityKind | None:
    """The kind of an id, None when it has none."""
    try:
        return kind_of(entity)
    except InvalidRecord:
        return None
