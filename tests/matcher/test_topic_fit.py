"""Topics of a thing beside the topics of all that the asker did, by hand."""

from __future__ import annotations

from math import isnan, log, sqrt

import pytest

from graph.records import Record
from tests.matcher.asked import ask, by_id
from tests.matcher.conftest import edge, node

LIBRARY: list[Record] = [
    *(node(f"member:{name}") for name in ("ada", "bob", "cy")),
    *(node(f"content:c{number}") for number in range(4)),
    *(node(f"skill:{name}") for name in ("optics", "bread")),
    edge("content:c0", "ABOUT", "skill:optics"),
    edge("content:c1", "ABOUT", "skill:optics"),
    edge("content:c1", "ABOUT", "skill:bread"),
    edge("content:c2", "ABOUT", "skill:bread"),
    edge("member:ada", "ENGAGED", "content:c0", verb="complete"),
    edge("member:bob", "SEEKS_SKILL", "skill:bread"),
    edge("member:bob", "ENGAGED", "content:c0", verb="like"),
    edge("member:cy", "ENGAGED", "content:c3", verb="like"),
]
# Two of the three things with topics are about each of the two skills.
HALF = 1 / sqrt(2)


def test_topics_of_what_the_asker_did() -> None:
    found = by_id(ask(LIBRARY, "content"), "topic_fit")
    assert list(found.values()) == pytest.approx([1.0, HALF, 0.0, 0.0])


def test_own_skills_count_as_much_as_all_that_was_done() -> None:
    found = by_id(ask(LIBRARY, "content", "member:bob"), "topic_fit")
    assert list(found.values()) == pytest.approx([HALF, 1.0, HALF, 0.0])


def test_a_rare_topic_counts_more() -> None:
    told = [*LIBRARY, node("group:g"), edge("group:g", "DEVELOPS", "skill:optics")]
    found = by_id(ask(told, "content"), "topic_fit")
    optics, bread = log(4 / 3), log(4 / 2)
    assert found["content:c1"] == pytest.approx(optics / sqrt(optics**2 + bread**2))


def test_nobody_asks_or_nothing_of_theirs_has_topics() -> None:
    for question in (
        ask(LIBRARY, "content", None, ("skill:bread",)),
        ask(LIBRARY, "content", "member:cy"),
        ask([*LIBRARY, node("member:new")], "content", "member:new"),
    ):
        assert all(isnan(value) for value in by_id(question, "topic_fit").values())
