from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.numbering import numbered


@given(st.lists(st.integers(0, 2**31 - 1) | st.integers(0, 5), max_size=60))
def test_each_node_has_a_number_as_it_comes_first(values: list[int]) -> None:
    nodes = np.array(values, dtype=np.int32)
    distinct, slots = numbered(nodes)
    assert distinct.tolist() == list(dict.fromkeys(values))
    assert distinct[slots].tolist() == values
