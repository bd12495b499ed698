from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from graph.errors import EntityNotFound
from graph.records import EntityId, Record
from matcher import Matcher, RecommendationRequest, default_goals
from matcher.batch import Batch
from tests.matcher.conftest import Community, edge, node

Build = Callable[[Iterable[Record]], Community]
ASKERS = [EntityId(f"member:asker{number}") for number in range(8)]
REQUESTS = [
    RecommendationRequest("mentors", member=asker, k=2, id=f"mentors/{asker}") for asker in ASKERS
]
CLEO, DORA = EntityId("member:cleo"), EntityId("member:dora")


@pytest.fixture
def house(build: Build) -> Community:
    """Eight seek optics; Cleo knows most of it and has one place, Dora and Ed have no limit."""
    records: list[Record] = [
        node("skill:optics", name="optics"),
        node("skill:bread", name="bread"),
        node("member:cleo", name="Cleo", roles=["mentor"], capacity=1),
        node("member:dora", name="Dora", roles=["mentor"]),
        node("member:ed", name="Ed", roles=["mentor"]),
        edge("member:cleo", "HAS_SKILL", "skill:optics", level=1.0),
        edge("member:dora", "HAS_SKILL", "skill:optics", level=0.4),
        edge("member:ed", "HAS_SKILL", "skill:bread"),
    ]
    for number, asker in enumerate(ASKERS):
        records += [
            node(asker, name=asker),
            edge(asker, "SEEKS_SKILL", "skill:optics"),
            node(f"content:{number}", number, kind="answer", title=f"Lens {number}"),
            edge("member:cleo", "CREATED", f"content:{number}", number),
            edge(f"content:{number}", "ABOUT", "skill:optics"),
        ]
    return build(records)


def shown(matcher: Matcher, batch: Batch) -> Counter[EntityId]:
    answers = (batch.recommend(request) for request in REQUESTS)
    return Counter(result.id for answer in answers for result in answer.results)


def test_nobody_is_shown_more_often_than_their_free_places_allow(house: Community) -> None:
    matcher = house.matcher()
    alone = Counter(r.id for each in REQUESTS for r in matcher.recommend(each).results)
    assert alone[CLEO] == 8
    together = shown(matcher, Batch(matcher, REQUESTS))
    assert together[CLEO] == 3
    assert sum(together.values()) == sum(alone.values())


def test_what_was_shown_before_counts(house: Community) -> None:
    matcher = house.matcher()
    earlier = {"mentors": [[CLEO, DORA], [CLEO, EntityId("member:gone")]]}
    assert shown(matcher, Batch(matcher, REQUESTS, earlier=earlier))[CLEO] == 1


def test_the_limit_is_a_knob_of_the_goal(house: Community) -> None:
    house.matcher()
    mentors = default_goals()["mentors"]
    assert mentors.exposure_per_place == 3
    assert default_goals()["peers"].exposure_per_place == 0
    goals = {"mentors": replace(mentors, exposure_per_place=1)}
    matcher = Matcher(house.matcher().snapshot, goals=goals)
    assert shown(matcher, Batch(matcher, REQUESTS))[CLEO] == 1


def test_without_need_every_answer_is_as_if_it_stood_alone(house: Community) -> None:
    house.write(node("member:cleo", name="Cleo", roles=["mentor"], capacity=3))
    matcher = house.matcher()
    batch = Batch(matcher, REQUESTS)
    for request in REQUESTS:
        assert batch.recommend(request) == matcher.recommend(request)
    (spread,) = batch.spreads()
    assert spread.before == spread.after


def test_shares_still_sum_to_scores_and_the_order_of_questions_plays_no_part(
    house: Community,
) -> None:
    matcher = house.matcher()
    one = Batch(matcher, REQUESTS, evenness=1.0)
    other = Batch(matcher, REQUESTS[::-1], evenness=1.0)
    for request in REQUESTS:
        answer = one.recommend(request)
        assert answer == other.recommend(request)
        for result in answer.results:
            shares = result.explanation.shares.values()
            assert sum(shares) == pytest.approx(result.score, abs=1e-9)


def test_evenness_is_told_beside_what_scores_alone_would_have_shown(house: Community) -> None:
    matcher = house.matcher()
    batch = Batch(matcher, REQUESTS, evenness=1.0)
    for request in REQUESTS:
        batch.recommend(request)
    (spread,) = batch.spreads()
    assert spread.goal.name == "mentors"
    assert spread.after.gini < spread.before.gini
    assert spread.after.top_three < spread.before.top_three


def test_wrong_questions_and_named_candidates_are_answered_as_ever(house: Community) -> None:
    matcher = house.matcher()
    unknown = RecommendationRequest("mentors", member=EntityId("member:nobody"))
    wrong_goal = RecommendationRequest("friends", member=ASKERS[0])
    named = replace(REQUESTS[0], candidates=(CLEO, DORA))
    batch = Batch(matcher, [unknown, wrong_goal, named, named, *REQUESTS], evenness=0.5)
    with pytest.raises(EntityNotFound):
        batch.recommend(unknown)
    assert batch.recommend(named) == matcher.recommend(named)
    next_steps = replace(REQUESTS[0], goal="next_steps")
    assert batch.recommend(next_steps) == matcher.recommend(next_steps)
