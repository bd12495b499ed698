"""EASE in its dual form gives what the textbook's closed form gives."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from matcher.co_occurrence import Ease

RIDGE = 2.0


def by_the_book(rows: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019, equation 8."""
    inverse = np.linalg.inv(rows.T @ rows + RIDGE * np.eye(rows.shape[1]))
    weights = inverse / -np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    return np.asarray(np.maximum(row @ weights, 0.0))


def test_the_dual_form_is_the_closed_form() -> None:
    random = np.random.default_rng(3)
    rows = (random.random((9, 14)) < 0.4).astype(float)
    predicted = Ease(sparse.csr_array(rows), RIDGE).predict(sparse.csr_array(rows[:1]))
    np.testing.assert_allclose(predicted, by_the_book(rows, rows[0]), atol=1e-9)


def test_what_goes_together_is_found_by_hand() -> None:
    # Two who like 0 like 1 as well; who likes 2 likes nothing else.
    rows = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    asked = np.array([[1.0, 0.0, 0.0]])
    predicted = Ease(sparse.csr_array(rows), RIDGE).predict(sparse.csr_array(asked))
    # P = (X'X + 2)^-1 on the first two columns is the inverse of [[4, 2], [2, 4]].
    assert predicted[1] == pytest.approx(0.5)
    assert predicted[2] == 0.0


def test_the_scale_of_entries_does_not_matter() -> None:
    random = np.random.default_rng(4)
    rows = (random.random((12, 8)) < 0.5).astype(float)
    plain = Ease(sparse.csr_array(rows)).predict(sparse.csr_array(rows[2:3]))
    small = Ease(sparse.csr_array(rows * 0.2)).predict(sparse.csr_array(rows[2:3] * 0.2))
    np.testing.assert_allclose(plain, small, atol=1e-9)


def test_nobody_did_anything_yet() -> None:
    nothing = sparse.csr_array((4, 3))
    assert Ease(nothing).predict(nothing[:1]).tolist() == [0.0, 0.0, 0.0]
