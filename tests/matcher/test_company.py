"""What others did with a thing, by hand."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from graph.records import Record
from tests.matcher.asked import ask, by_id
from tests.matcher.conftest import edge, node

READERS: list[Record] = [
    *(node(f"member:{name}") for name in ("ada", "bob", "cy", "di")),
    *(node(f"content:c{number}") for number in range(4)),
    *(node(f"skill:{name}") for name in ("optics", "bread")),
    edge("member:ada", "FOLLOWS", "member:bob"),
    edge("member:cy", "CONNECTED", "member:ada"),
    edge("member:ada", "ENGAGED", "content:c0", verb="complete"),
    edge("member:bob", "ENGAGED", "content:c0", verb="complete"),
    edge("member:bob", "ENGAGED", "content:c1", verb="complete"),
    edge("member:cy", "ENGAGED", "content:c1", verb="like"),
    edge("member:di", "ENGAGED", "content:c1", verb="complete"),
    edge("member:di", "ENGAGED", "content:c2", verb="complete"),
    edge("member:di", "HAS_SKILL", "skill:bread"),
]


def test_how_many_took_it_up() -> None:
    found = by_id(ask(READERS, "content"), "taken_often")
    assert list(found.values()) == [2.0, 3.0, 1.0, 0.0]


def test_only_those_whom_the_asker_has_to_do_with_are_company() -> None:
    found = by_id(ask(READERS, "content"), "taken_by_ties")
    # Bob completed c0 and c1 (1 each), Cy liked c1 (.5); Di is a stranger.
    assert list(found.values()) == pytest.approx([1.0, 1.5, 0.0, 0.0])


def test_what_is_often_taken_together_goes_together() -> None:
    found = by_id(ask(READERS, "content"), "goes_together")
    assert found["content:c1"] > 0  # Bob, who did what Ada did, did c1
    assert found["content:c2"] == found["content:c3"] == 0.0


def test_ease_over_two_readers_by_hand() -> None:
    told = [each for each in READERS if not ("member:cy" in str(each) or "member:di" in str(each))]
    found = by_id(ask(told, "content"), "goes_together")
    # Rows (1, 1) and (1, 0) with ridge 100: P is the inverse of [[102, 1], [1, 101]], so its
    # first row is proportional to (101, -1) and its diagonal to (101, 102).
    assert found["content:c1"] == pytest.approx(1 / 102)
    rows, ridge = np.array([[1.0, 1.0], [1.0, 0.0]]), 100.0
    inverse = np.linalg.inv(rows.T @ rows + ridge * np.eye(2))
    assert found["content:c1"] == pytest.approx(-inverse[0, 1] / inverse[1, 1])


def test_skills_go_with_skills_alone() -> None:
    told = [*READERS, edge("member:ada", "SEEKS_SKILL", "skill:bread")]
    skills = by_id(ask([*told, edge("member:di", "HAS_SKILL", "skill:optics")], "skills"),
                   "goes_together")  # fmt: skip
    assert skills["skill:optics"] > 0
    assert set(by_id(ask(READERS, "skills"), "goes_together").values()) == {0.0}


@pytest.mark.parametrize("feature", ["goes_together", "taken_by_ties"])
def test_nobody_asks_or_the_asker_is_alone(feature: str) -> None:
    nobody = ask(READERS, "content", None, ("skill:optics",))
    assert all(isnan(value) for value in by_id(nobody, feature).values())
    alone = ask([*READERS, node("member:new")], "content", "member:new")
    assert set(by_id(alone, feature).values()) == {0.0}
