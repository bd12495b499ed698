"""How the SQLite store writes a batch: what is there already stays untouched, the rest in bulk."""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph.batches import Batch, ends_of
from graph.errors import InvalidRecord
from graph.packing import pack_entity, pack_relationship, starts_at
from graph.records import Entity, EntityId, Relationship, Value, isoformat
from graph.sqlite_database import Session
from graph.store import WriteReport
from graph.store_rules import ends_in_numbers
from graph.texts import text_hash, text_of

PACKED = struct.Struct("<qqq")
"""Source, target and facts of a relationship: what `relationship.packed` holds."""
_READABLE = json.JSONEncoder(ensure_ascii=False)
MAX_PROPERTIES_LENGTH = 200_000_000
"""Characters of one record's properties: at four bytes each still within SQLite's limit."""

_NEW_COMMUNITY = "INSERT INTO community (id) VALUES (?) ON CONFLICT (id) DO NOTHING"
_COMMUNITY = "SELECT number, revision FROM community WHERE id = ?"
_SET_REVISION = """
UPDATE community SET revision = ?, stamp = lower(hex(randomblob(8))) WHERE number = ?"""
_FORGET_UNUSED = "DELETE FROM community WHERE number = ? AND revision = 0"
_IDS_AT_ONCE = 500
_AMONG_IDS = f"FROM entity WHERE community = ? AND id IN ({', '.join('?' * _IDS_AT_ONCE)})"
_FIND_ENTITIES = f"SELECT id, number, fingerprint, text_hash {_AMONG_IDS}"
# The index answers this one alone: the ends of a batch of edges are many.
_FIND_NUMBERS = f"SELECT id, number {_AMONG_IDS}"
_WRITE_ENTITY = """
INSERT INTO entity
    (community, kind, id, name, at, text_hash, fingerprint, facts, starts, revision, properties)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (community, id) DO UPDATE SET
    name = excluded.name, at = excluded.at, text_hash = excluded.text_hash,
    fingerprint = excluded.fingerprint, facts = excluded.facts, starts = excluded.starts,
    revision = excluded.revision, properties = excluded.properties"""
_WRITE_RELATIONSHIP = """
INSERT INTO relationship
    (community, kind, source, target, key, at, fingerprint, revision, packed, properties)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (source, kind, target, key) DO UPDATE SET
    at = excluded.at, fingerprint = excluded.fingerprint, revision = excluded.revision,
    packed = excluded.packed, properties = excluded.properties
WHERE fingerprint <> excluded.fingerprint"""
_LAST_RELATIONSHIP = "SELECT coalesce(max(number), 0) FROM relationship"
_RELATIONSHIPS_AFTER = "SELECT count(*) FROM relationship WHERE number > ?"
_ANY_DELETION = "SELECT EXISTS (SELECT 1 FROM deletion WHERE community = ?)"
_UNDO_DELETION = "DELETE FROM deletion WHERE community = ? AND digest = ?"
_DROP_UNUSED_VECTOR = """
DELETE FROM vector WHERE community = :community AND text_hash = :text_hash
    AND NOT EXISTS (
        SELECT 1 FROM entity INDEXED BY entity_text
        WHERE community = :community AND text_hash = :text_hash AND text_hash <> '')"""


@dataclass(frozen=True, slots=True)
class Present:
    """An entity as the database holds it."""

    number: int
    fingerprint: str
    text_hash: str


@dataclass(slots=True)
class Revision:
    """The community's number, the revision that it has, and the next one."""

    community: int
    now: int

    @property
    def next(self) -> int:
        return self.now + 1


def begin_revision(session: Session, community: str) -> Revision:
    """The community as this transaction finds it; it is made when it is not there."""
    session.execute(_NEW_COMMUNITY, community)
    return Revision(*session.execute(_COMMUNITY, community).fetchone())


def finish_revision(session: Session, revision: Revision, *, changed: bool) -> int:
    """The revision after this transaction: one more when anything changed.

    A community to which nothing was ever written is not kept.
    """
    if not changed:
        session.execute(_FORGET_UNUSED, revision.community)
        return revision.now
    session.execute(_SET_REVISION, revision.next, revision.community)
    return revision.next


def write_batch(session: Session, community: str, batch: Batch) -> WriteReport:
    """Write the batch inside a transaction.

    Raises:
        UnknownEndpoint: a relationship names an entity that is neither stored nor in the batch.
    """
    revision = begin_revision(session, community)
    entities = _write_entities(session, revision, batch.entities)
    edges = _write_relationships(session, revision, batch)
    changed = entities.created + entities.updated + edges.created + edges.updated
    if changed and session.value(_ANY_DELETION, revision.community):
        _undo_deletions(session, revision.community, batch)
    return WriteReport(
        entities.created + edges.created,
        entities.updated + edges.updated,
        entities.unchanged + edges.unchanged,
        finish_revision(session, revision, changed=changed > 0),
    )


def find_entities(
    session: Session, community: int, ids: Collection[EntityId]
) -> dict[EntityId, Present]:
    """Those of the ids that the community holds."""
    rows = _among_ids(session, _FIND_ENTITIES, community, ids)
    return {entity: Present(*columns) for entity, *columns in rows}


def find_numbers(
    session: Session, community: int, ids: Collection[EntityId]
) -> dict[EntityId, int]:
    """The numbers of those of the ids that the community holds."""
    return dict(_among_ids(session, _FIND_NUMBERS, community, ids))


def _among_ids(
    session: Session, query: str, community: int, ids: Collection[EntityId]
) -> Iterator[Any]:
    wanted = list(ids)
    for start in range(0, len(wanted), _IDS_AT_ONCE):
        some = wanted[start : start + _IDS_AT_ONCE]
        unused = [None] * (_IDS_AT_ONCE - len(some))
        yield from session.execute(query, community, *some, *unused)


def drop_unused_vectors(session: Session, community: int, hashes: Collection[str]) -> int:
    """Delete the vectors of those texts that no entity of the community has any more."""
    before = session.connection.total_changes
    session.executemany(
        _DROP_UNUSED_VECTOR, [{"community": community, "text_hash": text} for text in hashes]
    )
    return session.connection.total_changes - before


def _write_entities(
    session: Session,
    revision: Revision,
    entities: Mapping[EntityId, Entity],
) -> WriteReport:
    present = find_entities(session, revision.community, entities.keys())
    rows, earlier_texts, created = [], set(), 0
    for entity in entities.values():
        fingerprint = entity.fingerprint()
        earlier = present.get(entity.id)
        if earlier is None:
            created += 1
        elif earlier.fingerprint == fingerprint:
            continue
        elif earlier.text_hash:
            earlier_texts.add(earlier.text_hash)
        rows.append(_entity_row(entity, fingerprint, revision))
    session.executemany(_WRITE_ENTITY, rows)
    drop_unused_vectors(session, revision.community, earlier_texts)
    return WriteReport(created, len(rows) - created, len(entities) - len(rows))


def _write_relationships(session: Session, revision: Revision, batch: Batch) -> WriteReport:
    numbers = find_numbers(session, revision.community, ends_of(batch.relationships.values()))
    rows = [_relationship_row(edge, revision, numbers) for edge in batch.relationships.values()]
    last = session.value(_LAST_RELATIONSHIP)
    before = session.connection.total_changes
    session.executemany(_WRITE_RELATIONSHIP, rows)
    changed = session.connection.total_changes - before
    # Numbers only grow, so what stands behind the last one was created by this statement.
    created = session.value(_RELATIONSHIPS_AFTER, last)
    return WriteReport(created, changed - created, len(rows) - changed)


def _entity_row(entity: Entity, fingerprint: str, revision: Revision) -> tuple[object, ...]:
    return (
        revision.community,
        entity.kind.value,
        entity.id,
        entity.name,
        isoformat(entity.at),
        text_hash(text_of(entity)),
        fingerprint,
        pack_entity(entity),
        starts_at(entity),
        revision.next,
        _properties_text(entity.id, entity.properties),
    )


def _relationship_row(
    edge: Relationship, revision: Revision, numbers: Mapping[EntityId, int]
) -> tuple[object, ...]:
    source, target = ends_in_numbers(edge, numbers)
    return (
        revision.community,
        edge.kind.value,
        source,
        target,
        edge.key,
        isoformat(edge.at),
        edge.fingerprint(),
        revision.next,
        PACKED.pack(source, target, pack_relationship(edge)),
        _properties_text(str(edge), edge.properties),
    )


def _properties_text(record: str, properties: Mapping[str, Value]) -> str:
    if not properties:
        return "{}"
    text = _READABLE.encode(properties)
    if len(text) > MAX_PROPERTIES_LENGTH:
        raise InvalidRecord(
            record, "properties", f"are longer than {MAX_PROPERTIES_LENGTH} characters"
        )
    return text


def _undo_deletions(session: Session, community: int, batch: Batch) -> None:
    """What is written again is deleted no more."""
    session.executemany(_UNDO_DELETION, [(community, digest) for digest in batch.digests()])
