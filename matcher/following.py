"""Following the store: what was written since a snapshot was taken, brought into its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.edge_changes import EdgeChanges, with_edges
from graph.hiding import hiding
from graph.packing import (
    AUTOMATIC,
    HIDDEN,
    MINOR,
    NO_CONSENT,
    pack_entity,
    starts_at,
    unpack_capacities,
    unpack_flags,
)
from graph.packing import seconds as seconds_of
from graph.records import Entity, Relationship
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.store import Changes, GraphStore, Way
from matcher.apart import gone_with
from matcher.digests import deleted_nodes
from matcher.ground import Ground

Nodes = npt.NDArray[np.int32]

MOST_RELATIONSHIPS = 100_000
"""Relationships that are followed at once; of more a new snapshot is taken."""
_K = RelationshipKind
_MEMBERSHIPS = (_K.JOINED, _K.ATTENDED)
_SILENT = HIDDEN | NO_CONSENT
_OUT_OF_SIGHT = _SILENT | MINOR | AUTOMATIC


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """A snapshot and a ground to which changes were brought.

    Attributes:
        snapshot: the whole one, at the revision of the changes.
        ground: of what everybody sees.
        edges: how many relationships were brought in.
        is_complete: whether nothing is left that only a new snapshot can show. What must not be
            shown any more is out in any case.
    """

    snapshot: Snapshot
    ground: Ground
    edges: int
    is_complete: bool


def follow(store: GraphStore, snapshot: Snapshot, ground: Ground) -> Followed:
    """Bring what changed in the store since the snapshot's revision into both.

    Raises:
        NoRoomLeft: there is no room for it: a new snapshot has to be taken.
        StoreError: the store cannot be read.
    """
    changes = store.changes_since(snapshot.revision)
    if len(changes.relationships) > MOST_RELATIONSHIPS:
        return Followed(snapshot, ground, 0, is_complete=False)
    deleted, all_known = deleted_nodes(snapshot, changes.deletions)
    ways = _ways(changes.relationships)
    present = store.joining(ways)
    whole = replace(
        with_edges(snapshot, EdgeChanges.of(snapshot, ways, present))[0], revision=changes.revision
    )
    gone = gone_with(whole, [*deleted.tolist(), *_withdrawn(whole, changes.entities, _SILENT)])
    others = _withdrawn(whole, changes.entities, _OUT_OF_SIGHT)
    ground = ground.changed(ways, lasting(present))
    ground = ground.without(np.union1d(gone, others).astype(np.int32))
    whole, facts_known = _with_facts(hiding(whole, deleted).snapshot, changes.entities)
    seen = replace(ground.snapshot, revision=changes.revision)
    ground = replace(ground, snapshot=_with_facts(seen, changes.entities)[0])
    is_complete = all_known and facts_known and not _is_beyond(changes)
    return Followed(whole, ground, len(ways), is_complete)


def lasting(present: Iterable[Relationship]) -> list[Relationship]:
    """Without the memberships that have ended, see `graph.adjacency.Adjacency.lasting`."""
    edges = list(present)
    left: dict[tuple[str, str], float] = {}
    for edge in edges:
        if edge.kind is _K.LEFT:
            until = float("inf") if edge.at is None else seconds_of(edge.at)
            ends = edge.source, edge.target
            left[ends] = max(until, left.get(ends, float("-inf")))
    return [
        edge
        for edge in edges
        if edge.kind not in _MEMBERSHIPS
        or seconds_of(edge.at) > left.get((edge.source, edge.target), float("-inf"))
    ]


def _ways(changed: Iterable[Relationship]) -> list[Way]:
    """Which relationships have to be read again: memberships with what ends them."""
    ways: dict[Way, None] = {}
    for edge in changed:
        together = edge.kind is _K.LEFT or edge.kind in _MEMBERSHIPS
        for kind in (*_MEMBERSHIPS, _K.LEFT) if together else (edge.kind,):
            ways[(kind, edge.source, edge.target)] = None
    return list(ways)


def _withdrawn(snapshot: Snapshot, entities: Iterable[Entity], flags: int) -> list[int]:
    """Nodes of those that have one of these flags now."""
    found = (snapshot.find(entity.id) for entity in entities if pack_entity(entity) & flags)
    return [node for node in found if node is not None]


def _is_beyond(changes: Changes) -> bool:
    """Whether there are changes that rows cannot show: replies, whose place is kept elsewhere."""
    return any(edge.kind is _K.REPLIES_TO for edge in changes.relationships)


def _with_facts(snapshot: Snapshot, entities: Sequence[Entity]) -> tuple[Snapshot, bool]:
    """With what entities say of themselves now, and whether that is all that changed of them.

    Of names and texts it is not known; whoever comes into sight has no rows yet.
    """
    if not entities:
        return snapshot, True
    flags, capacities = snapshot.flags.copy(), snapshot.capacities.copy()
    starts = snapshot.node_starts.copy()
    for entity in entities:
        node = snapshot.find(entity.id)
        if node is not None:
            packed = np.array(pack_entity(entity))
            flags[node], capacities[node] = unpack_flags(packed), unpack_capacities(packed)
            starts[node] = starts_at(entity)
    for array in (flags, capacities, starts):
        array.flags.writeable = False
    return replace(snapshot, flags=flags, capacities=capacities, node_starts=starts), False
