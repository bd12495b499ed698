"""A frozen copy of one community in arrays, and its views: as of a time, without some nodes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency, frozen
from graph.errors import EntityNotFound
from graph.packing import seconds
from graph.records import EntityId
from graph.schema import KIND_RANKS, KINDS_IN_ORDER, EntityKind
from graph.snapshot_building import (
    vector_places,
)
from graph.snapshot_origin import Origin
from graph.string_table import StringTable
from graph.vector_cells import VectorCells

if TYPE_CHECKING:
    from graph.later_texts import VectorRoom

__all__ = ["Adjacency", "Edges", "Snapshot", "edges_between"]

Number = TypeVar("Number", np.int32, np.int64)
_PREFIXES = {kind.value: kind for kind in KINDS_IN_ORDER}


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """N nodes, E edges and M vectors of D dimensions, as they stood at one revision.

    The nodes of a kind are contiguous; in a small community they are sorted by the code points of
    their ids, in a large one those that belong together lie together (`graph.snapshot_building`),
    and each kind ends with absent nodes that are nobody's yet (`graph.spare_numbers`).
    All arrays are C-contiguous and read-only; they may be mapped from files.

    Attributes:
        community: whose it is.
        revision: the community's revision that it shows.
        model: the embedding model of its vectors.
        ids, names: N of each.
        by_id: (N,) int32, all nodes by kind and, within a kind, by the code points of their ids;
            those that are nobody's have none and come first.
        kind_offsets: where each of `KINDS_IN_ORDER` begins, and N at the end.
        node_times: (N,) int32, seconds since 2000, NO_TIME where always.
        node_starts: (N,) int32, when an activity begins, and what a member asks of their
            answers (`graph.preferences`); NO_TIME where it does not say.
        flags: (N,) uint16, see `graph.packing`.
        capacities: (N,) uint16, meaningful where HAS_CAPACITY is set.
        out, into: the edges from and to each node.
        vectors: (M, D) int8; `vectors[i] * vector_scales[i]` is about the unit vector of row `i`.
        vector_scales: (M,) float32.
        vector_rows: (N,) int32, the row of each node's vector, -1 where it has none.
        vector_nodes: (M,) int32, the node of each row, by kind, cell and node; a row is its node's
            own only if `vector_rows` says so as well.
        cells: which rows lie together.
        vector_room: where vectors were put since (`graph.later_texts`); None: nowhere.
        until: the second that `as_of` cut it at, or None.
        settled: memberships that ended are gone (`as_of`, `current`).
        origins: (N,) int32, ascending, the numbers that the nodes have in the whole snapshot that
            this one is a view of; None for the whole itself.
        absent: (A,) int32, ascending, nodes that are not to be seen: they have no edges.
        origin: where it was opened; None of a view, and of what is in memory alone.
    """

    community: str
    revision: int
    model: str
    ids: StringTable
    names: StringTable
    by_id: npt.NDArray[np.int32]
    kind_offsets: tuple[int, ...]
    node_times: npt.NDArray[np.int32]
    node_starts: npt.NDArray[np.int32]
    flags: npt.NDArray[np.uint16]
    capacities: npt.NDArray[np.uint16]
    out: Adjacency
    into: Adjacency
    vectors: npt.NDArray[np.int8]
    vector_scales: npt.NDArray[np.float32]
    vector_rows: npt.NDArray[np.int32]
    vector_nodes: npt.NDArray[np.int32]
    cells: VectorCells
    until: int | None = None
    settled: bool = False
    origins: npt.NDArray[np.int32] | None = None
    absent: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    vector_room: VectorRoom | None = None
    origin: Origin | None = None

    @property
    def size(self) -> int:
        """N, the number of nodes, also of those that are not to be seen."""
        return len(self.node_times)

    @property
    def in_sight(self) -> int:
        """The number of nodes that are to be seen."""
        return self.size - len(self.absent)

    def node(self, entity: EntityId) -> int:
        """The number of an entity. Raises EntityNotFound."""
        found = self.find(entity)
        if found is None:
            raise EntityNotFound(entity, self.community)
        return found

    def find(self, entity: str) -> int | None:
        """The number of an entity; None when it is not there or could not be an id."""
        kind = _PREFIXES.get(entity.partition(":")[0])
        found = (
            None
            if kind is None
            else self.ids.find(entity, self.by_id[slice(*self.range(kind))].data)
        )
        return None if found is None or self.is_absent(found) else found

    def present(self, nodes: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Those of the nodes (n,) that are to be seen."""
        return nodes[self.are_present(nodes)] if len(self.absent) else nodes

    def are_present(
        self, nodes: npt.NDArray[np.int32] | npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """(n,) which of the nodes are to be seen."""
        places = np.searchsorted(self.absent, nodes)
        return np.asarray(np.append(self.absent, -1)[places] != nodes)

    def is_absent(self, node: int) -> bool:
        """Whether a node is not to be seen."""
        place = int(self.absent.searchsorted(node))
        return place < len(self.absent) and int(self.absent[place]) == node

    def id(self, node: int) -> EntityId:
        """The id of a node. IndexError when there is no such node."""
        return EntityId(self.ids[node])

    def name(self, node: int) -> str:
        """What a person would call the node. IndexError when there is no such node."""
        return self.names[node]

    def kind(self, node: int) -> EntityKind:
        """The kind of a node. IndexError when there is no such node."""
        if not 0 <= node < self.size:
            raise IndexError(node)
        return KINDS_IN_ORDER[bisect_right(self.kind_offsets, node) - 1]

    def count(self, kind: EntityKind) -> int:
        """How many of a kind are to be seen."""
        begin, end = self.range(kind)
        return end - begin - int(np.diff(np.searchsorted(self.absent, [begin, end]))[0])

    def nodes(self, kind: EntityKind | None = None) -> npt.NDArray[np.int32]:
        """(n,) int32, ascending, the nodes of a kind (None: of all) that are to be seen."""
        begin, end = (0, self.size) if kind is None else self.range(kind)
        return self.present(np.arange(begin, end, dtype=np.int32))

    def range(self, kind: EntityKind) -> tuple[int, int]:
        """The first node of a kind, and the one after its last; some may not be to be seen."""
        rank = KIND_RANKS[kind]
        return self.kind_offsets[rank], self.kind_offsets[rank + 1]

    def in_whole(self, nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """The numbers that nodes have in the whole snapshot that this one is a view of."""
        return nodes if self.origins is None else self.origins[nodes]

    def of_whole(self, nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """The numbers here of those of the whole snapshot's nodes (n,), ascending, that are."""
        if self.origins is None:
            return nodes
        return np.flatnonzero(np.isin(self.origins, nodes)).astype(np.int32)

    def changeable(self) -> Snapshot:
        """The same, with room for rows of edges that are rewritten."""
        return replace(self, out=self.out.changeable(), into=self.into.changeable())

    def packed(self) -> Snapshot:
        """The same, with each row of edges behind the one before: copied if any was rewritten."""
        return replace(self, out=self.out.packed(), into=self.into.packed())

    def as_of(self, moment: datetime) -> Snapshot:
        """What was known strictly before `moment`, as a snapshot in memory with its own numbers.

        Times are kept in whole seconds, rounded down; so is `moment`, and what happened in its
        second counts as later. Nodes and edges without a time were always there. Memberships that
        had ended by then are gone. What is said of a node itself (name, flags, vector) is what the
        store says now.

        Raises:
            ValueError: this is itself a view in which memberships have ended, so that an earlier
                time cannot be shown from it; ask the snapshot it was made from.
        """
        before = seconds(moment)
        if self.until is not None and before >= self.until:
            return self
        if self.settled:
            raise ValueError("as_of must be asked of the whole snapshot, not of a view of it")
        return self._view(self.node_times < before, before, settled=True)

    def current(self) -> Snapshot:
        """All that is known, without the memberships that have ended."""
        if self.settled:
            return self
        if not self.out.packed().has_departures():
            return replace(self, settled=True)
        return self._view(np.ones(self.size, dtype=np.bool_), None, settled=True)

    def without(self, nodes: Collection[int]) -> Snapshot:
        """The snapshot without these nodes and all their edges, with numbers of its own."""
        kept = np.ones(self.size, dtype=np.bool_)
        kept[np.fromiter(nodes, np.int64, len(nodes))] = False
        return self._view(kept, self.until, settled=self.settled)

    def without_edges(self, hidden: Collection[tuple[int, int]]) -> Snapshot:
        """The snapshot without any edge between the two nodes of each pair, whichever way."""
        size = np.int64(self.size)
        pairs = np.array(sorted(hidden), dtype=np.int64).reshape(-1, 2)
        keys = np.unique(np.concatenate([pairs @ [size, 1], pairs @ [1, size]]))
        nodes = np.ones(self.size, dtype=np.bool_)
        out, into = self.out.packed(), self.into.packed()
        return replace(
            self,
            out=out.keep(_not_among(out, keys, self.size), nodes),
            into=into.keep(_not_among(into, keys, self.size), nodes),
            origin=None,
        )

    def _view(self, kept: npt.NDArray[np.bool_], before: int | None, *, settled: bool) -> Snapshot:
        kept[self.absent] = False
        counts = np.concatenate(([0], np.cumsum(kept)))
        rows, cells = self._rows_and_cells(kept, known_later=before is not None)
        numbers = (counts[1:] - 1).astype(np.int32)
        vector_nodes = numbers[self.vector_nodes[rows]]
        size = int(counts[-1])
        return Snapshot(
            community=self.community,
            revision=self.revision,
            model=self.model,
            ids=self.ids.keep(kept),
            names=self.names.keep(kept),
            by_id=frozen(numbers[self.by_id[kept[self.by_id]]]),
            kind_offsets=tuple(counts[list(self.kind_offsets)].tolist()),
            node_times=frozen(self.node_times[kept]),
            node_starts=frozen(self.node_starts[kept]),
            flags=frozen(self.flags[kept]),
            capacities=frozen(self.capacities[kept]),
            out=_restricted(self.out.packed(), kept, before, settled and not self.settled),
            into=_restricted(self.into.packed(), kept, before, settled and not self.settled),
            vectors=frozen(self.vectors[rows]),
            vector_scales=frozen(self.vector_scales[rows]),
            vector_rows=frozen(vector_places(size, vector_nodes)),
            vector_nodes=frozen(vector_nodes),
            cells=cells,
            until=before,
            settled=settled,
            origins=frozen(self.in_whole(np.flatnonzero(kept).astype(np.int32))),
        )

    def _rows_and_cells(
        self, kept: npt.NDArray[np.bool_], *, known_later: bool
    ) -> tuple[npt.NDArray[np.int64], VectorCells]:
        """The rows of the vectors of the nodes that are kept, and the cells they lie in."""
        rows = np.sort(self.vector_rows[kept]).astype(np.int64)
        rows = rows[np.searchsorted(rows, 0) :]
        if not known_later:
            return self._rows_in_cells(rows)
        # Where cells are was learned from texts of later times as well: they must not show.
        rows = rows[np.argsort(self.vector_nodes[rows])]
        kind_rows = np.searchsorted(self.vector_nodes[rows], self.kind_offsets)
        return rows, VectorCells.one_a_kind(kind_rows, self.vectors.shape[1])

    def _rows_in_cells(
        self, rows: npt.NDArray[np.int64]
    ) -> tuple[npt.NDArray[np.int64], VectorCells]:
        """The ascending rows, the loose ones by the kinds of their nodes, and the cells of both."""
        count = int(np.searchsorted(rows, self.cells.rows))
        in_cells = np.zeros(self.cells.rows, dtype=np.bool_)
        in_cells[rows[:count]] = True
        cells = self.cells.keep(in_cells)
        if count == len(rows):
            return rows, cells
        loose = rows[count:][np.argsort(self.vector_nodes[rows[count:]])]
        kinds = np.searchsorted(self.vector_nodes[loose], self.kind_offsets).tolist()
        numbers = np.arange(count, len(rows))
        return np.concatenate([rows[:count], loose]), cells.with_loose(numbers, kinds)


def _not_among(side: Adjacency, keys: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Places of the edges whose `owner * size + neighbour` is none of the keys."""
    own = side.owners().astype(np.int64) * size + side.neighbours
    return np.flatnonzero(~np.isin(own, keys))


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Those of a snapshot in both directions."""

    out: Adjacency
    into: Adjacency


def edges_between(snapshot: Snapshot, nodes: npt.NDArray[np.bool_]) -> Edges:
    """The edges that last between the nodes where `nodes` (N,) is true, in the same numbers."""
    everybody = np.ones(snapshot.size, dtype=np.bool_)

    def lasting(side: Adjacency) -> Adjacency:
        kept = side.between(nodes, snapshot.until)
        kept = kept if snapshot.settled else side.lasting(kept)
        return side.keep(kept, everybody).in_half_floats()

    return Edges(lasting(snapshot.out.packed()), lasting(snapshot.into.packed()))


def _restricted(
    adjacency: Adjacency, nodes: npt.NDArray[np.bool_], before: int | None, settle: bool
) -> Adjacency:
    kept = adjacency.between(nodes, before)
    if settle:
        kept = adjacency.lasting(kept)
    return adjacency.keep(kept, nodes)
