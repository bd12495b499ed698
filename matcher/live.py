"""Live rules: what changed in the store since the snapshot was taken and must not show any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from graph.packing import HIDDEN, NO_CONSENT, PAUSED, pack_entity
from graph.records import EntityId
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.store import Changes, GraphStore, entity_digest

_NO = (RelationshipKind.DISMISSED, RelationshipKind.REJECTED)


@dataclass(frozen=True, slots=True)
class Since:
    """What one asker's answers must heed of all that changed since the snapshot was taken.

    Attributes:
        gone: who and what they may no longer see, although the snapshot still shows it: entities
            that were forgotten, members who hid, paused or withdrew their consent, and members
            with whom a block now stands.
        refused: whom and what they said no to, and who said no to them, with the time of it.
    """

    gone: frozenset[EntityId] = frozenset()
    refused: tuple[tuple[EntityId, datetime | None], ...] = ()

    def refused_before(self, moment: datetime | None) -> frozenset[EntityId]:
        """What was said no to before that time; at any time for None."""
        return frozenset(
            entity for entity, at in self.refused if moment is None or at is None or at < moment
        )


def since(store: GraphStore | None, snapshot: Snapshot, asker: EntityId | None) -> Since:
    """What changed since the snapshot was taken and must not show any more.

    Costs one read of the store's revision when nothing has changed. What was taken back since (a
    dismissal, a block) counts again with the next snapshot.
    """
    if store is None or store.revision() == snapshot.revision:
        return Since()
    changes = store.changes_since(snapshot.revision)
    gone = _withdrawn(changes) | _blocked(changes, asker) | _deleted(changes, snapshot)
    return Since(frozenset(gone), tuple(_refused(changes, asker)))


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


def _refused(
    changes: Changes, asker: EntityId | None
) -> Iterator[tuple[EntityId, datetime | None]]:
    for edge in changes.relationships:
        if edge.kind in _NO and edge.source == asker:
            yield edge.target, edge.at
        elif edge.kind is RelationshipKind.REJECTED and edge.target == asker:
            yield edge.source, edge.at


def _deleted(changes: Changes, snapshot: Snapshot) -> set[EntityId]:
    if not changes.deletions:
        return set()
    digests = {deletion.digest for deletion in changes.deletions}
    ids = (snapshot.id(node) for node in range(snapshot.size))
    return {entity for entity in ids if entity_digest(entity) in digests}
