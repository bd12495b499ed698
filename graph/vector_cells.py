"""Cells of vectors that mean about the same, so that a search reads the few that can matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from graph.adjacency import frozen
from graph.clustering import clustered, inverse_lengths
from graph.schema import KINDS_IN_ORDER

CELLS_FROM = 4_096
"""Vectors of a kind from which it has more than one cell; fewer are compared one by one."""
_CELLS_PER_ROOT = 2
"""Cells per square root of the vectors; 1 and 4 were measured slower at a million vectors."""
_LARGEST = 4
"""Times the average number of vectors that a cell may have before it is cut into pieces."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorCells:
    """Which rows of a snapshot's vectors lie together in C cells, and where each cell is.

    Rows are ordered by kind of node, cell and node. This is an inverted file index (Sivic and
    Zisserman, "Video Google", ICCV 2003) on the vectors where they are.

    Attributes:
        kinds: (K + 1,) int64, where the cells of each of the K kinds begin, and C at the end.
        offsets: (C + 1,) int64, where the rows of each cell begin, and M at the end.
        centres: (C, D) int8; `centres[c] * scales[c]` is about the unit vector of a cell's middle.
            The centre of a kind's only cell is 0: nobody has to find it.
        scales: (C,) float32.
        loose: (L,) int64, rows that came later and lie in no cell, by the kinds of their nodes.
        loose_kinds: (K + 1,) int64, where those of each kind begin, and L at the end.
    """

    kinds: npt.NDArray[np.int64]
    offsets: npt.NDArray[np.int64]
    centres: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    loose: npt.NDArray[np.int64] = field(default_factory=lambda: _none(0))
    loose_kinds: npt.NDArray[np.int64] = field(
        default_factory=lambda: _none(len(KINDS_IN_ORDER) + 1)
    )

    @property
    def rows(self) -> int:
        """M, the number of rows that lie in cells."""
        return int(self.offsets[-1])

    def with_loose(self, rows: npt.NDArray[np.int64], kinds: Sequence[int]) -> VectorCells:
        """The same cells, and besides these rows (L,) of kinds that begin at `kinds` (K + 1,)."""
        return replace(
            self, loose=frozen(rows), loose_kinds=frozen(np.array(kinds, dtype=np.int64))
        )

    def keep(self, rows: npt.NDArray[np.bool_]) -> VectorCells:
        """The cells of the rows (M,) that stay, with the centres they had; empty ones are gone.

        Loose rows are gone as well.
        """
        offsets = np.concatenate(([0], np.cumsum(rows)))[self.offsets]
        present = np.diff(offsets) > 0
        return VectorCells(
            frozen(np.concatenate(([0], np.cumsum(present)))[self.kinds]),
            frozen(np.concatenate((offsets[:-1][present], offsets[-1:]))),
            frozen(self.centres[present]),
            frozen(self.scales[present]),
        )

    @classmethod
    def one_a_kind(cls, kind_rows: npt.NDArray[np.int64], dimensions: int) -> VectorCells:
        """One cell for each kind that has any rows, so that all of them are compared.

        Args:
            kind_rows: (K + 1,) where the rows of each kind begin, and M at the end.
            dimensions: D.
        """
        present = np.diff(kind_rows) > 0
        count = int(present.sum())
        return cls(
            frozen(np.concatenate(([0], np.cumsum(present))).astype(np.int64)),
            frozen(np.concatenate((kind_rows[:-1][present], kind_rows[-1:])).astype(np.int64)),
            frozen(np.zeros((count, dimensions), dtype=np.int8)),
            frozen(np.zeros(count, dtype=np.float32)),
        )


def _none(count: int) -> npt.NDArray[np.int64]:
    return frozen(np.zeros(count, dtype=np.int64))


def cells_of(
    vectors: npt.NDArray[np.int8], kind_rows: npt.NDArray[np.int64]
) -> tuple[VectorCells, npt.NDArray[np.int64]]:
    """The cells of vectors whose rows are ordered by kind and node, and the order to bring them in.

    The same rows give the same cells on any machine: there is no chance in it, and all sums are of
    whole numbers.

    Args:
        vectors: (M, D).
        kind_rows: (K + 1,) where the rows of each kind begin, and M at the end.

    Returns:
        The cells, and (M,) int64, which of the rows comes at each place.
    """
    order, begins, centres = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [vectors[:0]]
    kinds = [0]
    for first, end in zip(kind_rows[:-1].tolist(), kind_rows[1:].tolist(), strict=True):
        own_order, own_begins, own_centres = _cells_of_kind(vectors[first:end])
        order.append(first + own_order)
        begins.append(first + own_begins)
        centres.append(own_centres)
        kinds.append(kinds[-1] + len(own_begins))
    middle = np.concatenate(centres)
    cells = VectorCells(
        frozen(np.array(kinds, dtype=np.int64)),
        frozen(np.concatenate([*begins, [len(vectors)]]).astype(np.int64)),
        frozen(middle),
        frozen(inverse_lengths(middle)),
    )
    return cells, np.concatenate(order)


def _cells_of_kind(
    vectors: npt.NDArray[np.int8],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int8]]:
    """The order of the rows (n,), where each of their c cells begins, and the centres (c, D)."""
    count = 1 if len(vectors) < CELLS_FROM else round(_CELLS_PER_ROOT * len(vectors) ** 0.5)
    labels, centres = clustered(vectors, count)
    sizes = np.bincount(labels, minlength=count)
    # Texts that are all the same would be one huge cell; its pieces are visited until they help no
    # more. A cell without rows has no piece.
    pieces = -(-sizes * count // max(_LARGEST * len(vectors), 1))
    owners = np.repeat(np.arange(count), pieces)
    nth = np.arange(len(owners)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    begins = (np.cumsum(sizes) - sizes)[owners] + nth * sizes[owners] // pieces[owners]
    return np.argsort(labels, kind="stable"), begins, centres[owners]
