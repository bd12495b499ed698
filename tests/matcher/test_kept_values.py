from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.kept_values import KeptValues, Places


class Squares:
    """Works out the squares of nodes, and remembers for which of them it was asked."""

    def __init__(self, nodes: npt.NDArray[np.int32]) -> None:
        self.nodes = nodes
        self.asked: list[int] = []

    def __call__(self, places: Places) -> npt.NDArray[np.float64]:
        self.asked += self.nodes[places].tolist()
        return self.nodes[places].astype(np.float64) ** 2


def test_what_is_known_is_not_worked_out_again() -> None:
    kept = KeptValues(10)
    first, second = (Squares(np.array(nodes, dtype=np.int32)) for nodes in ([2, 5], [5, 0, 7]))
    assert kept.at(first.nodes, first).tolist() == [4.0, 25.0]
    assert kept.at(second.nodes, second).tolist() == [25.0, 0.0, 49.0]
    assert second.asked == [0, 7]


def test_what_differs_from_the_wider_is_worked_out_anew() -> None:
    wider, nodes = KeptValues(10), np.array([1, 2, 3], dtype=np.int32)
    wider.at(nodes, lambda places: np.full(len(places), -1.0))
    own = KeptValues(10, wider, np.array([2], dtype=np.int32))
    squares = Squares(np.array([1, 2, 3, 4], dtype=np.int32))
    assert own.at(squares.nodes, squares).tolist() == [-1.0, 4.0, -1.0, 16.0]
    assert squares.asked == [2, 4]
    assert wider.at(nodes, squares).tolist() == [-1.0, -1.0, -1.0]
