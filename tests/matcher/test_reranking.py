from __future__ import annotations

import numpy as np

from matcher.reranking import _between_0_and_1, _marginal


def test_a_twin_of_the_first_waits_behind_something_different() -> None:
    pool = np.array([7, 8, 9])
    relevance = np.array([1.0, 0.95, 0.8])
    likeness = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert _marginal(pool, relevance, likeness, 0.3, 3) == [7, 9, 8]
    assert _marginal(pool, relevance, likeness, 0.0, 3) == [7, 8, 9]
    assert _marginal(pool, relevance, likeness, 0.3, 2) == [7, 9]


def test_scores_that_are_all_alike_are_all_relevant() -> None:
    assert _between_0_and_1(np.array([2.0, 2.0])).tolist() == [1.0, 1.0]
    assert _between_0_and_1(np.array([1.0, 3.0, 2.0])).tolist() == [0.0, 1.0, 0.5]
