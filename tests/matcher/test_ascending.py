from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matcher.ascending import put_ascending


@given(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=200))
def test_numbers_are_in_order(numbers: list[int]) -> None:
    found = np.array(numbers, dtype=np.int64)
    put_ascending(found)
    assert found.tolist() == sorted(numbers)
