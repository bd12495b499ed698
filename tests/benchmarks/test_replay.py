"""Replayed history: who may be ranked, who counts as right, and that nothing looks ahead."""

from __future__ import annotations

import pytest

from benchmarks.kinpath_method import request_of
from benchmarks.questions import Question, read_questions
from benchmarks.replay import answered_before, replay
from graph.store import GraphStore
from tests.benchmarks.question_community import GATES, day, member, question, question_community


@pytest.fixture
def questions(store: GraphStore) -> list[Question]:
    store.write(question_community())
    return read_questions(store)


def test_questions_come_in_time_order_with_askers_tags_and_answers(
    questions: list[Question],
) -> None:
    assert [found.id for found in questions] == [question(number) for number in range(10)]
    last_but_one = questions[8]
    assert last_but_one.asker == member("ann")
    assert last_but_one.text == GATES
    assert last_but_one.tags == (("skill:gates", day(0)),)
    assert [answer.member for answer in last_but_one.answers] == [
        member("guy"),
        member("ann"),
        member("zoe"),
    ]


def test_the_last_fifth_is_asked_of_those_who_had_answered_before(
    questions: list[Question],
) -> None:
    replayed = replay(questions, frozen=True)

    assert replayed.cutoff == day(80)
    first, second = replayed.queries
    # zoe had never answered before, and an answer of the asker's own does not count.
    assert first.candidates == (member("bob"), member("guy"), member("nan"))
    assert first.relevant == {member("guy")}
    assert second.candidates == (member("guy"), member("nan"))
    assert second.relevant == {member("nan")}


def test_a_question_that_no_candidate_answered_is_not_asked(questions: list[Question]) -> None:
    unanswered = [found for found in questions if found.id != question(8)]
    assert [query.question.id for query in replay(unanswered, frozen=True).queries] == [question(9)]


def test_evidence_stops_at_the_cutoff_or_at_the_question(questions: list[Question]) -> None:
    frozen, fresh = replay(questions, frozen=True), replay(questions, frozen=False)

    assert [query.as_of for query in frozen.queries] == [day(80), day(80)]
    assert [query.as_of for query in fresh.queries] == [day(80), day(90)]
    later = answered_before(questions, day(90))
    assert len(later) - len(answered_before(questions, day(80))) == 3
    assert max(fact.at for fact in later) < day(90)
    assert fresh.queries[1].candidates == frozen.queries[1].candidates


def test_kinpath_is_not_told_what_was_not_known_yet(questions: list[Question]) -> None:
    frozen, fresh = replay(questions, frozen=True), replay(questions, frozen=False)
    assert request_of(frozen.queries[0]).member == member("ann")
    assert request_of(frozen.queries[1]).member is None, "bob came after the cutoff"
    assert request_of(fresh.queries[1]).member == member("bob")
    assert request_of(fresh.queries[1]).seeds == ("skill:noise",)
