"""What goes with what: a linear item-to-item model, solved on the side that is smaller."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import linalg, sparse

RIDGE = 100.0
"""Strength of the regularisation, where an entry is 1 on average."""
MAX_ROWS = 3_000
"""Rows that the model learns from: those with most entries, ties by place."""
_TINY = 1e-12
_COLUMNS_AT_A_TIME = 2_000


class Ease:
    """EASE, the shallow autoencoder of Steck (WWW 2019), in its dual form.

    EASE predicts a row `x` by `x B`, where `B = I - P diag(1 / diag(P))` and `P = (X'X + r I)^-1`.
    With the identity `P = (I - X'(XX' + r I)^-1 X) / r` only a matrix as large as the number of
    rows has to be inverted, so that any number of columns costs next to nothing.
    """

    def __init__(self, rows: sparse.csr_array, ridge: float = RIDGE) -> None:
        """`rows`: (M, columns), what each of M members has to do with."""
        entries = np.diff(rows.indptr)
        order = np.lexsort((np.arange(len(entries)), -entries))
        kept = np.sort(order[: min(MAX_ROWS, int((entries > 0).sum()))])
        self._ridge = ridge
        self._scale = 1.0 / float(rows.data.mean()) if rows.nnz else 1.0
        self._rows = sparse.csr_array(rows[kept]) * self._scale
        gram = np.asarray((self._rows @ self._rows.T).todense())
        gram[np.diag_indices(len(kept))] += ridge
        factor = linalg.cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
        self._inverse = linalg.cho_solve(factor, np.eye(len(kept)), check_finite=False)
        self._diagonal = self._diagonal_of_p()

    def predict(self, row: sparse.csr_array) -> npt.NDArray[np.float64]:
        """(columns,) how strongly what the row (1, columns) has speaks for each column, >= 0."""
        known = np.asarray(row.todense(), dtype=np.float64).ravel() * self._scale
        if not len(self._inverse):
            return np.zeros(len(known))
        likeness = np.asarray(self._rows @ known).ravel()
        passed = (known - self._rows.T @ (self._inverse @ likeness)) / self._ridge
        predicted = known - passed / self._diagonal
        return np.asarray(np.maximum(predicted, 0.0))

    def _diagonal_of_p(self) -> npt.NDArray[np.float64]:
        """(columns,) the diagonal of P, worked out for some columns at a time."""
        taken = np.zeros(self._rows.shape[1])
        by_column = self._rows.tocsc()
        for begin in range(0, len(taken), _COLUMNS_AT_A_TIME):
            part = by_column[:, begin : begin + _COLUMNS_AT_A_TIME]
            solved = self._inverse @ part
            taken[begin : begin + part.shape[1]] = np.asarray(part.multiply(solved).sum(axis=0))
        return np.asarray(np.maximum((1.0 - taken) / self._ridge, _TINY))
