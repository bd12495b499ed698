from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import pytest

from graph.embeddings import SentenceTransformerEmbedder
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import EntityId, Record
from matcher import Matcher, RecommendationRequest, default_goals
from matcher.features import FEATURES
from matcher.feedback import FEEDBACK
from matcher.feedback_kept import give_feedback
from matcher.reranking import choose
from matcher.what_if import three_digits
from matcher.why_not import NOT_SEEN, WhyNot, why_not
from tests.matcher.conftest import Community, day, edge, node
from tests.matcher.test_visibility import HIDDEN_LIFE

Build = Callable[[Iterable[Record]], Community]
ADA, BOB, CY, DI, EVE, X = (
    EntityId(f"member:{name}") for name in ("ada", "bob", "cy", "di", "eve", "x")
)
ASK = RecommendationRequest("mentors", member=ADA)
FIRST = replace(ASK, k=1)


def asked(house: Community, request: RecommendationRequest, entity: str) -> WhyNot:
    return why_not(house.matcher(), request, EntityId(entity))


@pytest.mark.parametrize(
    "said",
    [
        (node("member:x", name="X", visibility="hidden"),),
        (node("member:x", name="X", consent=["research"]),),
        (node("member:x", name="X", age_band="minor"),),
        (node("member:x", name="X"), edge("member:x", "BLOCKS", "member:ada", 10)),
        (node("member:x", name="X"), edge("member:ada", "BLOCKS", "member:x", 10)),
        (node("member:x", name="X"), edge("member:x", "REJECTED", "member:ada", 10)),
    ],
)
def test_whoever_may_not_be_seen_is_answered_for_like_nobody(
    build: Build, mentoring: list[Record], said: tuple[Record, ...]
) -> None:
    house = build([*mentoring, said[0], *HIDDEN_LIFE, *said[1:]])
    for request in (ASK, replace(ASK, goal="peers"), replace(ASK, goal="next_steps")):
        found = asked(house, request, "member:x")
        assert found == asked(house, request, "member:nobody")
        assert (found.status, found.reason, found.asked_for) == ("not_seen", NOT_SEEN, None)


def test_a_block_and_a_rejection_hold_before_the_next_snapshot(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    matcher = house.matcher()
    assert why_not(matcher, FIRST, CY).status == "outranked"
    house.write(edge("member:cy", "REJECTED", "member:ada", 9))
    assert why_not(matcher, FIRST, CY).status == "not_seen"
    house.write(edge("member:bob", "BLOCKS", "member:ada", 9))
    assert why_not(matcher, FIRST, BOB) == why_not(matcher, FIRST, EntityId("member:nobody"))
    give_feedback(house.store, ADA, FEEDBACK["dismiss"], EVE, day(9))
    assert why_not(matcher, FIRST, EVE).rule == "not_dismissed"


@pytest.mark.parametrize(
    ("request_", "entity", "rule", "reason"),
    [
        (ASK, ADA, "not_oneself", "Ada is the one who asks."),
        (ASK, DI, "has_capacity", "Di has no room for another mentee."),
        (replace(ASK, exclude=(BOB,)), BOB, "not_excluded", "Bob is excluded by the request."),
        (
            replace(ASK, candidates=(CY,)),
            BOB,
            "among_the_named",
            "Bob is not among the candidates that the request names.",
        ),
        (
            replace(ASK, goal="content"),
            "content:a1",
            "not_a_reply",
            "a1 is a reply, which is found through what it replies to.",
        ),
    ],
)
def test_the_first_rule_that_says_no_is_told(
    build: Build,
    mentoring: list[Record],
    request_: RecommendationRequest,
    entity: str,
    rule: str,
    reason: str,
) -> None:
    found = asked(build(mentoring), request_, entity)
    assert (found.status, found.rule, found.reason) == ("excluded", rule, reason)


def test_what_lifting_a_rule_would_do_is_asked_again(build: Build, mentoring: list[Record]) -> None:
    house = build(mentoring)
    change = asked(house, ASK, DI).change
    assert change is not None
    assert (change.kind, change.names) == ("rule", ("has_capacity",))
    house.write(node("member:di", name="Di", capacity=2, roles=["mentor"]))
    results = house.matcher().recommend(ASK).results
    assert [result.rank for result in results if result.id == DI] == [change.rank]
    assert asked(house, ASK, ADA).change is None


def test_another_kind_of_thing_is_not_asked_for(build: Build, mentoring: list[Record]) -> None:
    found = asked(build(mentoring), ASK, "skill:optics")
    assert (found.status, found.reason) == (
        "other_kind", "optics is of the kind skill, and the goal asks for member.",
    )  # fmt: skip


def test_who_is_shown_is_shown(build: Build, mentoring: list[Record]) -> None:
    found = asked(build(mentoring), ASK, BOB)
    assert (found.status, found.reason, found.change) == ("shown", "Bob is in the answer.", None)


def test_who_is_outranked_stands_beside_the_last_shown(
    build: Build, mentoring: list[Record]
) -> None:
    house = build(mentoring)
    found = asked(house, FIRST, CY)
    assert found.status == "outranked"
    assert found.asked_for is not None
    assert found.last_shown is not None
    assert found.gap is not None
    assert (found.last_shown.id, found.last_shown.rank) == (BOB, 1)
    assert found.asked_for.rank > 1
    assert found.gap == pytest.approx(found.last_shown.score - found.asked_for.score)
    assert found.gap > 0
    for compared in (found.asked_for, found.last_shown):
        assert sum(compared.shares.values()) == pytest.approx(compared.score, abs=1e-9)
    (first,) = house.matcher().recommend(FIRST).results
    assert first.explanation.shares == found.last_shown.shares


def test_the_smallest_change_is_confirmed_by_asking_again(
    build: Build, mentoring: list[Record]
) -> None:
    matcher = build(mentoring).matcher()
    change = why_not(matcher, replace(ASK, k=2), CY).change
    assert change is not None
    assert change.kind == "feature"
    question = matcher.ask(replace(ASK, k=2))
    nodes = matcher.candidates(question)
    scored = matcher.score(question, nodes)
    place = nodes.tolist().index(question.snapshot.node(CY))

    (name,) = change.names
    values = FEATURES[name].compute(question, nodes, scored.evidence)
    assert place not in choose(question, scored)
    assert change.after is not None
    values[place] = change.after
    raised = matcher.score(question, nodes, {name: values})
    assert choose(question, raised).index(place) + 1 == change.rank
    values[place] = values[place] * 0.98
    assert place not in choose(question, matcher.score(question, nodes, {name: values}))


def test_values_are_rounded_to_the_side_that_is_enough() -> None:
    assert three_digits(0.22745, upwards=True) == 0.228
    assert three_digits(0.22755, upwards=True) == 0.228
    assert three_digits(0.22755, upwards=False) == 0.227
    assert three_digits(-12.34, upwards=True) == -12.3
    assert three_digits(-12.34, upwards=False) == -12.4
    assert three_digits(0.5, upwards=True) == 0.5
    assert three_digits(0.0, upwards=False) == 0.0


def test_nothing_is_claimed_that_would_not_do(build: Build) -> None:
    """Everything speaks for Bob, and no single feature raised to his level outdoes the rest."""
    house = build(
        [
            *(node(f"member:{name}", name=name) for name in ("ada", "bob", "cy")),
            *(node(f"skill:{number}", name=f"s{number}") for number in range(3)),
            *(edge("member:ada", "SEEKS_SKILL", f"skill:{number}") for number in range(3)),
            *(edge("member:bob", "HAS_SKILL", f"skill:{number}") for number in range(3)),
            *(node(f"content:{number}", 5, kind="answer", title="t") for number in range(3)),
            *(edge("member:bob", "CREATED", f"content:{number}", 5) for number in range(3)),
            *(edge(f"content:{number}", "ABOUT", f"skill:{number}") for number in range(3)),
            edge("member:cy", "ENGAGED", "content:0", 1, verb="like"),
        ]
    )
    found = asked(house, FIRST, CY)
    assert (found.status, found.change) == ("outranked", None)


def test_what_nothing_led_to_is_told(build: Build, mentoring: list[Record]) -> None:
    house = build([*mentoring, node("member:new", name="New")])
    found = asked(house, ASK, "member:new")
    assert found.status == "not_proposed"
    assert found.change is not None
    assert found.change.kind == "candidate"
    named = replace(ASK, candidates=tuple(r.id for r in house.matcher().recommend(ASK).results))
    named = replace(named, candidates=(*(named.candidates or ()), EntityId("member:new")))
    last = house.matcher().recommend(named).results[-1]
    assert (last.id, last.rank) == ("member:new", found.change.rank)


def test_too_like_what_is_shown_already(
    build: Build, mentoring: list[Record], embedder: SentenceTransformerEmbedder
) -> None:
    twin: list[Record] = [
        node("content:a9", 6, kind="answer", body="They bend light."),
        edge("member:eve", "CREATED", "content:a9", 6),
        edge("content:a9", "REPLIES_TO", "content:q1", 6),
        edge("content:a9", "ABOUT", "skill:optics"),
    ]
    house = build([*(each for each in mentoring if "content:q2" not in str(each)), *twin])
    snapshot = house.matcher(embedder).snapshot
    goals = dict(default_goals())
    asked_by_words = goals["mentors"].weights
    goals["mentors"] = replace(goals["mentors"], weights_by_member=asked_by_words)
    usual = Matcher(snapshot, embedder, house.store, goals)
    varied = {**goals, "mentors": replace(goals["mentors"], diversity=0.9)}
    matcher = Matcher(snapshot, embedder, house.store, varied)
    two = replace(ASK, k=2)
    by_score = [result.id for result in usual.recommend(two).results]
    assert set(by_score) == {BOB, EVE}
    assert [result.id for result in matcher.recommend(two).results] == [by_score[0], CY]
    found = why_not(matcher, two, by_score[1])
    assert found.status == "too_alike"
    assert found.change is not None
    assert (found.change.kind, found.change.rank) == ("variety", 2)


def test_a_wrong_request_is_refused_as_ever(build: Build, mentoring: list[Record]) -> None:
    matcher = build(mentoring).matcher()
    with pytest.raises(EntityNotFound):
        why_not(matcher, replace(ASK, member=EntityId("member:nobody")), BOB)
    with pytest.raises(InvalidRequest):
        why_not(matcher, replace(ASK, goal="friends"), BOB)


def test_a_run_repeats_exactly(build: Build, mentoring: list[Record]) -> None:
    matcher = build(mentoring).matcher()
    assert why_not(matcher, FIRST, EVE) == why_not(matcher, FIRST, EVE)
    assert np.isfinite(why_not(matcher, FIRST, EVE).gap or 0.0)
