"""The area under the curve by hand; all other measures are in `test_array_measures`."""

from __future__ import annotations

import math

import numpy as np
import pytest

from benchmarks.measures import auc


def test_auc_by_hand() -> None:
    # Positives 3 and 1 against negatives 2 and 1: won, won, lost, tied.
    scores = np.array([3.0, 1.0, 2.0, 1.0])
    assert auc(scores, np.array([True, True, False, False])) == pytest.approx(2.5 / 4)


def test_auc_of_equal_scores_is_a_half_also_when_nobody_was_ranked() -> None:
    positive = np.array([True, False, False])
    assert auc(np.full(3, 7.0), positive) == 0.5
    assert auc(np.full(3, -math.inf), positive) == 0.5
