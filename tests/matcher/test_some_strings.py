from __future__ import annotations

import numpy as np
import pytest

from graph.string_table import StringTable
from matcher.some_strings import some_strings


@pytest.mark.parametrize(
    "strings", [["ada", "", "Ζωή", "𝄞"], ["ada", "with\0zero", "bob", ""], ["", "", "", ""]]
)
def test_strings_are_read_in_any_order_and_as_often_as_asked(strings: list[str]) -> None:
    table, places = StringTable.of(strings), [3, 1, 1, 0, 2]
    wanted = np.array(places, dtype=np.int32)
    assert some_strings(table, wanted) == [strings[place] for place in places]
    assert some_strings(table, wanted[:0]) == []
    assert some_strings(table, wanted[:1]) == [strings[3]]
