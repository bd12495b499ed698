"""What goes with what: a linear item-to-item model, solved on the side that is smaller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.node_values import NodeValues
from matcher.sparse_rows import SparseRows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Nodes = npt.NDArray[np.int32]
RIDGE = 100.0
"""Strength of the regularisation, where an entry is 1 on average."""
MAX_ROWS = 3_000
"""Rows that the model learns from: those with most entries, ties by place."""
_TINY = 1e-12
_COLUMNS_AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Ease:
    """EASE, the shallow autoencoder of Steck (WWW 2019), in its dual form.

    EASE predicts a row `x` by `x B`, where `B = I - P diag(1 / diag(P))` and `P = (X'X + r I)^-1`.
    With the identity `P = (I - X'(XX' + r I)^-1 X) / r` only a matrix as large as the number of
    rows has to be inverted, so that any number of columns costs next to nothing.

    Attributes:
        nodes: (C,) int32, ascending, the node of each column that a learned row has.
        rows: (C, R) float32, the R rows that were learned from, by column.
        inverse: (R, R) float32, of `XX' + r I`.
        left: (C,) float32, `r diag(P)`.
        scale: what values are multiplied by, so that an entry is 1 on average.
    """

    nodes: npt.NDArray[np.int32]
    rows: SparseRows
    inverse: npt.NDArray[np.float32]
    left: npt.NDArray[np.float32]
    scale: float

    @classmethod
    def learned_from(
        cls, table: SparseRows, nodes: npt.NDArray[np.int32], ridge: float = RIDGE
    ) -> Self:
        """`table`: (M, columns), what each of M members has to do with; `nodes`: (columns,)."""
        matrix = table.of_scipy()
        entries = np.diff(matrix.indptr)
        order = np.lexsort((np.arange(len(entries)), -entries))
        kept = np.sort(order[: min(MAX_ROWS, int((entries > 0).sum()))])
        scale = 1.0 / float(matrix.data.mean(dtype=np.float64)) if matrix.nnz else 1.0
        rows = matrix[kept].astype(np.float64) * scale
        columns = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
        by_column = rows[:, columns].T.tocsr()
        gram = np.asarray((rows @ rows.T).todense())
        gram[np.diag_indices(len(kept))] += ridge
        inverse = _inverted(gram)
        return cls(
            nodes=nodes[columns],
            rows=SparseRows.of(by_column.astype(np.float32)),
            inverse=inverse.astype(np.float32),
            left=_left(by_column, inverse).astype(np.float32),
            scale=scale,
        )

    def predict(self, nodes: npt.NDArray[np.int32], values: npt.NDArray[np.floating]) -> NodeValues:
        """How strongly what a row has speaks for each column, >= 0; 0 where nobody learned of it.

        Args:
            nodes: (k,) ascending, of the columns that the row has.
            values: (k,) its entries.
        """
        places, known, passed = self._passed(nodes, values)
        predicted = self.rows.times(passed).astype(np.float64)
        predicted[places] -= known
        predicted /= self.left
        predicted[places] += known
        return NodeValues(self.nodes, np.maximum(predicted, 0.0))

    def predict_of(
        self, nodes: npt.NDArray[np.int32], values: npt.NDArray[np.floating], wanted: Nodes
    ) -> npt.NDArray[np.float64]:
        """(n,) as `predict`, of some nodes (n,) alone, in any order."""
        places, known, passed = self._passed(nodes, values)
        columns = np.minimum(np.searchsorted(self.nodes, wanted), max(len(self.nodes) - 1, 0))
        asked = wanted, columns.astype(np.int64), self.nodes, places, known
        return np.asarray(_predicted(*asked, *self.rows.arrays, passed, self.left))

    def _passed(
        self, nodes: npt.NDArray[np.int32], values: npt.NDArray[np.floating]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], npt.NDArray[np.float32]]:
        """Places and scaled values of what was learned of, and (R,) what it passes to each row."""
        places, known = self._known(nodes, values)
        return places, known, _passed(places, known, *self.rows.arrays, self.inverse)

    def _known(
        self, nodes: npt.NDArray[np.int32], values: npt.NDArray[np.floating]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
        """Places and scaled values of those of the columns that were learned of."""
        if not len(self.nodes):
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        places = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        there = self.nodes[places] == nodes
        return places[there], values[there].astype(np.float64) * self.scale


def _inverted(gram: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse of a symmetric positive definite matrix, which is overwritten."""
    # Loaded when a model is learned: those who only ask do not wait for it.
    from scipy import linalg  # noqa: PLC0415

    factor = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    return np.asarray(linalg.cho_solve(factor, np.eye(len(gram)), check_finite=False))


def _left(by_column: csr_array, inverse: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(C,) `r diag(P)` of by_column (C, R), worked out for some columns at a time."""
    taken = np.zeros(by_column.shape[0])
    for begin in range(0, len(taken), _COLUMNS_AT_A_TIME):
        part = by_column[begin : begin + _COLUMNS_AT_A_TIME]
        solved = part @ inverse
        taken[begin : begin + part.shape[0]] = np.asarray(part.multiply(solved).sum(axis=1)).ravel()
    return np.asarray(np.maximum(1.0 - taken, _TINY))


# numba infers the types of the arrays of all that follows.
@kernel
def _passed(places, known, begins, rows, values, inverse):  # type: ignore[no-untyped-def]
    """(R,) float32, how alike the learned rows are to what is known, times their inverse."""
    likeness = np.zeros(len(inverse))
    for place in range(len(places)):
        for at in range(begins[places[place]], begins[places[place] + 1]):
            likeness[rows[at]] += known[place] * values[at]
    passed = np.zeros(len(inverse), dtype=np.float32)
    for row in range(len(inverse)):
        if likeness[row] != 0.0:
            amount = np.float32(likeness[row])
            for column in range(len(inverse)):
                passed[column] += amount * inverse[row, column]
    return passed


@kernel
def _predicted(wanted, columns, nodes, places, known, begins, rows, values, passed, left):  # type: ignore[no-untyped-def]
    found = np.zeros(len(wanted))
    for place in range(len(wanted) if len(nodes) else 0):
        column = columns[place]
        if nodes[column] == wanted[place]:
            total = np.float32(0.0)
            for at in range(begins[column], begins[column + 1]):
                total += values[at] * passed[rows[at]]
            at = np.searchsorted(places, column)
            own = known[at] if at < len(places) and places[at] == column else 0.0
            found[place] = max((total - own) / left[column] + own, 0.0)
    return found
