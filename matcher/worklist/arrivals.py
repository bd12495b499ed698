"""Who came lately, and whether anybody has turned to them yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from graph.packing import NO_TIME, moment_of
from matcher.worklist.entries import Person
from matcher.worklist.questions import NewcomersQuestions, newcomers_questions
from matcher.worklist.standing import Standing


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who came in the last 30 days.

    Attributes:
        came: when they came, as far as that is known.
        asked: the question of theirs that has waited longest for an answer; None: none waits.
        asked_at: when they asked it.
        has_tie: whether they have had to do with anybody here.
    """

    member: Person
    came: datetime | None
    asked: Person | None
    asked_at: datetime | None
    has_tie: bool


def newcomers(standing: Standing, most: int) -> tuple[Newcomer, ...]:
    """Those who wait for an answer first, the longest wait before all; then those without a tie.

    Args:
        standing: of the members.
        most: how many are told of.

    Only who consents to matching is among them, and minors are not.
    """
    snapshot, picture = standing.picture.snapshot, standing.picture
    meant = standing.newcomers & picture.nameable & ~picture.minors
    waiting = _waiting(newcomers_questions(standing))
    told = []
    for place in np.flatnonzero(meant).tolist():
        node = place + standing.first
        question, asked_at = waiting.get(node, (None, NO_TIME))
        asked = None if question is None else Person(snapshot.id(question), snapshot.name(question))
        came = int(standing.joined[place])
        told.append(
            Newcomer(
                Person(snapshot.id(node), snapshot.name(node)),
                moment_of(came),
                asked,
                moment_of(asked_at),
                bool(standing.tied[place]),
            )
        )
    return tuple(sorted(told, key=_urgency)[:most])


def _waiting(every: NewcomersQuestions) -> dict[int, tuple[int, int]]:
    """By their author: the question asked longest ago that has no answer, and when."""
    open_ = every.where(every.answered == NO_TIME)
    rows = zip(open_.authors.tolist(), open_.nodes.tolist(), open_.asked.tolist(), strict=True)
    found: dict[int, tuple[int, int]] = {}
    for author, question, asked in rows:  # the longest ago first
        found.setdefault(author, (question, asked))
    return found


def _urgency(newcomer: Newcomer) -> tuple[bool, float, bool, float, str]:
    asked = newcomer.asked_at.timestamp() if newcomer.asked_at else 0.0
    came = -newcomer.came.timestamp() if newcomer.came else 0.0
    return newcomer.asked is None, asked, newcomer.has_tie, came, newcomer.member.id
