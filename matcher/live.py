"""Live rules: what changed in the store since the snapshot was taken and must not show any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from graph.packing import HIDDEN, NO_CONSENT, PAUSED, pack_entity
from graph.records import EntityId
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.store import Changes, GraphStore
from matcher.digests import deleted_nodes

Dated = tuple[EntityId, datetime | None]
_NO = (RelationshipKind.DISMISSED, RelationshipKind.REJECTED)


@dataclass(frozen=True, slots=True)
class Since:
    """What one asker's answers must heed of all that changed since the snapshot was taken.

    Attributes:
        gone: who and what they may no longer see, although the snapshot still shows it: entities
            that were forgotten, members who hid, paused or withdrew their consent, and members
            with whom a block now stands.
        refused: whom and what they said no to, with the time of it.
        refused_by: who said no to them, with the time of it.
    """

    gone: frozenset[EntityId] = frozenset()
    refused: tuple[Dated, ...] = ()
    refused_by: tuple[Dated, ...] = ()


def before(moment: datetime | None, dated: Iterable[Dated]) -> frozenset[EntityId]:
    """Those that are dated before that time or not at all; all of them for None."""
    return frozenset(entity for entity, at in dated if moment is None or at is None or at < moment)


def since(store: GraphStore | None, snapshot: Snapshot, asker: EntityId | None) -> Since:
    """What changed since the snapshot was taken and must not show any more.

    Costs one read of the store's revision when nothing has changed. What was taken back since (a
    dismissal, a block) counts again with the next snapshot.
    """
    if store is None or store.revision() == snapshot.revision:
        return Since()
    changes = store.changes_since(snapshot.revision)
    gone = _withdrawn(changes) | _blocked(changes, asker) | _deleted(changes, snapshot)
    return Since(frozenset(gone), _refused(changes, asker), _refused_by(changes, asker))


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


def _refused(changes: Changes, asker: EntityId | None) -> tuple[Dated, ...]:
    noes = (edge for edge in changes.relationships if edge.kind in _NO)
    return tuple((edge.target, edge.at) for edge in noes if edge.source == asker)


def _refused_by(changes: Changes, asker: EntityId | None) -> tuple[Dated, ...]:
    rejected = (e for e in changes.relationships if e.kind is RelationshipKind.REJECTED)
    return tuple((edge.source, edge.at) for edge in rejected if edge.target == asker)


def _deleted(changes: Changes, snapshot: Snapshot) -> set[EntityId]:
    nodes, _ = deleted_nodes(snapshot, changes.deletions)
    return set(map(snapshot.id, nodes.tolist()))
