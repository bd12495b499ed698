from __future__ import annotations

import numpy as np
import pytest

from matcher.node_values import NodeValues, together


def nodes(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, dtype=np.int32)


SOME = NodeValues(nodes(9, 2, 5), np.array([0.2, 0.3, 0.1]))


def test_nodes_without_a_value_have_0() -> None:
    assert SOME.at(nodes(9, 0, 2, 7, 2, 100)).tolist() == [0.2, 0.0, 0.3, 0.0, 0.3, 0.0]
    assert NodeValues.none().at(nodes(1, 2)).tolist() == [0.0, 0.0]


def test_the_best_are_told_within_a_range() -> None:
    assert SOME.best(0, 10, 2).tolist() == [2, 9]
    assert SOME.best(3, 9, 2).tolist() == [5]
    assert SOME.best(6, 9, 2).tolist() == []


@pytest.mark.parametrize("count", [1, 3, 10, 60])
def test_the_highest_are_those_of_a_whole_sort(count: int) -> None:
    random = np.random.default_rng(3)
    values = random.integers(-3, 9, 60).astype(np.float64)
    everybody = random.permutation(60).astype(np.int32)
    expected = sorted(zip(-values, everybody.tolist(), strict=True))
    found = NodeValues(everybody, values).best(0, 60, count).tolist()
    assert found == [node for value, node in expected if value < 0][:count]


def test_values_of_different_nodes_come_together() -> None:
    others = NodeValues(nodes(3, 12), np.array([7.0, 8.0]))
    both = together([SOME, others])
    assert both.at(nodes(2, 3, 5, 9, 12)).tolist() == [0.3, 7.0, 0.1, 0.2, 8.0]
    assert together([]).nodes.tolist() == []
