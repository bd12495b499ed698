"""EASE against its closed form, worked out plainly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.choice_matrix import choice_matrix
from benchmarks.peers.ease import Ease, EaseByColumns, ease_by_columns, ease_by_contexts
from tests.benchmarks.peers.planted_blocks import (
    context,
    known_contexts,
    new_questions,
    past_of,
    planted_past,
    query,
)


def test_two_columns_by_hand() -> None:
    """X'X + 1 = [[3, 1], [1, 2]], its inverse [[2, -1], [-1, 3]] / 5: B = [[0, 1/3], [1/2, 0]]."""
    fitted = ease_by_columns(choice_matrix(past_of([[0, 1], [0]], [[], []], 2)), 1.0, 10)
    assert np.allclose(fitted.weights, [[0, 1 / 3], [1 / 2, 0]])


def test_three_columns_equal_the_closed_form() -> None:
    rows = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1], [1, 0, 0]], dtype=np.float64)
    past = past_of([np.flatnonzero(row).tolist() for row in rows], [[]] * 4, 3)
    weights = closed_form(rows, 0.7)
    asked = [query(past, past.contexts[place], [0], known=place) for place in range(4)]
    fitted = Ease().fit(past, {"ridge": 0.7}, 0)
    assert isinstance(fitted, EaseByColumns)
    assert np.allclose(fitted.weights, weights)
    assert np.allclose(fitted.score(asked), rows @ weights)


def closed_form(rows: npt.NDArray[np.float64], ridge: float) -> npt.NDArray[np.float64]:
    inverse = np.linalg.inv(rows.T @ rows + ridge * np.eye(rows.shape[1]))
    weights: npt.NDArray[np.float64] = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return weights


def test_contexts_and_columns_lead_to_the_same_scores() -> None:
    past = planted_past()
    matrix = choice_matrix(past)
    asked = [*new_questions(past), *known_contexts(past), query(past, context(9, []), [0])]
    by_columns = ease_by_columns(matrix, 20.0, 5_000).score(asked)
    assert np.allclose(ease_by_contexts(matrix, 20.0).score(asked), by_columns)


def test_columns_beyond_the_limit_are_left_out() -> None:
    """m0 and m2 are chosen most; m1 has no score, and theirs are those of a past without it."""
    chosen = [[0, 2], [0, 1], [0, 2], [2]]
    past = past_of(chosen, [[]] * 4, 3)
    asked = [query(past, past.contexts[1], [2], known=1)]
    scores = ease_by_columns(choice_matrix(past), 2.0, 2).score(asked)
    weights = closed_form(np.array([[1, 1], [1, 0], [1, 1], [0, 1]], dtype=np.float64), 2.0)
    assert np.allclose(scores, [[0, np.nan, weights[0, 1]]], equal_nan=True)
