"""Live rules: what changed in the store since the snapshot was taken and must not show any more."""

from __future__ import annotations

from graph.packing import HIDDEN, NO_CONSENT, PAUSED, pack_entity
from graph.records import EntityId
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.store import Changes, GraphStore, entity_digest


def gone_since(
    store: GraphStore | None, snapshot: Snapshot, asker: EntityId | None
) -> frozenset[EntityId]:
    """Who and what `asker` may no longer see, although the snapshot still shows it.

    Entities that were forgotten, members who hid, paused or withdrew their consent, and, for this
    asker, members with whom a block now stands. Costs one read of the store's revision when
    nothing has changed.
    """
    if store is None or store.revision() == snapshot.revision:
        return frozenset()
    changes = store.changes_since(snapshot.revision)
    return frozenset(_withdrawn(changes) | _blocked(changes, asker) | _deleted(changes, snapshot))


def _withdrawn(changes: Changes) -> set[EntityId]:
    closed = HIDDEN | NO_CONSENT | PAUSED
    return {entity.id for entity in changes.entities if pack_entity(entity) & closed}


def _blocked(changes: Changes, asker: EntityId | None) -> set[EntityId]:
    if asker is None:
        return set()
    blocks = [edge for edge in changes.relationships if edge.kind is RelationshipKind.BLOCKS]
    return {edge.target for edge in blocks if edge.source == asker} | {
        edge.source for edge in blocks if edge.target == asker
    }


def _deleted(changes: Changes, snapshot: Snapshot) -> set[EntityId]:
    if not changes.deletions:
        return set()
    digests = {deletion.digest for deletion in changes.deletions}
    ids = (snapshot.id(node) for node in range(snapshot.size))
    return {entity for entity in ids if entity_digest(entity) in digests}
