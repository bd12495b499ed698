"""Relationships that changed, in one snapshot's numbers, and the rows that follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from graph import packing
from graph.adjacency import Adjacency, edge_order, row_places
from graph.paging import Way
from graph.records import Relationship
from graph.schema import RELATIONSHIP_CODES
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class EdgeChanges:
    """What takes the place of what, in node numbers.

    Attributes:
        ways: (W, 3) int64, source, target and kind of the edges that are replaced.
        sources, targets: (n,) int32, the ends of the edges that are there now.
        facts: (n,) int64, those edges, see `graph.packing.pack_relationship`.
    """

    ways: npt.NDArray[np.int64]
    sources: Nodes
    targets: Nodes
    facts: Positions

    @classmethod
    def of(
        cls, snapshot: Snapshot, ways: Iterable[Way], present: Sequence[Relationship]
    ) -> EdgeChanges:
        """Those between nodes that the snapshot shows.

        Args:
            snapshot: whose numbers.
            ways: which relationships are replaced.
            present: all that go these ways now.
        """
        replaced = [
            (source, target, RELATIONSHIP_CODES[kind])
            for kind, *ends in ways
            for source, target in _found(snapshot, ends)
        ]
        edges = [
            (source, target, packing.pack_relationship(edge))
            for edge in present
            for source, target in _found(snapshot, (edge.source, edge.target))
        ]
        columns = np.array(edges, dtype=np.int64).reshape(-1, 3)
        return cls(
            np.array(replaced, dtype=np.int64).reshape(-1, 3),
            columns[:, 0].astype(np.int32),
            columns[:, 1].astype(np.int32),
            columns[:, 2],
        )

    def turned(self) -> EdgeChanges:
        """The same edges the other way round."""
        return EdgeChanges(self.ways[:, [1, 0, 2]], self.targets, self.sources, self.facts)


@dataclass(frozen=True, slots=True, eq=False)
class ChangedRows:
    """Rows (R,) that are other ones now, see `graph.rewriting.Version.rewritten`.

    Attributes:
        nodes: (R,) int32, ascending.
        lengths: (R,) of the rows.
        columns: their entries (n,), as `Adjacency.columns`.
    """

    nodes: Nodes
    lengths: Positions
    columns: tuple[npt.NDArray[Any], ...]


def changed_rows(side: Adjacency, changes: EdgeChanges) -> ChangedRows:
    """The rows of edges from each source, as they are after the changes."""
    nodes = np.unique(np.concatenate([changes.ways[:, 0], changes.sources])).astype(np.int32)
    owners, places = row_places(side.spans, nodes)
    kept = ~_is_replaced(nodes[owners], side.neighbours[places], side.kinds[places], changes.ways)
    owners, places = owners[kept], places[kept]
    facts = changes.facts
    added = (
        changes.targets,
        packing.unpack_kinds(facts),
        packing.unpack_verbs(facts),
        packing.unpack_times(facts),
        packing.unpack_strengths(facts),
    )
    columns = [
        np.concatenate([old[places], new]) for old, new in zip(side.columns, added, strict=True)
    ]
    owners = np.concatenate([owners, np.searchsorted(nodes, changes.sources)])
    order = edge_order(owners, columns)
    lengths = np.bincount(owners, minlength=len(nodes))
    return ChangedRows(nodes, lengths, tuple(column[order] for column in columns))


def with_edges(snapshot: Snapshot, changes: EdgeChanges) -> tuple[Snapshot, ChangedRows, Positions]:
    """The snapshot with other edges; its changed rows of edges from nodes, and where they lie.

    Raises:
        NoRoomLeft: there is no room for the rows that change.
    """
    rows, turned = (
        changed_rows(snapshot.out, changes),
        changed_rows(snapshot.into, changes.turned()),
    )
    out, lies_at = snapshot.out.rewritten(rows.nodes, rows.lengths, rows.columns)
    into, _ = snapshot.into.rewritten(turned.nodes, turned.lengths, turned.columns)
    return replace(snapshot, out=out, into=into), rows, lies_at


def _is_replaced(
    owners: Nodes, neighbours: Nodes, kinds: npt.NDArray[np.uint8], ways: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """(n,) which entries go one of the ways; most name a neighbour whom no way names."""
    found = np.zeros(len(owners), dtype=np.bool_)
    near = np.flatnonzero(np.isin(neighbours, ways[:, 1]))
    said = (owners[near].astype(np.int64) << 40) | (neighbours[near].astype(np.int64) << 8)
    wanted = (ways[:, 0] << 40) | (ways[:, 1] << 8) | ways[:, 2]
    found[near] = np.isin(said | kinds[near], wanted)
    return found


def _found(snapshot: Snapshot, ends: Sequence[Any]) -> list[tuple[int, int]]:
    source, target = (snapshot.find(end) for end in ends)
    return [] if source is None or target is None else [(source, target)]
