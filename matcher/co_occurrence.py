"""What goes with what: a linear item-to-item model, solved on the side that is smaller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.adjacency import row_places, spans_of
from matcher.node_values import NodeValues

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
    rows: sparse.csr_array
    inverse: npt.NDArray[np.float32]
    left: npt.NDArray[np.float32]
    scale: float

    @classmethod
    def learned_from(
        cls, table: sparse.csr_array, nodes: npt.NDArray[np.int32], ridge: float = RIDGE
    ) -> Self:
        """`table`: (M, columns), what each of M members has to do with; `nodes`: (columns,)."""
        entries = np.diff(table.indptr)
        order = np.lexsort((np.arange(len(entries)), -entries))
        kept = np.sort(order[: min(MAX_ROWS, int((entries > 0).sum()))])
        scale = 1.0 / float(table.data.mean(dtype=np.float64)) if table.nnz else 1.0
        rows = table[kept].astype(np.float64) * scale
        columns = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
        by_column = sparse.csr_array(rows[:, columns].T)
        gram = np.asarray((rows @ rows.T).todense())
        gram[np.diag_indices(len(kept))] += ridge
        inverse = _inverted(gram)
        return cls(
            nodes=nodes[columns],
            rows=by_column.astype(np.float32),
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
        places, known = self._known(nodes, values)
        owners, at = row_places(spans_of(self.rows.indptr), places)
        weights = known[owners] * self.rows.data[at]
        likeness = np.bincount(self.rows.indices[at], weights, len(self.inverse))
        alike = np.flatnonzero(likeness)
        passed = likeness[alike].astype(np.float32) @ self.inverse[alike]
        predicted = (self.rows @ passed).astype(np.float64)
        predicted[places] -= known
        predicted /= self.left
        predicted[places] += known
        return NodeValues(self.nodes, np.maximum(predicted, 0.0))

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


def _left(by_column: sparse.csr_array, inverse: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(C,) `r diag(P)` of by_column (C, R), worked out for some columns at a time."""
    taken = np.zeros(by_column.shape[0])
    for begin in range(0, len(taken), _COLUMNS_AT_A_TIME):
        part = by_column[begin : begin + _COLUMNS_AT_A_TIME]
        solved = part @ inverse
        taken[begin : begin + part.shape[0]] = np.asarray(part.multiply(solved).sum(axis=1)).ravel()
    return np.asarray(np.maximum(1.0 - taken, _TINY))
