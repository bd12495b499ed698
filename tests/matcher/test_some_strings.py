from __future__ import annotations

import numpy as np
import pytest

from graph.string_table import StringTable
from matcher.some_strings import some_strings

OTHERS = ["x", "", "été", "y"]


@pytest.mark.parametrize(
    "strings", [["ada", "", "Ζωή", "𝄞"], ["ada", "with\0zero", "bob", ""], ["", "", "", ""]]
)
def test_strings_are_read_in_any_order_and_as_often_as_asked(strings: list[str]) -> None:
    table, other, places = StringTable.of(strings), StringTable.of(OTHERS), [3, 1, 1, 0, 2]
    wanted = np.array(places, dtype=np.int32)
    both = [strings[place] for place in places], [OTHERS[place] for place in places]
    assert some_strings(table, other, wanted) == both
    assert some_strings(other, table, wanted) == both[::-1]
    assert some_strings(table, other, wanted[:0]) == ([], [])
    assert some_strings(table, other, wanted[:1]) == ([strings[3]], [OTHERS[3]])


def test_strings_that_came_later_are_read_with_the_others() -> None:
    table, other = StringTable.of(["", "bob"]).with_others({0: "Ζωή"}), StringTable.of(["x", "y"])
    wanted = np.array([1, 0], dtype=np.int32)
    assert some_strings(table, other, wanted) == (["bob", "Ζωή"], ["y", "x"])
    assert some_strings(other, table, wanted) == (["y", "x"], ["bob", "Ζωή"])
