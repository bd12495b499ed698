"""Turn by turn, and nothing of the first round counts."""

from __future__ import annotations

import time

import pytest

from benchmarks.alternating import Timings, alternate, spread


def test_turns_alternate_and_the_first_round_is_not_counted() -> None:
    turns: list[str] = []

    def ours() -> None:
        turns.append("A")
        if len(turns) == 1:
            time.sleep(0.2)

    timings = alternate(ours, lambda: turns.append("B"), passes=3)

    assert "".join(turns) == "ABABABAB"
    assert len(timings.ours) == len(timings.theirs) == 3
    assert max(timings.ours) < 0.2


def test_ratios_are_paired() -> None:
    timings = Timings(ours=(1.0, 2.0), theirs=(3.0, 10.0))
    assert timings.ratios == (3.0, 5.0)
    assert spread(timings.ratios) == "4.0 [3.0, 5.0]"
    assert spread([1_234_567.0], digits=0) == "1,234,567 [1,234,567, 1,234,567]"


def test_a_failing_contender_ends_the_contest() -> None:
    with pytest.raises(ZeroDivisionError):
        alternate(lambda: 1 / 0, lambda: None, passes=1)
