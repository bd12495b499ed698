"""How the SQLite store reads: one entity, ordered streams, counts and what has changed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import numpy as np

from graph.paging import Way
from graph.records import Entity, EntityId, Relationship, Value
from graph.schema import RELATIONSHIP_CODES, RELATIONSHIPS, EntityKind, RelationshipKind
from graph.sqlite_database import Session
from graph.store import Changes, Deletion
from graph.store_rules import entity_order, relationship_order

_COMMUNITY = "SELECT number FROM community WHERE id = ?"
_STAMP = "SELECT revision || '-' || stamp FROM community WHERE number = ?"
_REVISION = "SELECT revision FROM community WHERE number = ?"
_FIND = "SELECT 1 FROM entity WHERE community = ? AND id = ?"
_ONE_ENTITY = "SELECT id, at, properties FROM entity WHERE community = ? AND id = ?"
# Ids of one kind lie between `member:` and `member;`, so that one index serves look-up and order.
_ENTITIES = """
SELECT id, at, properties FROM entity WHERE community = ? AND id >= ? AND id < ? ORDER BY id"""
_COUNT_ENTITIES = "SELECT count(*) FROM entity WHERE community = ? AND id >= ? AND id < ?"
# The byte behind two packed numbers of 64 bits is the code of the kind; one row per revision.
_KIND_BYTES = """
SELECT CAST(group_concat(substr(packed, 17, 1), '') AS BLOB)
FROM relationship INDEXED BY relationship_revision WHERE community = ? GROUP BY revision"""
# CROSS JOIN keeps the order of the loops: sources come by id, so only the few edges of each
# are sorted, and a stream begins at once.
_RELATIONSHIPS = """
SELECT relationship.kind, source.id, target.id,
    relationship.key, relationship.at, relationship.properties
FROM entity AS source
CROSS JOIN relationship ON relationship.source = source.number AND relationship.kind = ?
CROSS JOIN entity AS target ON target.number = relationship.target
WHERE source.community = ? AND source.id >= ? AND source.id < ?
ORDER BY source.id, target.id, relationship.key"""
_TOUCHING = """
SELECT relationship.kind, source.id, target.id,
    relationship.key, relationship.at, relationship.properties
FROM relationship
JOIN entity AS source ON source.number = relationship.source
JOIN entity AS target ON target.number = relationship.target
WHERE relationship.source = :number OR relationship.target = :number"""
_JOINING = """
SELECT relationship.kind, source.id, target.id,
    relationship.key, relationship.at, relationship.properties
FROM entity AS source
CROSS JOIN entity AS target
CROSS JOIN relationship ON relationship.source = source.number AND relationship.kind = ?3
    AND relationship.target = target.number
WHERE source.community = ?1 AND source.id = ?2 AND target.community = ?4 AND target.id = ?5"""
_NUMBER = "SELECT number FROM entity WHERE community = ? AND id = ?"
_CHANGED_ENTITIES = """
SELECT id, at, properties FROM entity WHERE community = ? AND revision > ?"""
_CHANGED_RELATIONSHIPS = """
SELECT relationship.kind, source.id, target.id,
    relationship.key, relationship.at, relationship.properties
FROM relationship
JOIN entity AS source ON source.number = relationship.source
JOIN entity AS target ON target.number = relationship.target
WHERE relationship.community = ? AND relationship.revision > ?"""
_DELETIONS = """
SELECT digest, revision FROM deletion WHERE community = ? AND revision > ?
ORDER BY revision, digest"""

_NO_COMMUNITY = 0


def community_number(session: Session, community: str) -> int:
    """The number of a community in this file; one that nothing has, when it is not there."""
    found: int | None = session.value(_COMMUNITY, community)
    return _NO_COMMUNITY if found is None else found


def revision_of(session: Session, community: int) -> int:
    """The community's revision, 0 before its first write."""
    found: int | None = session.value(_REVISION, community)
    return found or 0


def stamp_of(session: Session, community: int) -> str:
    """The community's revision and the token of its last write."""
    found: str | None = session.value(_STAMP, community)
    return found or "0"


def read_entity(session: Session, community: int, entity: EntityId) -> Entity | None:
    """One entity, None when the community does not hold it."""
    row = session.execute(_ONE_ENTITY, community, entity).fetchone()
    return None if row is None else entity_of(row)


def existing_entities(
    session: Session, community: int, entities: Collection[EntityId]
) -> set[EntityId]:
    """Those of the ids that the community holds."""
    return {entity for entity in entities if session.value(_FIND, community, entity)}


def stream_entities(session: Session, community: int, kind: EntityKind) -> Iterator[Entity]:
    """All of a kind by id; SQLite compares UTF-8 bytes, which is the order of code points."""
    return map(entity_of, session.stream(_ENTITIES, community, *id_range(kind)))


def stream_relationships(
    session: Session, community: int, kind: RelationshipKind
) -> Iterator[Relationship]:
    """All of a kind by source, target and key."""
    for source_kind in sorted(RELATIONSHIPS[kind].sources):
        rows = session.stream(_RELATIONSHIPS, kind.value, community, *id_range(source_kind))
        yield from map(relationship_of, rows)


def relationships_touching(
    session: Session, community: int, entity: EntityId, kind: RelationshipKind | None
) -> list[Relationship]:
    """Those that begin or end at the entity, of one kind or of all, in the order of streams."""
    number = session.value(_NUMBER, community, entity)
    rows = session.connection.execute(_TOUCHING, {"number": number})
    found = (relationship_of(row) for row in rows if kind is None or row[0] == kind.value)
    return sorted(found, key=relationship_order)


def relationships_joining(
    session: Session, community: int, ways: Collection[Way]
) -> list[Relationship]:
    """All relationships of these kinds from these sources to these targets."""
    found: list[Relationship] = []
    for kind, source, target in ways:
        rows = session.execute(_JOINING, community, source, kind.value, community, target)
        found.extend(map(relationship_of, rows))
    return found


def count_kinds(session: Session, community: int) -> dict[str, int]:
    """How many of each kind there are, kinds in the schema's order, absent ones left out."""
    entities = {
        kind.value: int(session.value(_COUNT_ENTITIES, community, *id_range(kind)))
        for kind in EntityKind
    }
    relationships = {
        kind.value: count for kind, count in count_relationships(session, community).items()
    }
    return {kind: count for kind, count in (entities | relationships).items() if count}


def count_relationships(session: Session, community: int) -> dict[RelationshipKind, int]:
    """How many of each kind of relationship there are, 0 included."""
    counts = np.zeros(len(RELATIONSHIP_CODES), dtype=np.int64)
    for (codes,) in session.execute(_KIND_BYTES, community):
        counts += np.bincount(np.frombuffer(codes, np.uint8), minlength=len(counts))
    return {kind: int(counts[code]) for kind, code in RELATIONSHIP_CODES.items()}


def read_changes(session: Session, community: int, since: int) -> Changes:
    """What was written or deleted after a revision, in the order of streams."""
    entities = map(entity_of, session.execute(_CHANGED_ENTITIES, community, since))
    relationships = map(relationship_of, session.execute(_CHANGED_RELATIONSHIPS, community, since))
    return Changes(
        revision_of(session, community),
        tuple(sorted(entities, key=entity_order)),
        tuple(sorted(relationships, key=relationship_order)),
        tuple(Deletion(*row) for row in session.execute(_DELETIONS, community, since)),
    )


def properties_of(text: str) -> dict[str, Value]:
    """Properties as they were written: lists in JSON are tuples."""
    properties: dict[str, Any] = json.loads(text)
    for name, value in properties.items():
        if isinstance(value, list):
            properties[name] = tuple(value)
    return properties


def entity_of(row: tuple[str, str | None, str]) -> Entity:
    """The entity in a row of its id, time and properties."""
    entity, at, properties = row
    return Entity(EntityId(entity), _moment(at), properties_of(properties))


def relationship_of(row: tuple[str, str, str, str, str | None, str]) -> Relationship:
    """The relationship in a row of its kind, ends, key, time and properties."""
    kind, source, target, key, at, properties = row
    return Relationship(
        RelationshipKind(kind),
        EntityId(source),
        EntityId(target),
        key,
        _moment(at),
        properties_of(properties) if properties != "{}" else {},
    )


def _moment(at: str | None) -> datetime | None:
    return None if at is None else datetime.fromisoformat(at)


def id_range(kind: EntityKind) -> tuple[str, str]:
    """Ids of the kind are at least the first, and below the second."""
    return f"{kind.value}:", f"{kind.value};"
