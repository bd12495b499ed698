"""How the Neo4j store deletes: what goes leaves a digest and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from neo4j import ManagedTransaction

from graph import cypher
from graph.batches import ends_of, identity
from graph.errors import EntityNotFound
from graph.neo4j_connection import rows
from graph.neo4j_vectors import drop_unused_vectors
from graph.neo4j_writing import (
    Revision,
    begin_revision,
    chunks,
    find_entities,
    finish_revision,
)
from graph.records import EntityId, Relationship, kind_of
from graph.schema import EntityKind, RelationshipKind
from graph.store import ForgetReport, entity_digest, relationship_digest


def forget_entity(
    transaction: ManagedTransaction, community: str, entity: EntityId
) -> ForgetReport:
    """Delete an entity, what a member holds and created, and everything that touches these.

    Raises:
        EntityNotFound: the community holds no such entity.
    """
    revision = begin_revision(transaction, community)
    doomed = _doomed(transaction, community, entity)
    numbers = list(doomed.values())
    touching = rows(transaction, cypher.TOUCHING_NUMBERS, numbers=numbers)
    ((texts,),) = rows(transaction, cypher.TEXTS_OF, numbers=numbers)
    rows(transaction, cypher.DELETE_ENTITIES, numbers=numbers)
    edges = [
        Relationship(RelationshipKind(kind), source, target, key)
        for kind, source, target, key in touching
    ]
    digests = [*map(entity_digest, doomed), *map(relationship_digest, edges)]
    _keep_digests(transaction, revision, digests)
    return ForgetReport(
        entities=tuple(doomed),
        relationships=len(edges),
        vectors=drop_unused_vectors(transaction, community, texts),
        revision=finish_revision(transaction, revision, changed=True),
    )


def remove_relationships(
    transaction: ManagedTransaction, community: str, relationships: Iterable[Relationship]
) -> int:
    """Delete those of the relationships that are there; returns how many were."""
    revision = begin_revision(transaction, community)
    by_identity = {identity(edge): edge for edge in relationships}
    numbers = find_entities(transaction, community, ends_of(by_identity.values()))
    by_kind = defaultdict(list)
    for edge in by_identity.values():
        source, target = numbers.get(edge.source), numbers.get(edge.target)
        if source is not None and target is not None:
            by_kind[edge.kind].append([source, target, edge.key, relationship_digest(edge)])
    deleted: list[str] = []
    for kind, wanted in by_kind.items():
        for some in chunks(wanted):
            ((digests,),) = rows(transaction, cypher.DELETE_RELATIONSHIPS[kind], rows=some)
            deleted += digests
    _keep_digests(transaction, revision, deleted)
    finish_revision(transaction, revision, changed=bool(deleted))
    return len(deleted)


def _doomed(
    transaction: ManagedTransaction, community: str, entity: EntityId
) -> dict[EntityId, int]:
    """What goes with the entity, itself first."""
    found = find_entities(transaction, community, [entity])
    if not found:
        raise EntityNotFound(entity, community)
    if kind_of(entity) is EntityKind.MEMBER:
        owned = rows(transaction, cypher.OWNED, number=found[entity])
        found |= dict(sorted((EntityId(id_), number) for id_, number in owned))
    return found


def _keep_digests(
    transaction: ManagedTransaction, revision: Revision, digests: Iterable[str]
) -> None:
    for some in chunks(digests):
        rows(
            transaction,
            cypher.KEEP_DIGESTS,
            community=revision.community,
            digests=some,
            revision=revision.next,
        )
