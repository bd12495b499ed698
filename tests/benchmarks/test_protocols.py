"""Replayed history: who may be ranked, who counts as right, and that nothing looks ahead."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.community import Community
from benchmarks.pasts import past_at
from benchmarks.protocols import (
    NothingToAsk,
    Period,
    answered_questions,
    has_times,
    hidden,
    members_later,
    task_from_history,
)
from benchmarks.tasks import Past, Query, Task
from graph.packing import seconds
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from matcher.goals import default_goals
from tests.benchmarks.question_community import (
    GATES,
    NOISE,
    day,
    member,
    question,
    question_community,
)
from tests.benchmarks.small_communities import (
    before,
    group,
    joining_community,
    snapshot_of_records,
    texts_of_records,
    together,
)
from tests.graph.packed import bits

MENTORS, GROUPS = default_goals()["mentors"], default_goals()["groups"]


def questions(frozen: bool = True, records: list[Record] | None = None) -> Task:
    records = list(question_community()) if records is None else records
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    return answered_questions(snapshot, texts, MENTORS, frozen)


def ids(query: Query, places: np.ndarray[tuple[int], np.dtype[np.int32]]) -> list[str]:
    return [query.past.targets[place].removeprefix("member:") for place in places]


def test_the_last_fifth_is_asked_of_those_who_had_answered_before() -> None:
    first, second = questions().queries

    assert [first.request.id, second.request.id] == [question(8), question(9)]
    # zoe had never answered before, and an answer of the asker's own does not count.
    assert ids(first, first.candidates) == ["bob", "guy", "nan"]
    assert ids(first, first.relevant) == ["guy"]
    assert ids(second, second.candidates) == ["bob", "guy", "nan"]
    assert ids(second, second.relevant) == ["nan"]


def test_a_question_is_asked_as_an_application_would() -> None:
    first, second = questions().queries

    assert first.request.text == first.context.text == GATES
    assert first.request.member == member("ann")
    assert first.request.seeds == ("skill:gates",)
    assert first.request.as_of == first.past.moment == day(80)
    assert first.context.items == (member("ann"), "skill:gates")
    assert first.context.vector == pytest.approx([1, 0, 0])
    assert (first.known, first.experience) == (-1, 5), "ann asked on days 0, 10, 40, 60 and 70"
    # cyd came after the cutoff, so that nobody can know who asks.
    assert second.request.member is None
    assert second.context.items == ("skill:noise",)
    assert second.experience == 0


def test_a_past_holds_the_questions_and_who_answered_them() -> None:
    past = questions().queries[0].past

    assert past.targets == (member("bob"), member("guy"), member("nan"))
    assert [context.id for context in past.contexts] == [question(n) for n in range(8)]
    assert [context.text for context in past.contexts[:2]] == [GATES, NOISE]
    assert past.contexts[0].items == (member("ann"), "skill:gates")
    assert past.chose.tolist() == [0, 1, 1, 2, 3, 4, 4, 5, 6]
    assert past.chosen.tolist() == [1, 2, 1, 1, 2, 0, 1, 2, 1]
    assert past.days.tolist() == [79.0, 69.0, 68.0, 59.0, 49.0, 39.0, 39.0, 29.0, 19.0]


def test_a_question_that_no_candidate_answered_is_not_asked() -> None:
    records = [each for each in question_community() if "content:a8" not in str(each)]
    assert [query.request.id for query in questions(records=records).queries] == [question(9)]


def test_evidence_stops_at_the_cutoff_or_at_the_question() -> None:
    frozen, fresh = questions(True).queries, questions(False).queries

    assert [query.past.moment for query in frozen] == [day(80), day(80)]
    assert [query.past.moment for query in fresh] == [day(80), day(90)]
    assert fresh[1].request.member == member("cyd"), "known by then"
    assert len(fresh[1].past.contexts) == 9
    assert fresh[1].past.targets == frozen[1].past.targets
    # guy answered question 8 in between; ann answered it too, and zoe, who are no targets.
    assert len(fresh[1].past.chosen) == len(frozen[1].past.chosen) + 1
    assert questions(False).name == "Mentors, evidence up to each question's moment"


@pytest.mark.parametrize("goal", ["mentors", "groups"])
def test_nothing_of_the_future_is_in_a_past(goal: str) -> None:
    records = together(question_community(), joining_community())
    for moment in (day(7), day(80), day(85.5)):
        whole, known = (
            past_at(
                Community(snapshot_of_records(each), texts_of_records(each)),
                default_goals()[goal],
                seconds(moment),
            )
            for each in (records, before(moment, records))
        )
        check_same(whole, known)


def check_same(one: Past, other: Past) -> None:
    assert bits(one.snapshot) == bits(other.snapshot)
    assert (one.targets, one.texts, one.moment) == (other.targets, other.texts, other.moment)
    for own, same in zip(one.contexts, other.contexts, strict=True):
        assert (own.id, own.text, own.items) == (same.id, same.text, same.items)
        np.testing.assert_array_equal(own.vector, same.vector)
    for name in ("chose", "chosen", "days"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_who_hides_or_does_not_consent_is_never_a_candidate() -> None:
    hiding = {
        member("guy"): Entity(member("guy"), day(0), {"visibility": "hidden"}),
        member("nan"): Entity(member("nan"), day(0), {"consent": ("research",)}),
    }
    records = [
        hiding.get(each.id, each) if isinstance(each, Entity) else each
        for each in question_community()
    ]
    with pytest.raises(NothingToAsk, match="no question was answered"):
        questions(records=records)
    past = past_at(
        Community(snapshot_of_records(records), texts_of_records(records)),
        MENTORS,
        seconds(day(80)),
    )
    assert past.targets == (member("bob"),)
    assert not any("guy" in entity or "nan" in entity for entity in past.texts)


def test_an_earlier_period_knows_nothing_of_what_came_after_it() -> None:
    records = list(question_community())
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    period = Period(seconds(day(40)), seconds(day(61)))
    task = answered_questions(snapshot, texts, MENTORS, True, period=period)
    # Question 6 was answered on day 61, so within the period nobody has.
    assert [query.request.id for query in task.queries] == [question(4), question(5)]
    assert task.queries[0].past.moment == day(40)
    # bob answered question 4 as well, but had not answered anything before.
    assert ids(task.queries[0], task.queries[0].relevant) == ["guy"]


def test_members_are_asked_for_what_they_chose_later() -> None:
    records = joining_community()
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    task = members_later(snapshot, texts, GROUPS, True)

    # 8 of 11 choices are known. ann joins hiking on day 9; chess, on day 10, she knew already.
    assert task.queries[0].past.moment == day(9)
    assert [query.request.member for query in task.queries] == [member("ann"), member("cat")]
    ann, cat = task.queries
    assert [ann.past.targets[place] for place in ann.candidates] == [group("hiking")]
    assert [cat.past.targets[place] for place in cat.relevant] == [group("chess")]
    assert ann.past.contexts[ann.known] is ann.context
    assert ann.context.items == ("skill:gates",)
    assert ann.experience == 3, "a skill and two groups"
    assert members_later(snapshot, texts, GROUPS, False).queries[1].past.moment == day(11)
    assert len(members_later(snapshot, texts, GROUPS, True, most=1).queries) == 1


def test_without_times_a_part_of_the_choices_is_hidden() -> None:
    records = joining_community(with_times=False)
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    assert not has_times(snapshot, GROUPS)
    task = task_from_history(snapshot, texts, GROUPS, frozen=True, seed=1)

    past = task.queries[0].past
    assert past.moment is None
    asked = {
        (query.request.member, past.targets[place])
        for query in task.queries
        for place in query.relevant
    }
    known = {
        (past.contexts[context].id, past.targets[target])
        for context, target in zip(past.chose, past.chosen, strict=True)
    }
    every = {
        (edge.source, edge.target)
        for edge in records
        if isinstance(edge, Relationship) and edge.kind is RelationshipKind.JOINED
    }
    assert asked
    assert asked.isdisjoint(known)
    assert asked | known == every
    assert (past.days == 0).all()
    again = hidden(snapshot, texts, GROUPS, 1)
    assert [query.request for query in again.queries] == [query.request for query in task.queries]


def test_a_community_without_outcomes_has_nothing_to_ask() -> None:
    snapshot = snapshot_of_records([Entity(EntityId("member:ann"))])
    with pytest.raises(NothingToAsk):
        task_from_history(snapshot, {}, MENTORS, frozen=True)
