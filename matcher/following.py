"""Following the store: what was written since a snapshot was taken, brought into its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.edge_changes import EdgeChanges, with_edges
from graph.hiding import hiding
from graph.later_texts import with_vectors
from graph.newcomers import admitted
from graph.packing import AUTOMATIC, HIDDEN, MINOR, NO_CONSENT, NO_PROFILING
from graph.packing import seconds as seconds_of
from graph.paging import Way
from graph.records import Entity, EntityId, Relationship
from graph.schema import OWNING, RELATIONSHIP_CODES, RelationshipKind
from graph.snapshot import Snapshot
from graph.store import Changes, GraphStore
from graph.texts import text_of
from matcher.apart import concealed, gone_with
from matcher.digests import deleted_nodes
from matcher.ground import Ground
from matcher.view import KIND_OF_CODE

Nodes = npt.NDArray[np.int32]

MOST_RELATIONSHIPS = 100_000
"""Relationships that are followed at once; of more a new snapshot is taken."""
_K = RelationshipKind
_MEMBERSHIPS = (_K.JOINED, _K.ATTENDED)
_OWNING = [RELATIONSHIP_CODES[kind] for kind in OWNING]
_REPLIES_TO = RELATIONSHIP_CODES[_K.REPLIES_TO]
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
        waiting: whose texts have no vector yet.
    """

    snapshot: Snapshot
    ground: Ground
    edges: int
    is_complete: bool
    waiting: frozenset[EntityId]


def follow(
    store: GraphStore, snapshot: Snapshot, ground: Ground, waiting: frozenset[EntityId]
) -> Followed:
    """Bring what changed in the store since the snapshot's revision into both.

    Args:
        store: the community as it is now.
        snapshot: the whole one.
        ground: of what everybody sees, in the same numbers.
        waiting: whose texts had no vector yet.

    Raises:
        NoRoomLeft: there is no room for it: a new snapshot has to be taken.
        StoreError: the store cannot be read.
    """
    changes = store.changes_since(snapshot.revision)
    if len(changes.relationships) > MOST_RELATIONSHIPS:
        return Followed(snapshot, ground, 0, is_complete=False, waiting=waiting)
    deleted, all_known = deleted_nodes(snapshot, changes.deletions)
    left = hiding(snapshot, deleted).snapshot
    whole, newcomers = admitted(left, changes.entities)
    whole, waiting, embedded = _with_texts(store, whole, changes.entities, waiting)
    doubtful = _doubtful(whole, changes, newcomers)
    ways = [*dict.fromkeys([*_ways(changes.relationships), *doubtful])]
    present = store.joining(ways)
    edges = EdgeChanges.of(whole, ways, present)
    whole = replace(with_edges(whole, edges)[0], revision=changes.revision)
    gone = [gone_with(snapshot, deleted.tolist()), *_out_of_sight(whole, changes.entities)]
    written = _written(edges, newcomers)
    known = np.fromiter(ground.unseen, np.int32, len(ground.unseen))
    gone.append(concealed(whole, written, np.union1d(known, np.concatenate(gone))))
    unseen = np.unique(np.concatenate(gone)).astype(np.int32)
    ground = ground.telling(whole, np.setdiff1d(newcomers, unseen))
    ground = ground.changed(ways, lasting(present)).without(unseen)
    touched = np.union1d(_nodes_of(whole, changes.entities), written)
    appearing = np.setdiff1d(touched[np.isin(touched, known)], unseen)
    is_complete = (
        all_known
        and not len(appearing)
        and not _turned(snapshot, whole, changes.entities, newcomers)
        and not _is_unexplained(changes, snapshot.revision, embedded)
    )
    return Followed(whole, ground, len(ways), is_complete, waiting)


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


def _doubtful(snapshot: Snapshot, changes: Changes, newcomers: Nodes) -> list[Way]:
    """Which ways those go who may have been forgotten and come again: nothing tells that they left.

    Nothing but that something was deleted; then what was theirs has to be read again.
    """
    if not changes.deletions:
        return []
    nodes = np.setdiff1d(_nodes_of(snapshot, changes.entities), newcomers).astype(np.int32)
    ways = []
    for side, step in ((snapshot.out, 1), (snapshot.into, -1)):
        owners, places = row_places(side.spans, nodes)
        ends = nodes[owners].tolist(), side.neighbours[places].tolist()
        for kind, *pair in zip(side.kinds[places].tolist(), *ends, strict=True):
            source, target = map(snapshot.id, pair[::step])
            ways.append((KIND_OF_CODE[kind], source, target))
    return ways


def _nodes_of(snapshot: Snapshot, entities: Iterable[Entity]) -> list[int]:
    found = (snapshot.find(entity.id) for entity in entities)
    return [node for node in found if node is not None]


def _out_of_sight(whole: Snapshot, entities: Sequence[Entity]) -> tuple[Nodes, Nodes]:
    """Those of the entities that must not be seen now: with what is theirs, and by themselves."""
    nodes = np.array(sorted(_nodes_of(whole, entities)), dtype=np.int32)
    flags = whole.flags[nodes]
    silent, others = (nodes[flags & each != 0] for each in (_SILENT, _OUT_OF_SIGHT))
    return gone_with(whole, silent.tolist()), others


def _turned(before: Snapshot, now: Snapshot, entities: Iterable[Entity], newcomers: Nodes) -> bool:
    """Whether anybody switched profiling: tables of what members did have to be made anew."""
    nodes = np.setdiff1d(_nodes_of(now, entities), newcomers).astype(np.int32)
    return bool(((before.flags[nodes] ^ now.flags[nodes]) & NO_PROFILING).any())


def _written(edges: EdgeChanges, newcomers: Nodes) -> Nodes:
    """(n,) int32, ascending, the newcomers, what is somebody's now, and what replies now."""
    owned = edges.ways[np.isin(edges.ways[:, 2], _OWNING), 1]
    replies = edges.ways[edges.ways[:, 2] == _REPLIES_TO, 0]
    return np.unique(np.concatenate([newcomers, owned, replies])).astype(np.int32)


def _with_texts(
    store: GraphStore, snapshot: Snapshot, entities: Iterable[Entity], waiting: frozenset[EntityId]
) -> tuple[Snapshot, frozenset[EntityId], int]:
    """With the vectors of the texts of these and of those that wait for one.

    Returns:
        The snapshot, who waits now, and how many vectors were found.
    """
    silent = {entity.id for entity in entities if not text_of(entity)}
    asked = {entity.id for entity in entities} | waiting
    vectors = {
        node: None if id_ in silent else store.vector(snapshot.model, id_)
        for id_ in sorted(asked)
        if (node := snapshot.find(id_)) is not None
    }
    none_yet = {snapshot.id(node) for node, vector in vectors.items() if vector is None}
    # Where no text has a vector none is waited for.
    still = frozenset(none_yet - silent) if snapshot.cells.rows else frozenset()
    return with_vectors(snapshot, vectors), still, len(vectors) - len(none_yet)


def _is_unexplained(changes: Changes, since: int, embedded: int) -> bool:
    """Whether nothing tells what a revision brought: vectors of texts that were known before."""
    told = changes.entities or changes.relationships or changes.deletions
    return changes.revision > since and not told and not embedded
