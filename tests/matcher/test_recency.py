"""Who was there lately, and what is new, by hand."""

from __future__ import annotations

from math import exp, isnan, log

import pytest

from graph.records import Record
from tests.matcher.asked import ask, by_id
from tests.matcher.conftest import edge, node


def test_the_last_deed_that_tells_something_counts(mentoring: list[Record]) -> None:
    found = by_id(ask(mentoring, "mentors"), "last_seen")
    # The clock stands at day 7; to mentors a question tells little, and a skill has no date.
    assert found["member:bob"] == pytest.approx(-log(1 + 1))
    assert all(isnan(found[f"member:{name}"]) for name in ("ada", "cy", "di", "eve"))


def test_the_youngest_of_several_deeds_counts() -> None:
    told: list[Record] = [
        *(node(f"member:{name}") for name in ("ada", "bob")),
        *(node(f"content:c{number}", number, kind="answer") for number in (1, 4, 9)),
        *(edge("member:bob", "CREATED", f"content:c{number}", number) for number in (1, 4)),
        edge("member:ada", "CREATED", "content:c9", 9),
    ]
    found = by_id(ask(told, "mentors"), "last_seen")
    assert found["member:bob"] == pytest.approx(-log(1 + 5))
    assert found["member:ada"] == 0.0


def test_a_thing_was_seen_when_it_came_and_when_it_was_used() -> None:
    told: list[Record] = [
        *(node(f"member:{name}") for name in ("ada", "bob")),
        *(node(f"content:c{number}", 1) for number in range(3)),
        node("content:undated"),
        edge("member:bob", "ENGAGED", "content:c1", 8, verb="like"),
        edge("member:ada", "ENGAGED", "content:c2", 9, verb="like"),
    ]
    found = by_id(ask(told, "content"), "last_seen")
    assert found["content:c1"] == pytest.approx(-log(1 + 1))
    # What the asker did themselves tells nothing about others.
    assert found["content:c2"] == found["content:c0"] == pytest.approx(-log(1 + 8))
    assert isnan(found["content:undated"])


def test_fresh_evidence_fades_with_sixty_days(mentoring: list[Record]) -> None:
    found = by_id(ask(mentoring, "mentors"), "evidence_fresh")
    assert found["member:bob"] == pytest.approx(exp(-1 / 60) * exp(1.0), rel=1e-6)
    assert found["member:cy"] == pytest.approx(0.1 * exp(-2 / 60) * exp(1.0), rel=1e-6)
    assert found["member:ada"] == 0.0
