from __future__ import annotations

import numpy as np
import pytest

from matcher.best_few import best_few


@pytest.mark.parametrize(
    ("count", "best"), [(0, []), (1, [3]), (3, [3, 0, 4]), (9, [3, 0, 4, 2, 1])]
)
def test_the_highest_come_first_and_of_equals_the_lower_node(count: int, best: list[int]) -> None:
    nodes = np.array([5, 2, 9, 7, 8], dtype=np.int32)
    values = np.array([0.5, 0.1, 0.2, 0.9, 0.5])
    assert best_few(nodes, values, count).tolist() == best


def test_the_best_of_many_are_those_that_sorting_finds() -> None:
    chance = np.random.default_rng(0)
    nodes = chance.permutation(400).astype(np.int32)
    values = chance.integers(0, 30, 400).astype(np.float64)
    assert best_few(nodes, values, 50).tolist() == np.lexsort((nodes, -values))[:50].tolist()
