"""History replayed in time order: what was known, what was asked next, and who then answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from benchmarks.questions import Question
from graph.records import EntityId

TRAINING_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Query:
    """One question of the later part, as the methods are asked it.

    Attributes:
        question: what was asked.
        as_of: nothing that is known from then on may be used.
        candidates: who may be ranked, sorted by id; the asker is not among them.
        relevant: those of the candidates who answered it.
    """

    question: Question
    as_of: datetime
    candidates: tuple[EntityId, ...]
    relevant: frozenset[EntityId]


@dataclass(frozen=True, slots=True)
class Answered:
    """A fact of the past: this member answered that question, then."""

    member: EntityId
    question: Question
    at: datetime


@dataclass(frozen=True, slots=True)
class Replay:
    """Questions before `cutoff` are evidence; those from then on are asked, oldest first."""

    cutoff: datetime
    queries: tuple[Query, ...]


def replay(questions: Sequence[Question], *, frozen: bool) -> Replay:
    """The last fifth of the questions as queries.

    Candidates are those who answered before the cutoff; a question that none of them answered
    later cannot be won by anybody and is left out.

    Args:
        questions: oldest first.
        frozen: evidence stops at the cutoff; otherwise at each question's own moment.
    """
    cutoff = questions[int(TRAINING_SHARE * len(questions))].at
    mentors = {
        answer.member for question in questions for answer in question.answers if answer.at < cutoff
    }
    queries = []
    for question in questions:
        if question.at < cutoff:
            continue
        candidates = tuple(sorted(mentors - {question.asker}))
        relevant = {answer.member for answer in question.answers}.intersection(candidates)
        if relevant:
            as_of = cutoff if frozen else question.at
            queries.append(Query(question, as_of, candidates, frozenset(relevant)))
    return Replay(cutoff, tuple(queries))


def answered_before(questions: Sequence[Question], moment: datetime) -> list[Answered]:
    """Every answer that was known before `moment`, in the order of the questions."""
    return [
        Answered(answer.member, question, answer.at)
        for question in questions
        for answer in question.answers
        if answer.at < moment
    ]
