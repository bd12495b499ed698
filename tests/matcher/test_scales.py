from __future__ import annotations

import numpy as np
import pytest

from matcher.scales import lift, standardised


def test_lift_is_the_log_of_one_plus_the_ratio_to_the_mean() -> None:
    assert lift(np.array([0.0, 2.0, 4.0])) == pytest.approx(np.log([1.0, 2.0, 3.0]))


def test_an_absent_value_is_exactly_zero_and_does_not_move_the_mean() -> None:
    scaled = lift(np.array([1.0, np.nan, 3.0]))
    assert scaled[1] == 0.0
    assert scaled[[0, 2]] == pytest.approx(np.log([1.5, 2.5]))
    assert standardised(np.array([1.0, np.nan, 3.0])).tolist() == [-1.0, 0.0, 1.0]


def test_values_that_are_all_alike_tell_nothing() -> None:
    assert standardised(np.array([0.3, 0.3])).tolist() == [0.0, 0.0]
    assert lift(np.zeros(3)).tolist() == [0.0, 0.0, 0.0]
    assert lift(np.full(2, np.nan)).tolist() == [0.0, 0.0]
