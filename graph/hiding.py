"""A snapshot without some of its nodes, in the same numbers: only rows that name them are other."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency, row_places
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """Entries of rows that lie elsewhere now: (n,) where, and (n,) where they lay before."""

    lies_at: Positions
    lay_at: Positions


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """A snapshot with fewer nodes to be seen, and what moved among the edges from each node."""

    snapshot: Snapshot
    moved: Moved


def hiding(snapshot: Snapshot, nodes: Nodes) -> Narrowed:
    """The snapshot without these nodes (n,), ascending, and all their edges.

    The numbers of the others stay. It costs what the rows of the nodes' neighbours are long.

    Raises:
        NoRoomLeft: there is no room for those rows.
    """
    if not len(nodes):
        return Narrowed(snapshot, Moved(*2 * (np.zeros(0, dtype=np.int64),)))
    out, moved = _without(snapshot.out, snapshot.into, nodes)
    into, _ = _without(snapshot.into, snapshot.out, nodes)
    absent = np.union1d(snapshot.absent, nodes).astype(np.int32)
    return Narrowed(replace(snapshot, out=out, into=into, absent=absent), moved)


def rows_without(
    nodes: Nodes, spans: Positions, neighbours: Nodes, naming: Nodes
) -> tuple[Nodes, Positions, Positions]:
    """The rows that change when these nodes go.

    Args:
        nodes: (n,) who goes.
        spans: (N, 2) of all rows.
        neighbours: (E,) whom the rows name.
        naming: nodes whose rows may name one of `nodes`, in any order.

    Returns:
        (R,) nodes whose rows change, (R,) how long these are then, and where their entries lay.
    """
    gone = np.zeros(len(spans), dtype=np.bool_)
    gone[nodes] = True
    touched = np.unique(naming)
    touched = touched[~gone[touched]]
    owners, places = row_places(spans, touched)
    kept = ~gone[neighbours[places]]
    lengths = np.bincount(owners[kept], minlength=len(touched))
    rows = np.concatenate([touched, nodes]).astype(np.int32)
    return rows, np.append(lengths, np.zeros(len(nodes), np.int64)), places[kept]


def _without(side: Adjacency, other: Adjacency, nodes: Nodes) -> tuple[Adjacency, Moved]:
    _, naming = row_places(other.spans, nodes)
    rows, lengths, lay_at = rows_without(
        nodes, side.spans, side.neighbours, other.neighbours[naming]
    )
    found, lies_at = side.rewritten(rows, lengths, [column[lay_at] for column in side.columns])
    return found, Moved(lies_at, lay_at)
