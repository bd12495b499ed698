"""EASE in its dual form gives what the textbook's closed form gives."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from matcher import co_occurrence
from matcher.co_occurrence import Ease
from matcher.sparse_rows import SparseRows

RIDGE = 2.0


def by_the_book(rows: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019, equation 8."""
    inverse = np.linalg.inv(rows.T @ rows + RIDGE * np.eye(rows.shape[1]))
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(np.maximum(row @ weights, 0.0))


def predicted_for(
    rows: np.ndarray, row: np.ndarray, ridge: float = co_occurrence.RIDGE
) -> np.ndarray:
    """What is learned from the rows says of another row, for each column."""
    columns = np.arange(rows.shape[1], dtype=np.int32)
    learned = Ease.learned_from(SparseRows.of(sparse.csr_array(rows)), columns, ridge)
    known = np.flatnonzero(row).astype(np.int32)
    predicted = np.asarray(learned.predict(known, row[known]).at(columns))
    some = np.array([*columns[::-2], 99], dtype=np.int32)
    alone = learned.predict_of(known, row[known], some)
    assert alone.tolist() == pytest.approx([*predicted[::-2], 0.0], rel=1e-5, abs=1e-6)
    return predicted


def test_the_dual_form_is_the_closed_form() -> None:
    random = np.random.default_rng(3)
    rows = (random.random((9, 14)) < 0.4).astype(float)
    predicted = predicted_for(rows, rows[0], RIDGE)
    np.testing.assert_allclose(predicted, by_the_book(rows, rows[0]), atol=1e-6)


def test_what_goes_together_is_found_by_hand() -> None:
    # Two who like 0 like 1 as well; who likes 2 likes nothing else.
    rows = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    predicted = predicted_for(rows, np.array([1.0, 0.0, 0.0]), RIDGE)
    # P = (X'X + 2)^-1 on the first two columns is the inverse of [[4, 2], [2, 4]].
    assert predicted[1] == pytest.approx(0.5)
    assert predicted[2] == 0.0


def test_the_scale_of_entries_does_not_matter() -> None:
    random = np.random.default_rng(4)
    rows = (random.random((12, 8)) < 0.5).astype(float)
    plain, small = predicted_for(rows, rows[2]), predicted_for(rows * 0.2, rows[2] * 0.2)
    np.testing.assert_allclose(plain, small, atol=1e-6)


def test_only_those_with_most_entries_are_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(co_occurrence, "MAX_ROWS", 2)
    rows = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0], [0.0, 0.0, 0.0, 1.0]])
    expected = by_the_book(rows[:2], rows[0])
    np.testing.assert_allclose(predicted_for(rows, rows[0], RIDGE), expected, atol=1e-6)
    assert predicted_for(rows, rows[2], RIDGE).tolist() == [0.0] * 4


def test_nobody_did_anything_yet() -> None:
    nothing = np.zeros((4, 3))
    assert predicted_for(nothing, nothing[0]).tolist() == [0.0, 0.0, 0.0]
    assert predicted_for(nothing, np.ones(3)).tolist() == [0.0, 0.0, 0.0]
