"""EASE: the linear model that rebuilds each column from all others best, in closed form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array

from benchmarks.choice_matrix import ChoiceMatrix, choice_matrix, has_company
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query

MAX_SIDE = 5_000
"""Rows of the greatest matrix that is inverted: 200 MB and about ten seconds on one core."""

Dense = npt.NDArray[np.float64]


class Ease:
    """Embarrassingly Shallow Autoencoders for Sparse Data (Steck, WWW 2019).

    Where contexts are fewer than columns the same scores are had from the contexts' own Gram
    matrix, so that a large catalogue costs little. Where both are more than `MAX_SIDE`, the
    columns used most are kept and targets that are not among them are left out (NaN).
    """

    name = "EASE"
    is_quick = True
    grid: Sequence[Settings] = (
        {"ridge": 100.0},
        {"ridge": 20.0},
        {"ridge": 300.0},
        {"ridge": 1_000.0},
        {"ridge": 20.0, "fading_days": 60.0},
        {"ridge": 300.0, "fading_days": 60.0},
    )

    def suits(self, past: Past, /) -> bool:
        return has_company(past)

    def fit(self, past: Past, settings: Settings, seed: int, /) -> Fitted:  # noqa: ARG002
        matrix = choice_matrix(past, fading_days=float(settings.get("fading_days", math.inf)))
        ridge = float(settings["ridge"])
        contexts, columns = matrix.rows.shape
        if contexts < columns and contexts <= MAX_SIDE:
            return ease_by_contexts(matrix, ridge)
        return ease_by_columns(matrix, ridge, MAX_SIDE)


@dataclass(frozen=True, slots=True, eq=False)
class EaseByColumns:
    """Equation 8 of the paper: B = -P / diag(P) with 0 on its diagonal, P = inverse(X'X + ridge I).

    Attributes:
        matrix: of the past, X.
        columns: (W,) int64, ascending, the columns that are kept.
        weights: (W, U) float64, B for the U targets among them.
    """

    matrix: ChoiceMatrix
    columns: npt.NDArray[np.int64]
    weights: Dense

    def score(self, queries: Sequence[Query], /) -> Scores:
        scores = np.full((len(queries), self.matrix.target_count), np.nan)
        rows = self.matrix.rows_of(queries)[:, self.columns]
        scores[:, self.columns[: self.weights.shape[1]]] = rows @ self.weights
        return scores


@dataclass(frozen=True, slots=True, eq=False)
class EaseByContexts:
    """The same from K = XX' + ridge I, for ridge P = I - X' inverse(K) X (Woodbury's identity).

    Attributes:
        matrix: of the past, X.
        solved: (O, T) float64, inverse(K) X of the targets.
        precision: (T,) float64, the diagonal of ridge P at the targets, above 0 and at most 1.
    """

    matrix: ChoiceMatrix
    solved: Dense
    precision: Dense

    def score(self, queries: Sequence[Query], /) -> Scores:
        rows = self.matrix.rows_of(queries)
        own: Dense = rows[:, : self.matrix.target_count].toarray()
        # q B = q - q P / diag(P): what the diagonal would say of a target itself is taken out.
        shared = (rows @ self.matrix.rows.T).toarray()
        scores: Scores = own - (own - shared @ self.solved) / self.precision
        return scores


def ease_by_columns(matrix: ChoiceMatrix, ridge: float, most: int) -> EaseByColumns:
    """EASE of the `most` columns that most contexts have, of equal ones the earlier."""
    used = np.diff(matrix.rows.tocsc().indptr)
    columns = np.sort(np.argsort(-used, kind="stable")[:most])
    kept = matrix.rows[:, columns]
    inverse = _inverse(kept.T @ kept, ridge)
    targets = int(np.searchsorted(columns, matrix.target_count))
    weights = inverse[:, :targets] / -np.diag(inverse)[:targets]
    np.fill_diagonal(weights, 0.0)
    return EaseByColumns(matrix, columns, weights)


def ease_by_contexts(matrix: ChoiceMatrix, ridge: float) -> EaseByContexts:
    """EASE of all columns, from a matrix of contexts x contexts."""
    targets: Dense = matrix.rows[:, : matrix.target_count].toarray()
    solved = _inverse(matrix.rows @ matrix.rows.T, ridge) @ targets
    return EaseByContexts(matrix, solved, 1.0 - np.einsum("ot,ot->t", targets, solved))


def _inverse(gram: csr_array, ridge: float) -> Dense:
    dense = gram.toarray()
    dense[np.diag_indices_from(dense)] += ridge
    inverse: Dense = cho_solve(cho_factor(dense, overwrite_a=True), np.eye(len(dense)))
    return inverse
