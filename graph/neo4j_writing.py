"""How the Neo4j store writes a batch: one transaction, thousands of records a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any, TypeVar

from neo4j import ManagedTransaction

from graph import cypher
from graph.batches import Batch, ends_of
from graph.errors import InvalidRecord
from graph.neo4j_connection import pipelined, rows
from graph.neo4j_properties import entity_row, relationship_row
from graph.records import Entity, EntityId, Relationship, kind_of
from graph.store import WriteReport
from graph.store_rules import ends_in_numbers

ROWS_AT_ONCE = 1_000
"""Records that one query carries."""

Item = TypeVar("Item")


@dataclass(slots=True)
class Revision:
    """A community that this transaction holds, with its revision.

    Attributes:
        community: its id.
        now: the revision that it has.
        model: whose vectors stand on its entities as `embedding`; None when there are none.
    """

    community: str
    now: int
    model: str | None

    @property
    def next(self) -> int:
        return self.now + 1


@dataclass(slots=True)
class EntitiesWritten:
    """What came of writing entities.

    Attributes:
        created, updated: how many.
        earlier_texts: hashes of texts that some of them had before.
        texts: hashes of texts of which some of them still lack the embedding.
    """

    created: int = 0
    updated: int = 0
    earlier_texts: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


def begin_revision(transaction: ManagedTransaction, community: str) -> Revision:
    """Hold the community against other writers until this transaction ends."""
    ((now, model),) = rows(transaction, cypher.BEGIN_REVISION, community=community)
    return Revision(community, now, model)


def finish_revision(transaction: ManagedTransaction, revision: Revision, *, changed: bool) -> int:
    """The revision after this transaction: one more when anything changed.

    A community to which nothing was ever written is not kept.
    """
    if not changed:
        rows(transaction, cypher.FORGET_UNUSED, community=revision.community)
        return revision.now
    rows(
        transaction,
        cypher.FINISH_REVISION,
        community=revision.community,
        revision=revision.next,
    )
    return revision.next


def write_entities(
    transaction: ManagedTransaction, revision: Revision, entities: Iterable[Entity]
) -> EntitiesWritten:
    """Write those that are new or say something new."""
    written = EntitiesWritten()
    by_kind = sorted(entities, key=lambda entity: entity.kind)
    for kind, group in groupby(by_kind, key=lambda entity: entity.kind):
        questions = (
            {
                "community": revision.community,
                "revision": revision.next,
                "rows": [entity_row(entity, revision.community) for entity in some],
            }
            for some in chunks(group)
        )
        for changed, updated, earlier, texts in pipelined(
            transaction, cypher.WRITE_ENTITIES[kind], questions
        ):
            written.created += changed - updated
            written.updated += updated
            written.earlier_texts.update(earlier)
            written.texts.update(texts)
    return written


def write_relationships(
    transaction: ManagedTransaction, revision: Revision, relationships: Collection[Relationship]
) -> tuple[int, int]:
    """Write those that are new or say something new; returns how many were created and updated.

    Raises:
        UnknownEndpoint: one of them names an entity that is not there.
    """
    numbers = find_entities(transaction, revision.community, ends_of(relationships))
    by_kind = sorted(relationships, key=lambda edge: edge.kind)
    changed_in_all = updated_in_all = 0
    for kind, group in groupby(by_kind, key=lambda edge: edge.kind):
        questions = (
            {
                "revision": revision.next,
                "rows": [_relationship_row(edge, revision, numbers) for edge in some],
            }
            for some in chunks(group)
        )
        for changed, updated in pipelined(transaction, cypher.WRITE_RELATIONSHIPS[kind], questions):
            changed_in_all += changed
            updated_in_all += updated
    return changed_in_all - updated_in_all, updated_in_all


def find_entities(
    transaction: ManagedTransaction, community: str, ids: Iterable[EntityId]
) -> dict[EntityId, int]:
    """The numbers of those of the ids that the community holds."""
    by_kind = defaultdict(list)
    for entity in ids:
        try:
            by_kind[kind_of(entity)].append(entity)
        except InvalidRecord:
            continue
    found: dict[EntityId, int] = {}
    for kind, wanted in by_kind.items():
        for some in chunks(wanted):
            ((names, numbers),) = rows(
                transaction, cypher.FIND_ENTITIES[kind], community=community, ids=some
            )
            found.update(zip(names, numbers, strict=True))
    return found


def undo_deletions(transaction: ManagedTransaction, community: str, batch: Batch) -> None:
    """What is written again is deleted no more."""
    if not rows(transaction, cypher.ANY_DELETION, community=community):
        return
    for some in chunks(batch.digests()):
        rows(transaction, cypher.UNDO_DELETIONS, community=community, digests=some)


def report(
    batch: Batch, entities: EntitiesWritten, edges: tuple[int, int], revision: int
) -> WriteReport:
    """What writing the batch did."""
    created = entities.created + edges[0]
    updated = entities.updated + edges[1]
    return WriteReport(created, updated, len(batch) - created - updated, revision)


def chunks(items: Iterable[Item], size: int = ROWS_AT_ONCE) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    remaining = iter(items)
    while some := list(islice(remaining, size)):
        yield some


def _relationship_row(
    edge: Relationship, revision: Revision, numbers: Mapping[EntityId, int]
) -> Sequence[Any]:
    return [*ends_in_numbers(edge, numbers), relationship_row(edge, revision.community)]
