"""Turn by turn, and nothing of the first round counts."""

from __future__ import annotations

import time

import pytest

from benchmarks.alternating import alternate, spread, times_faster


def test_turns_alternate_and_the_first_round_is_not_counted() -> None:
    turns: list[str] = []

    def slow_at_first() -> None:
        turns.append("A")
        if len(turns) == 1:
            time.sleep(0.2)

    contenders = {"a": slow_at_first, "b": lambda: turns.append("B")}
    seconds = alternate(contenders, passes=3)

    assert "".join(turns) == "ABABABAB"
    assert {name: len(passes) for name, passes in seconds.items()} == {"a": 3, "b": 3}
    assert max(seconds["a"]) < 0.2


def test_ratios_are_paired() -> None:
    assert times_faster([1.0, 2.0], [3.0, 10.0]) == [3.0, 5.0]
    assert spread([3.0, 5.0]) == "4.0 [3.0, 5.0]"
    assert spread([1_234_567.0], digits=0) == "1,234,567 [1,234,567, 1,234,567]"


def test_a_failing_contender_ends_the_contest() -> None:
    with pytest.raises(ZeroDivisionError):
        alternate({"a": lambda: 1 / 0}, passes=1)
