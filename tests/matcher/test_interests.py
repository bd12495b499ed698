"""What asker and candidate both do, by hand."""

from __future__ import annotations

from math import isnan, log, sqrt

import pytest

from graph.records import Record
from tests.matcher.asked import ask, by_id
from tests.matcher.conftest import edge, node

NAMES = ("ada", "bob", "cy", "di")
CLUB: list[Record] = [
    *(node(f"member:{name}") for name in NAMES),
    *(node(f"group:{name}") for name in ("all", "two", "one")),
    *(node(f"skill:{name}") for name in ("optics", "bread")),
    *(edge(f"member:{name}", "JOINED", "group:all") for name in NAMES),
    *(edge(f"member:{name}", "JOINED", "group:two") for name in ("ada", "bob")),
    edge("member:ada", "JOINED", "group:one"),
    edge("member:ada", "SEEKS_SKILL", "skill:optics"),
    edge("member:bob", "HAS_SKILL", "skill:optics", level=0.5),
    edge("member:bob", "HAS_SKILL", "skill:bread"),
]


def test_rare_things_count_more() -> None:
    found = by_id(ask(CLUB, "peers"), "shared_interests")
    two, one = log(4 / 2), log(4 / 1)
    assert found["member:bob"] == pytest.approx(two / sqrt(two * two + one * one))
    assert found["member:cy"] == 0.0  # shares what everybody does
    assert found["member:ada"] == pytest.approx(1.0)


def test_skills_count_by_level_and_rarity() -> None:
    found = by_id(ask(CLUB, "peers"), "shared_skills")
    optics, bread = 0.5 * log(4 / 2), log(4 / 1)
    assert found["member:bob"] == pytest.approx(optics / sqrt(optics * optics + bread * bread))
    assert found["member:di"] == 0.0


@pytest.mark.parametrize("feature", ["shared_interests", "shared_skills"])
def test_nobody_asks_or_the_asker_did_nothing(feature: str) -> None:
    for question in (
        ask(CLUB, "peers", None, ("skill:optics",)),
        ask([*CLUB, node("member:new")], "peers", "member:new"),
        ask([node("member:ada"), node("member:bob")], "peers"),
    ):
        assert all(isnan(value) for value in by_id(question, feature).values())


@pytest.mark.parametrize("feature", ["shared_interests", "shared_skills"])
def test_likeness_is_mutual_and_a_cosine(feature: str) -> None:
    table = {name: by_id(ask(CLUB, "peers", f"member:{name}"), feature) for name in NAMES}
    for one in NAMES:
        for other in NAMES:
            here, there = table[one][f"member:{other}"], table[other][f"member:{one}"]
            if not (isnan(here) or isnan(there)):
                assert here == pytest.approx(there)
                assert -1e-9 <= here <= 1 + 1e-9
