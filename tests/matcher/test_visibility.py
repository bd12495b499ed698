from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from graph.errors import InvalidRequest
from graph.records import EntityId, Record
from matcher import RecommendationList, RecommendationRequest
from tests.matcher.conftest import Community, day, edge, node

Build = Callable[[Iterable[Record]], Community]
ADA = EntityId("member:ada")
ASK = RecommendationRequest(goal="mentors", member=ADA)


def without_revision(answer: RecommendationList) -> RecommendationList:
    return replace(answer, revision=0)


def answers(house: Community) -> list[RecommendationList]:
    matcher = house.matcher()
    goals = ("mentors", "peers", "next_steps")
    return [without_revision(matcher.recommend(replace(ASK, goal=goal))) for goal in goals]


HIDDEN_LIFE = (
    edge("member:x", "HELPED", "member:ada", 9),
    edge("member:x", "HELPED", "member:cy", 9),
    edge("member:x", "CONNECTED", "member:bob", 9),
    node("content:x1", 9, kind="question", title="Optics, the hidden way"),
    edge("member:x", "CREATED", "content:x1", 9),
    edge("content:x1", "ABOUT", "skill:optics"),
    edge("member:x", "HAS_SKILL", "skill:optics"),
    edge("member:x", "ENGAGED", "content:q1", 9, verb="comment"),
    node("content:x2", 9, kind="answer", body="What Eve answers to what nobody sees."),
    edge("content:x2", "REPLIES_TO", "content:x1", 9),
    edge("member:eve", "CREATED", "content:x2", 9),
)


@pytest.mark.parametrize(
    "said",
    [
        {"visibility": "hidden"},
        {"consent": ["research"]},
        {"consent": []},
    ],
)
def test_a_hidden_member_changes_nothing_at_all(
    build: Build, mentoring: list[Record], said: dict[str, Any]
) -> None:
    house = build(mentoring)
    before = answers(house)
    house.write(node("member:x", name="Xavier", **said), *HIDDEN_LIFE)
    assert answers(house) == before


@pytest.mark.parametrize("blocks", [("member:x", "member:ada"), ("member:ada", "member:x")])
def test_a_blocked_member_changes_nothing_for_the_one_behind_the_block(
    build: Build, mentoring: list[Record], blocks: tuple[str, str]
) -> None:
    house = build(mentoring)
    before = answers(house)
    house.write(node("member:x", name="Xavier"), *HIDDEN_LIFE)
    assert answers(house) != before
    house.write(edge(blocks[0], "BLOCKS", blocks[1], 10))
    assert answers(house) == before


def test_a_block_holds_before_the_next_snapshot_is_taken(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = house.matcher()
    assert matcher.recommend(ASK).results[0].name == "Bob"
    house.write(edge("member:bob", "BLOCKS", "member:ada", 9))
    assert "Bob" not in [result.name for result in matcher.recommend(ASK).results]


def test_whoever_hides_or_is_forgotten_is_out_of_the_next_answer(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = house.matcher()
    house.write(node("member:bob", name="Bob", visibility="hidden"))
    assert "Bob" not in str(matcher.recommend(ASK))
    house.store.forget(EntityId("member:cy"))
    assert "Cy" not in str(matcher.recommend(ASK))


def test_adults_and_minors_do_not_meet(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    house.write(
        node("member:kid", name="Kid", age_band="minor"),
        node("member:pal", name="Pal", age_band="minor"),
        edge("member:kid", "HAS_SKILL", "skill:optics"),
        edge("member:pal", "HAS_SKILL", "skill:optics"),
    )
    matcher = house.matcher()
    assert "Kid" not in str(matcher.recommend(ASK))
    of_kid = matcher.recommend(RecommendationRequest("peers", member=EntityId("member:kid")))
    assert [result.name for result in of_kid.results] == ["Pal"]


def test_a_hidden_member_may_ask(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    house.write(node("member:ada", name="Ada", visibility="hidden"))
    assert house.matcher().recommend(ASK).results[0].name == "Bob"


def test_a_member_without_consent_is_not_matched(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    house.write(node("member:ada", name="Ada", consent=["research"]))
    with pytest.raises(InvalidRequest, match="not consented"):
        house.matcher().recommend(ASK)


def test_no_step_of_a_path_blocks_the_recommended(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    house.write(edge("member:bob", "BLOCKS", "member:cy", 9))
    for goal in ("mentors", "peers"):
        for result in house.matcher().recommend(replace(ASK, goal=goal)).results:
            for path in result.explanation.paths:
                assert {"member:bob", "member:cy"} - set(path.nodes)


def test_later_facts_change_no_earlier_answer(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    asked = [replace(ASK, goal=goal, as_of=day(8)) for goal in ("mentors", "peers", "next_steps")]
    before = [without_revision(house.matcher().recommend(request)) for request in asked]
    house.write(
        edge("member:eve", "HELPED", "member:ada", 8),
        edge("member:eve", "HAS_SKILL", "skill:optics", 9),
        node("content:q9", 12, kind="question", title="Optics again"),
        edge("member:eve", "CREATED", "content:q9", 12),
        edge("content:q9", "ABOUT", "skill:optics"),
        edge("member:ada", "DISMISSED", "member:bob", 30),
        node("member:new", 20, name="New"),
    )
    matcher = house.matcher()
    assert [without_revision(matcher.recommend(request)) for request in asked] == before
    assert without_revision(matcher.recommend(replace(asked[0], as_of=None))) != before[0]
