"""Contexts and columns as vectors: how what was learned about a past meets a new question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, diags_array

from benchmarks.choice_matrix import ChoiceMatrix
from benchmarks.rival import Scores
from benchmarks.tasks import Query

Factors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FittedFactors:
    """Scores are inner products of a query's vector and the targets' vectors.

    Attributes:
        matrix: of the past.
        contexts: (O, D) float32, the vectors of known contexts.
        columns: (V, D) float32, what they are multiplied with; the first T are the targets'.
        parts: (V, D) float32, the columns as parts of a new basket.
    """

    matrix: ChoiceMatrix
    contexts: Factors
    columns: Factors
    parts: Factors

    def score(self, queries: Sequence[Query], /) -> Scores:
        scores: Scores = self._vectors(queries) @ self.columns[: self.matrix.target_count].T
        return scores

    def _vectors(self, queries: Sequence[Query]) -> npt.NDArray[np.float64]:
        """(Q, D): what was learned of a known context, and of a new one the mean of its items."""
        vectors = means_of_parts(self.matrix.rows_of(queries), self.parts)
        known = np.array([query.known for query in queries])
        vectors[known >= 0] = self.contexts[known[known >= 0]]
        return vectors


def means_of_parts(rows: csr_array, parts: Factors) -> npt.NDArray[np.float64]:
    """(Q, D) float64: the weighted mean of the parts (V, D) in each of the rows (Q, V)."""
    totals = np.asarray(rows.sum(axis=1), dtype=np.float64)
    shares = diags_array(1.0 / np.where(totals > 0.0, totals, 1.0)) @ rows
    means: npt.NDArray[np.float64] = shares @ parts.astype(np.float64)
    return means
