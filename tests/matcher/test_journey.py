"""Next steps use what the next stage of the asker's journey asks for, and only theirs."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graph.records import EntityId, Record
from matcher import Matcher, RecommendationRequest
from matcher.features import FEATURES, learned_for
from matcher.goals import Goal, default_goals
from tests.graph.packed import snapshot
from tests.matcher.asked import ask, by_id
from tests.matcher.conftest import day, edge, node

ADA = EntityId("member:ada")


def makers() -> list[Record]:
    """Ada reached `spark`; `pilot`, which comes next, asks for a course and for sewing."""
    found: list[Record] = [
        node("journey:maker", name="Maker"),
        node("skill:sew", name="sewing"),
        node("skill:cook", name="cooking"),
        node("content:course", 1, title="Pilot course"),
        node("content:how", 1, title="How to sew"),
        node("content:cake", 1, title="A cake"),
        node("activity:circle", 1, name="Sewing circle", starts_at="2026-06-01T10:00:00Z"),
        node("group:sewers", 1, name="Sewers"),
        *(node(f"member:{name}", 0, name=name.title()) for name in ("ada", "bob", "cy")),
        edge("content:how", "ABOUT", "skill:sew"),
        edge("content:cake", "ABOUT", "skill:cook"),
        edge("activity:circle", "DEVELOPS", "skill:sew"),
        edge("group:sewers", "DEVELOPS", "skill:sew"),
        edge("member:bob", "CREATED", "content:cake", 2),
        edge("member:cy", "ENGAGED", "content:cake", 5, verb="like"),
        edge("member:ada", "REACHED", "stage:maker/spark", 3),
    ]
    for stage in ("spark", "pilot", "launch"):
        found.append(node(f"stage:maker/{stage}", name=stage))
        found.append(edge(f"stage:maker/{stage}", "PART_OF", "journey:maker"))
    found += [
        edge("stage:maker/spark", "NEXT", "stage:maker/pilot"),
        edge("stage:maker/pilot", "NEXT", "stage:maker/launch"),
        edge("stage:maker/pilot", "CALLS_FOR", "content:course"),
        edge("stage:maker/pilot", "CALLS_FOR", "skill:sew"),
        edge("stage:maker/launch", "CALLS_FOR", "skill:cook"),
    ]
    return found


def asked(records: list[Record], goal: str = "next_steps", member: str = ADA) -> dict[str, float]:
    """What has a value, and which."""
    values = by_id(ask(records, goal, member), "journey")
    return {entity: value for entity, value in values.items() if not math.isnan(value)}


def test_the_next_stages_things_have_a_value_and_nothing_else() -> None:
    assert asked(makers()) == {
        "content:course": 1.0, "content:how": 0.5, "activity:circle": 0.5, "group:sewers": 0.5,
    }  # fmt: skip
    assert asked(makers(), "skills") == {"skill:sew": 1.0}
    assert asked(makers(), member="member:bob") == {}


def test_it_goes_on_with_the_asker() -> None:
    pilot = edge("member:ada", "REACHED", "stage:maker/pilot", 6)
    assert asked([*makers(), pilot]) == {"content:cake": 0.5}
    arrived = edge("member:ada", "REACHED", "stage:maker/launch", 7)
    assert asked([*makers(), arrived]) == {}


def test_a_skill_that_the_asker_has_is_not_asked_for() -> None:
    has = edge("member:ada", "HAS_SKILL", "skill:sew")
    assert asked([*makers(), has]) == {"content:course": 1.0}
    assert asked([*makers(), has], "skills") == {}


def test_a_journey_in_a_circle_asks_for_nothing() -> None:
    assert asked([*makers(), edge("stage:maker/launch", "NEXT", "stage:maker/spark")]) == {}


def test_words_and_seeds_say_what_is_wanted_themselves() -> None:
    question = ask(makers(), "next_steps", ADA, ("skill:cook",))
    assert all(math.isnan(value) for value in by_id(question, "journey").values())


def test_next_steps_bring_it_with_a_true_reason() -> None:
    matcher = Matcher(snapshot(makers()))
    answer = matcher.recommend(RecommendationRequest("next_steps", member=ADA))
    reasons = {result.id: result.explanation.reasons for result in answer.results}
    asks = "your next stage, “pilot”, asks for"
    assert reasons[EntityId("content:course")][0] == f"is what {asks}"
    for thing in ("content:how", "activity:circle", "group:sewers"):
        assert reasons[EntityId(thing)][0] == f"is about sewing, which {asks}"
    assert not any("stage" in reason for reason in reasons.get(EntityId("content:cake"), ()))
    assert {each.id for each in answer.results[:4]} == set(reasons) - {"content:cake"}
    shares = answer.results[0].explanation.shares
    assert shares["journey"] > 0.0
    assert sum(shares.values()) == pytest.approx(answer.results[0].score)


def test_an_activity_that_has_begun_is_no_next_step() -> None:
    begun = node("activity:circle", 1, name="Sewing circle", starts_at="2026-01-02T10:00:00Z")
    records = [each for each in makers() if getattr(each, "id", "") != "activity:circle"]
    matcher = Matcher(snapshot([*records, begun]))
    answer = matcher.recommend(RecommendationRequest("next_steps", member=ADA))
    assert "activity:circle" not in {each.id for each in answer.results}


def without_journeys(goals: dict[str, Goal]) -> dict[str, Goal]:
    """The goals as if there were no such source of evidence and no such candidates."""
    return {
        name: replace(
            goal,
            weights_on_journey={},
            sources=tuple(source for source in goal.sources if source != "next_stage"),
        )
        for name, goal in goals.items()
    }


@pytest.mark.parametrize("goal", default_goals())
@pytest.mark.parametrize(
    ("member", "text_or_seeds"),
    [("member:bob", {}), ("member:cy", {}), (ADA, {"seeds": ("skill:cook",)}),
     (ADA, {"as_of": day(3)}), (None, {"seeds": ("skill:sew",)})],
)  # fmt: skip
def test_whoever_has_no_next_stage_is_answered_as_before_to_the_byte(
    goal: str, member: str | None, text_or_seeds: dict[str, object]
) -> None:
    request = RecommendationRequest(goal, member=member, **text_or_seeds)  # type: ignore[arg-type]
    known = snapshot(makers())
    without = Matcher(known, goals=without_journeys(dict(default_goals())))
    assert Matcher(known).recommend_json(request) == without.recommend_json(request)


def test_people_are_matched_as_before_on_a_journey_too() -> None:
    request = RecommendationRequest("peers", member=ADA)
    known = snapshot(makers())
    without = Matcher(known, goals=without_journeys(dict(default_goals())))
    assert Matcher(known).recommend_json(request) == without.recommend_json(request)


def test_its_weight_is_not_learned() -> None:
    assert "journey" in FEATURES
    for goal in default_goals().values():
        assert "journey" not in learned_for(goal)
        assert set(goal.weights_on_journey) <= set(FEATURES)
