"""Schemas move forward step by step, and a newer one is left alone."""

from __future__ import annotations

import pytest

from graph.errors import SchemaTooNew
from graph.migrations import Migration, migrate, newest, pending

STEPS = (Migration(1, "tables", ("A",)), Migration(2, "index", ("B", "C")), Migration(3, "x", ()))


@pytest.mark.parametrize(("found", "applied"), [(0, [1, 2, 3]), (1, [2, 3]), (2, [3]), (3, [])])
def test_only_what_is_missing_is_applied_in_order(found: int, applied: list[int]) -> None:
    seen: list[int] = []
    assert migrate(STEPS, found, "here", lambda step: seen.append(step.version)) == newest(STEPS)
    assert seen == applied


def test_a_newer_schema_is_refused_before_anything_is_applied() -> None:
    with pytest.raises(SchemaTooNew, match=r"here has schema version 4.*up to 3") as caught:
        migrate(STEPS, 4, "here", lambda step: pytest.fail(f"applied {step}"))
    assert (caught.value.found, caught.value.known) == (4, 3)


def test_a_step_that_fails_stops_the_ones_after_it() -> None:
    seen: list[int] = []

    def apply(step: Migration) -> None:
        if step.version == 2:
            raise OSError
        seen.append(step.version)

    with pytest.raises(OSError, match=r"^$"):
        migrate(STEPS, 0, "here", apply)
    assert seen == [1]


def test_steps_out_of_order_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="stands at place 1"):
        pending(STEPS[1:], 0, "here")
