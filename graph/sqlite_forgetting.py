"""How the SQLite store deletes: what goes leaves a digest and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from graph.batches import ends_of, identity
from graph.errors import EntityNotFound
from graph.records import EntityId, Relationship, kind_of
from graph.schema import OWNING, EntityKind, RelationshipKind
from graph.sqlite_database import Session
from graph.sqlite_writing import (
    Present,
    Revision,
    begin_revision,
    drop_unused_vectors,
    find_entities,
    find_numbers,
    finish_revision,
)
from graph.store import ForgetReport, entity_digest, relationship_digest

_OWNED = """
SELECT target.id FROM relationship JOIN entity AS target ON target.number = relationship.target
WHERE relationship.source = ? AND relationship.kind IN (?, ?)"""
_TOUCHING = """
SELECT relationship.number, relationship.kind, source.id, target.id, relationship.key
FROM relationship
JOIN entity AS source ON source.number = relationship.source
JOIN entity AS target ON target.number = relationship.target
WHERE relationship.source = :number OR relationship.target = :number"""
_FIND_RELATIONSHIP = """
SELECT number FROM relationship WHERE source = ? AND kind = ? AND target = ? AND key = ?"""
_DELETE_RELATIONSHIP = "DELETE FROM relationship WHERE number = ?"
_DELETE_ENTITY = "DELETE FROM entity WHERE number = ?"
_KEEP_DIGEST = """
INSERT INTO deletion (community, digest, revision) VALUES (?, ?, ?)
ON CONFLICT (community, digest) DO UPDATE SET revision = excluded.revision"""


def forget_entity(session: Session, community: str, entity: EntityId) -> ForgetReport:
    """Delete an entity, what a member holds and created, and everything that touches these.

    Raises:
        EntityNotFound: the community holds no such entity.
    """
    revision = begin_revision(session, community)
    doomed = _doomed(session, revision, community, entity)
    touching = _touching(session, doomed.values())
    _delete_relationships(session, revision, touching)
    session.executemany(_DELETE_ENTITY, [(present.number,) for present in doomed.values()])
    _keep_digests(session, revision, map(entity_digest, doomed))
    texts = {present.text_hash for present in doomed.values() if present.text_hash}
    return ForgetReport(
        entities=tuple(doomed),
        relationships=len(touching),
        vectors=drop_unused_vectors(session, revision.community, texts),
        revision=finish_revision(session, revision, changed=True),
    )


def remove_relationships(
    session: Session, community: str, relationships: Iterable[Relationship]
) -> int:
    """Delete those of the relationships that are there; returns how many were."""
    revision = begin_revision(session, community)
    by_identity = {identity(edge): edge for edge in relationships}
    numbers = find_numbers(session, revision.community, ends_of(by_identity.values()))
    found: dict[int, Relationship] = {}
    for edge in by_identity.values():
        number = _number_of(session, edge, numbers)
        if number is not None:
            found[number] = edge
    _delete_relationships(session, revision, found)
    finish_revision(session, revision, changed=bool(found))
    return len(found)


def _number_of(session: Session, edge: Relationship, numbers: dict[EntityId, int]) -> int | None:
    source, target = numbers.get(edge.source), numbers.get(edge.target)
    if source is None or target is None:
        return None
    number: int | None = session.value(
        _FIND_RELATIONSHIP, source, edge.kind.value, target, edge.key
    )
    return number


def _doomed(
    session: Session, revision: Revision, community: str, entity: EntityId
) -> dict[EntityId, Present]:
    """What goes with the entity, itself first."""
    found = find_entities(session, revision.community, [entity])
    if not found:
        raise EntityNotFound(entity, community)
    if kind_of(entity) is not EntityKind.MEMBER:
        return found
    owned = session.execute(_OWNED, found[entity].number, *OWNING)
    ids = sorted(EntityId(row[0]) for row in owned.fetchall())
    present = find_entities(session, revision.community, ids)
    return found | {each: present[each] for each in ids}


def _touching(session: Session, doomed: Iterable[Present]) -> dict[int, Relationship]:
    touching: dict[int, Relationship] = {}
    for present in doomed:
        rows = session.connection.execute(_TOUCHING, {"number": present.number})
        for number, kind, source, target, key in rows:
            touching[number] = Relationship(RelationshipKind(kind), source, target, key)
    return touching


def _delete_relationships(
    session: Session, revision: Revision, relationships: dict[int, Relationship]
) -> None:
    session.executemany(_DELETE_RELATIONSHIP, [(number,) for number in relationships])
    _keep_digests(session, revision, map(relationship_digest, relationships.values()))


def _keep_digests(session: Session, revision: Revision, digests: Iterable[str]) -> None:
    session.executemany(
        _KEEP_DIGEST, [(revision.community, digest, revision.next) for digest in digests]
    )
