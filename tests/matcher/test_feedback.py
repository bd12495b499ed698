from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from graph.embeddings import SentenceTransformerEmbedder
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record, Relationship
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore
from matcher import RecommendationRequest
from matcher.feedback import FEEDBACK, OPINIONS, find_feedback, negatives
from matcher.feedback_kept import feedback_of, give_feedback, take_back
from tests.matcher.conftest import Community, day, edge, node

Build = Callable[[Iterable[Record]], Community]
ADA, BOB, Q1 = (EntityId(each) for each in ("member:ada", "member:bob", "content:q1"))
MENTORS = RecommendationRequest("mentors", member=ADA)
NEXT = RecommendationRequest("next_steps", member=ADA)


@pytest.mark.parametrize(
    ("name", "about", "kind", "verb"),
    [
        ("accept", "member", "ACCEPTED", "accept"),
        ("accept", "activity", "ATTENDED", "accept"),
        ("accept", "group", "JOINED", "accept"),
        ("accept", "content", "ENGAGED", "accept"),
        ("dismiss", "member", "DISMISSED", "dismiss"),
        ("dismiss", "skill", "DISMISSED", "dismiss"),
        ("not_suitable", "member", "DISMISSED", "not_suitable"),
        ("not_suitable", "content", "DISMISSED", "not_suitable"),
        ("block", "member", "BLOCKS", "block"),
        ("met", "member", "CONNECTED", "met"),
        ("helped", "member", "HELPED", "help"),
        ("helped", "content", "ENGAGED", "helped"),
        ("goal_reached", "member", "HELPED", "goal_reached"),
        ("goal_reached", "content", "ENGAGED", "goal_reached"),
        ("shown", "member", "RELATED", "shown"),
        ("shown", "group", "RELATED", "shown"),
    ],
)
def test_what_is_said_becomes_a_relationship(name: str, about: str, kind: str, verb: str) -> None:
    expected = (RelationshipKind(kind), verb)
    assert FEEDBACK[name].kept_as(EntityKind(about)) == expected


def test_what_cannot_be_said_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="of members only"):
        FEEDBACK["block"].kept_as(EntityKind.CONTENT)
    with pytest.raises(InvalidRequest, match="not a purpose"):
        FEEDBACK["dismiss"].kept_as(EntityKind.PURPOSE)
    with pytest.raises(InvalidRequest, match="accept, dismiss"):
        find_feedback("love")


def test_weights_run_from_less_to_more_like_this() -> None:
    assert {name: each.weight > 0 for name, each in FEEDBACK.items()} == {
        "accept": True, "dismiss": False, "not_suitable": False, "block": False,
        "met": True, "helped": True, "goal_reached": True, "shown": False,
    }  # fmt: skip
    assert all(-1 <= each.weight <= 1 for each in FEEDBACK.values())


def ids(house: Community, request: RecommendationRequest) -> list[EntityId]:
    return [result.id for result in house.matcher().recommend(request).results]


@pytest.mark.parametrize("name", ["dismiss", "not_suitable", "block"])
def test_a_no_holds_before_the_next_snapshot_is_taken_and_can_be_taken_back(
    build: Build, mentoring: list[Record], name: str
) -> None:
    house = build(mentoring)
    matcher = house.matcher()
    before = matcher.recommend(MENTORS)
    assert BOB in [result.id for result in before.results]
    give_feedback(house.store, ADA, FEEDBACK[name], BOB, day(9))
    assert BOB not in [result.id for result in matcher.recommend(MENTORS).results]
    assert BOB not in ids(house, MENTORS)
    assert take_back(house.store, ADA, FEEDBACK[name], BOB) == 1
    assert replace(house.matcher().recommend(MENTORS), revision=0) == replace(before, revision=0)


def test_a_thing_that_was_dismissed_is_out_of_the_next_answer(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = house.matcher()
    assert matcher.recommend(NEXT).results[0].id == Q1
    give_feedback(house.store, ADA, FEEDBACK["dismiss"], Q1, day(9))
    assert Q1 not in [result.id for result in matcher.recommend(NEXT).results]
    earlier = replace(NEXT, as_of=day(8))
    assert Q1 in [result.id for result in matcher.recommend(earlier).results]


def test_a_later_opinion_takes_the_earlier_one_back(build: Build, mentoring: list[Record]) -> None:
    house = build([*mentoring, edge("member:ada", "DISMISSED", "member:cy", 8, verb="dismiss")])
    store = house.store
    for name in OPINIONS:
        give_feedback(store, ADA, FEEDBACK[name], BOB, day(9))
    give_feedback(store, ADA, FEEDBACK["accept"], EntityId("member:cy"), day(10))
    given = [(each.feedback.name, each.about) for each in feedback_of(store, ADA)]
    assert given == [("accept", EntityId("member:cy")), ("not_suitable", BOB)]


def test_what_was_given_is_listed_in_plain_words(build: Build, mentoring: list[Record]) -> None:
    house = build([*mentoring, node("member:x", name="Xavier", visibility="hidden")])
    give_feedback(house.store, ADA, FEEDBACK["helped"], BOB, day(9))
    give_feedback(house.store, ADA, FEEDBACK["met"], BOB, day(10))
    give_feedback(house.store, ADA, FEEDBACK["dismiss"], EntityId("member:x"), day(11))
    assert [each.learned for each in feedback_of(house.store, ADA)] == [
        "member:x is not recommended to the member again.",
        "Bob counts as somebody whom the member knows.",
        "Bob counts as a help to the member.",
    ]
    assert feedback_of(house.store, BOB) == []
    helped = Relationship(
        RelationshipKind.HELPED, BOB, ADA, "feedback:helped", day(9), {"verb": "help"}
    )
    assert helped in list(house.store.relationships(touching=ADA))


def test_deeds_that_are_no_feedback_are_neither_listed_nor_taken_back(
    build: Build, mentoring: list[Record]
) -> None:
    house = build([*mentoring, edge("member:ada", "CONNECTED", "member:bob", 3, verb="connect")])
    assert feedback_of(house.store, ADA) == []
    assert take_back(house.store, ADA, FEEDBACK["met"], BOB) == 0


def test_feedback_is_kept_alike_by_every_store(store: GraphStore) -> None:
    store.write([node("member:ada", name="Ada"), node("member:bob", name="Bob")])
    give_feedback(store, ADA, FEEDBACK["dismiss"], BOB, day(1))
    give_feedback(store, ADA, FEEDBACK["not_suitable"], BOB, day(2))
    give_feedback(store, ADA, FEEDBACK["not_suitable"], BOB, day(2))
    (given,) = feedback_of(store, ADA)
    assert (given.feedback.name, given.about, given.at) == ("not_suitable", BOB, day(2))
    assert take_back(store, ADA, FEEDBACK["not_suitable"], BOB) == 1
    assert take_back(store, ADA, FEEDBACK["not_suitable"], BOB) == 0
    assert feedback_of(store, ADA) == []


def test_who_is_unknown_is_named(store: GraphStore) -> None:
    store.write([node("member:ada", name="Ada")])
    with pytest.raises(EntityNotFound, match="bob"):
        give_feedback(store, ADA, FEEDBACK["dismiss"], BOB)
    with pytest.raises(EntityNotFound, match="bob"):
        feedback_of(store, BOB)
    with pytest.raises(InvalidRequest, match="who says it"):
        give_feedback(store, ADA, FEEDBACK["dismiss"], ADA)


def test_every_no_is_negative_evidence_until_a_later_yes(build: Build) -> None:
    house = build(
        [
            node("member:ada", name="Ada"),
            *(node(f"member:{name}", name=name) for name in ("bob", "cy")),
            *(node(f"activity:{name}", name=name) for name in ("picnic", "walk", "talk")),
            node("content:c", name="c"),
            edge("member:ada", "DISMISSED", "member:bob", 1, verb="dismiss"),
            edge("member:ada", "REJECTED", "member:cy", 1),
            edge("member:ada", "DISMISSED", "content:c", 3, verb="not_suitable"),
            edge("member:ada", "DECLINED", "activity:picnic", 1),
            edge("member:ada", "DECLINED", "activity:walk", 1),
            edge("member:ada", "ATTENDED", "activity:walk", 2),
            edge("member:ada", "ATTENDED", "activity:talk", 1),
            edge("member:ada", "DECLINED", "activity:talk", 2),
        ]
    )
    question = house.matcher().question(NEXT, None)
    found = negatives(question.view, question.view.snapshot.node(ADA))
    assert {question.snapshot.name(node): weight for node, weight in found.items()} == {
        "c": -1.0, "talk": -0.5, "bob": -0.5, "cy": -0.5, "picnic": -0.5,
    }  # fmt: skip
    assert question.snapshot.name(next(iter(found))) == "c"


def test_what_is_like_the_refused_comes_later_and_shares_still_sum(
    build: Build, mentoring: list[Record], embedder: SentenceTransformerEmbedder
) -> None:
    house = build(
        [
            *mentoring,
            node("content:q3", 7, kind="question", title="Why does bread dough rise?"),
            edge("member:cy", "CREATED", "content:q3", 7),
            edge("content:q3", "ABOUT", "skill:bread"),
        ]
    )
    before = {r.id: r for r in house.matcher(embedder).recommend(NEXT).results}
    give_feedback(house.store, ADA, FEEDBACK["not_suitable"], EntityId("content:q2"), day(8))
    after = {r.id: r for r in house.matcher(embedder).recommend(NEXT).results}
    assert EntityId("content:q2") not in after
    q3 = EntityId("content:q3")
    assert str(before[q3].explanation.shares["said_no"]) == "0.0"
    assert after[q3].explanation.shares["said_no"] < after[Q1].explanation.shares["said_no"] <= 0
    for result in after.values():
        assert sum(result.explanation.shares.values()) == pytest.approx(result.score, abs=1e-9)


def test_likeness_to_the_refused_is_what_a_hand_works_out(
    build: Build, mentoring: list[Record]
) -> None:
    from tests.matcher.test_features import values

    house = build(mentoring)
    question = house.matcher().question(replace(MENTORS, goal="peers"), None)
    assert str(values(question, "said_no")["Bob"]) == "nan"
    # Di has the one skill that Ada seeks; nobody else has to do with any skill.
    give_feedback(house.store, ADA, FEEDBACK["dismiss"], EntityId("member:di"), day(9))
    found = values(house.matcher().question(replace(MENTORS, goal="peers"), None), "said_no")
    assert found["Ada"] == pytest.approx(0.5)
    assert found["Bob"] == 0.0


def test_what_was_shown_is_kept_once_for_each_goal_from_the_first_time(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    before = ids(house, MENTORS)
    for goal, when in (("mentors", 9), ("mentors", 12), ("mentors", 8), ("peers", 10)):
        give_feedback(house.store, ADA, FEEDBACK["shown"], BOB, day(when), goal)
    said = [(each.feedback.name, each.about, each.at) for each in feedback_of(house.store, ADA)]
    assert said == [("shown", BOB, day(10)), ("shown", BOB, day(8))]
    # That it was shown is no reason for anything.
    assert ids(house, MENTORS) == before
    assert take_back(house.store, ADA, FEEDBACK["shown"], BOB) == 2
