"""How figures are read."""

from __future__ import annotations

from community.figure import Figure, written


def test_values_are_written_as_people_read_them() -> None:
    assert written(0.374, "share") == "37 %"
    assert written(1_234_567.0, "members") == "1,234,567"
    assert written(3.14159, "hours") == "3.14"
    assert written(12_345.6, "hours") == "12,346"


def test_a_figure_tells_its_interval_or_that_it_is_not_known() -> None:
    told = Figure("answered", 0.5, "share", "questions with an answer", 0.4, 0.6, n=100)
    assert str(told) == "50 % [40 %, 60 %]"
    assert str(Figure("tone", None, "share", "kind words")) == "not known"
