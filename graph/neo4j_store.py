"""The server's store: communities in one Neo4j database, each behind its own handle."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from neo4j import ManagedTransaction

from graph import neo4j_reading as reading
from graph import neo4j_vectors as vectors_of
from graph.batches import Batch, checked_batch
from graph.closing import Closing
from graph.errors import EntityNotFound
from graph.neo4j_address import parse_address
from graph.neo4j_connection import Inside, Neo4jConnection
from graph.neo4j_export import export_arrays
from graph.neo4j_forgetting import forget_entity, remove_relationships
from graph.neo4j_paging import Neo4jPages, Neo4jView
from graph.neo4j_schema import ensure_vector_indexes, prepare
from graph.neo4j_writing import (
    begin_revision,
    finish_revision,
    report,
    undo_deletions,
    write_entities,
    write_relationships,
)
from graph.paging import Decision, Way
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import EntityKind, RelationshipKind
from graph.store import (
    Changes,
    ForgetReport,
    GraphStore,
    PackedGraph,
    TextToEmbed,
    WriteReport,
)
from graph.store_rules import check_vectors, community_not_found

_UNDISTURBED_TRIES = 2
_HELD_DEADLINES = 20
"""How many times the deadline of a call an export may hold writers off, when it has to."""


def open_community(
    url: str, community: str, *, create: bool, password: str | None, deadline: float
) -> GraphStore:
    """Open one community in the database at `url`.

    Raises:
        InvalidStoreUrl, StoreUnavailable, StoreAccessDenied, StoreTimeout, SchemaTooNew
        CommunityNotFound: `create` is false and the database does not hold the community.
    """
    connection = Neo4jConnection(parse_address(url, password), deadline)
    try:
        connection.verify()
        prepare(connection, create=create)
        if not create:
            _require(connection, community)
    except BaseException:
        connection.close()
        raise
    return Neo4jStore(connection, community)


def list_communities(url: str, *, password: str | None, deadline: float) -> list[str]:
    """Ids of the communities in the database, sorted; empty when Kinpath was never there."""
    connection = Neo4jConnection(parse_address(url, password), deadline)
    try:
        connection.verify()
        prepare(connection, create=False)
        return reading.communities(connection)
    finally:
        connection.close()


class Neo4jStore(Neo4jPages, Closing):
    """One community in one Neo4j database; see `graph.store.GraphStore` for what each method does.

    A handle may be used from several threads at once: writes wait for one another, reads do not.
    Streams are read page by page, so that no deadline limits how long one may take; what is
    written meanwhile may be in them or not.
    """

    is_near = False

    def __init__(self, connection: Neo4jConnection, community: str) -> None:
        self.url = connection.url
        self.community = community
        self._connection = connection
        self._dimensions = 0

    def write(self, records: Iterable[Record]) -> WriteReport:
        batch = checked_batch(records)
        if not len(batch):
            return WriteReport(revision=self.revision())
        return self._connection.write(lambda transaction: self._write(transaction, batch))

    def remove(self, relationships: Iterable[Relationship]) -> int:
        wanted = list(relationships)
        return self._connection.write(
            lambda transaction: remove_relationships(transaction, self.community, wanted)
        )

    def amend(self, decide: Decision) -> WriteReport:
        return self._connection.write(lambda transaction: self._amend(transaction, decide))

    def entity(self, entity: EntityId) -> Entity:
        found = reading.read_entity(self._connection, self.community, entity)
        if found is None:
            raise EntityNotFound(entity, self.community)
        return found

    def existing(self, entities: Collection[EntityId]) -> set[EntityId]:
        return reading.existing_entities(self._connection, self.community, entities)

    def entities(self, kind: EntityKind | None = None) -> Iterator[Entity]:
        for each in EntityKind if kind is None else (kind,):
            yield from reading.stream_entities(self._connection, self.community, each)

    def relationships(
        self, kind: RelationshipKind | None = None, touching: EntityId | None = None
    ) -> Iterator[Relationship]:
        if touching is not None:
            yield from reading.relationships_touching(
                self._connection, self.community, touching, kind
            )
            return
        present = self.counts()
        for each in RelationshipKind if kind is None else (kind,):
            if each.value in present:
                yield from reading.stream_relationships(self._connection, self.community, each)

    def joining(self, ways: Collection[Way]) -> list[Relationship]:
        return reading.relationships_joining(self._connection, self.community, ways)

    def forget(self, entity: EntityId) -> ForgetReport:
        return self._connection.write(
            lambda transaction: forget_entity(transaction, self.community, entity)
        )

    def rewrite(self) -> list[Path]:
        return []

    def files(self) -> list[Path]:
        return []

    def changes_since(self, revision: int) -> Changes:
        return self._connection.read(
            lambda transaction: reading.read_changes(transaction, self.community, revision)
        )

    def state(self) -> None:
        return None

    def revision(self) -> int:
        return reading.revision_of(self._connection, self.community)

    def stamp(self) -> str:
        return reading.stamp_of(self._connection, self.community)

    def counts(self) -> dict[str, int]:
        return reading.count_kinds(self._connection, self.community)

    def texts_without_vector(self, model: str) -> list[TextToEmbed]:
        return vectors_of.texts_without_vector(self._connection, self.community, model)

    def write_vectors(
        self, model: str, digests: list[str], vectors: npt.NDArray[np.float32]
    ) -> WriteReport:
        check_vectors(model, digests, vectors)
        if len(digests) and self._dimensions != vectors.shape[1]:
            ensure_vector_indexes(self._connection, vectors.shape[1])
            self._dimensions = vectors.shape[1]
        return self._connection.write(
            lambda transaction: vectors_of.write_vectors(
                transaction, self.community, model, digests, vectors
            )
        )

    def vector(self, model: str, entity: EntityId) -> npt.NDArray[np.float32] | None:
        return vectors_of.read_vector(self._connection, self.community, model, entity)

    def export(self, model: str) -> PackedGraph:
        for _ in range(_UNDISTURBED_TRIES):
            before = self.stamp()
            exported = export_arrays(self._connection, self.community, before, model)
            if self.stamp() == before:
                return exported
        # Somebody keeps writing: hold writers off for as long as the export takes.
        return self._connection.write(
            lambda transaction: self._export_held(transaction, model),
            seconds=_HELD_DEADLINES * self._connection.deadline,
        )

    def close(self) -> None:
        self._connection.close()

    def _write(self, transaction: ManagedTransaction, batch: Batch) -> WriteReport:
        revision = begin_revision(transaction, self.community)
        entities = write_entities(transaction, revision, batch.entities.values())
        edges = write_relationships(transaction, revision, batch.relationships.values())
        changed = entities.created + entities.updated + sum(edges) > 0
        if changed:
            undo_deletions(transaction, self.community, batch)
            vectors_of.drop_unused_vectors(transaction, self.community, entities.earlier_texts)
            vectors_of.restore_embeddings(transaction, revision, entities.texts)
        after = finish_revision(transaction, revision, changed=changed)
        return report(batch, entities, edges, after)

    def _amend(self, transaction: ManagedTransaction, decide: Decision) -> WriteReport:
        begin_revision(transaction, self.community)  # from here on, other writers wait
        amendment = decide(Neo4jView(Inside(transaction), self.community))
        if amendment.removed:
            remove_relationships(transaction, self.community, amendment.removed)
        for entity in amendment.forgotten:
            forget_entity(transaction, self.community, entity)
        return self._write(transaction, checked_batch(amendment.records))

    def _export_held(self, transaction: ManagedTransaction, model: str) -> PackedGraph:
        begin_revision(transaction, self.community)
        return export_arrays(self._connection, self.community, self.stamp(), model)


def _require(connection: Neo4jConnection, community: str) -> None:
    present = reading.communities(connection)
    if community not in present:
        raise community_not_found(connection.url, community, present)
