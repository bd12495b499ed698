"""Vectors of texts that were written or changed after a snapshot was taken: they lie behind all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from graph.adjacency import frozen
from graph.lending import NoRoomLeft, Places
from graph.rewriting import Base
from graph.snapshot import Snapshot
from graph.snapshot_building import quantised

Vector = npt.NDArray[np.float32]

_ONE_IN, _LEAST = 50, 1_024
"""Room for one more vector in so many, and for so many besides."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorRoom:
    """What holds the vectors of all versions of a snapshot.

    Attributes:
        base: vectors, their scales and their nodes, with room behind them.
        held: by node, what keeps the place of its vector, where its text was changed; None of a
            text that has none.
    """

    base: Base
    held: Mapping[int, Places | None] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> VectorRoom:
        """That of a snapshot, made when it is first asked for."""
        columns = snapshot.vectors, snapshot.vector_scales, snapshot.vector_nodes
        return cls(Base(columns, len(snapshot.vectors) // _ONE_IN + _LEAST))


def with_vectors(snapshot: Snapshot, vectors: Mapping[int, Vector | None]) -> Snapshot:
    """The snapshot in which nodes have these vectors (D,); None: none.

    The rows that they had stay where they are, and are nobody's (`VectorCells`).

    Raises:
        NoRoomLeft: there is no room for so many vectors, or they are of another length.
    """
    vectors = {node: new for node, new in vectors.items() if _differs(snapshot, node, new)}
    if not vectors:
        return snapshot
    room = snapshot.vector_room or VectorRoom.of(snapshot)
    rows = snapshot.vector_rows.copy()
    rows[list(vectors)] = -1
    nodes = sorted(node for node, vector in vectors.items() if vector is not None)
    places = None
    if nodes:
        new = [vector for node in nodes if (vector := vectors[node]) is not None]
        places = _put(room, np.stack(new), np.array(nodes, dtype=np.int32))
        rows[nodes] = np.arange(places.begin, places.end)
    held = {node: None if vector is None else places for node, vector in vectors.items()}
    stored, scales, owners = room.base.columns
    loose = np.flatnonzero(rows >= snapshot.cells.rows)
    return replace(
        snapshot,
        vectors=stored,
        vector_scales=scales,
        vector_nodes=owners,
        vector_rows=frozen(rows),
        cells=snapshot.cells.with_loose(
            rows[loose].astype(np.int64), np.searchsorted(loose, snapshot.kind_offsets).tolist()
        ),
        vector_room=VectorRoom(room.base, {**room.held, **held}),
    )


def _put(room: VectorRoom, vectors: Vector, nodes: npt.NDArray[np.int32]) -> Places:
    stored, scales = quantised(vectors)
    if stored.shape[1] != room.base.columns[0].shape[1]:
        raise NoRoomLeft("vectors of another length are kept elsewhere")
    return room.base.put((stored, scales, nodes))


def _differs(snapshot: Snapshot, node: int, vector: Vector | None) -> bool:
    row = int(snapshot.vector_rows[node])
    if row < 0 or vector is None:
        return row >= 0 or vector is not None
    stored, scales = quantised(vector.reshape(1, -1))
    same = np.array_equal(stored[0], snapshot.vectors[row])
    return not same or scales[0] != snapshot.vector_scales[row]
