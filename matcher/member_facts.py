"""What is said of recommended members, looked up for all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, compress, repeat
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.packing import HAS_CAPACITY
from graph.schema import EntityKind
from matcher.close_works import DEEDS
from matcher.evidence import Evidence
from matcher.features.evidence_kernel import likeness
from matcher.member_lookups import MENTEES, looked_up
from matcher.question import Question
from matcher.shared_things import SHARED, in_common

Nodes = npt.NDArray[np.int32]
CLOSE = 0.4
"""Cosine from which two texts are called close."""


class MemberFacts(NamedTuple):
    """Of one recommended member.

    Attributes:
        helped: how often they helped the asker.
        returned: how often the asker helped them.
        close: works that are close to the question, weightiest first, and what the member did with
            each, see `DEEDS`.
        works: how many of their works are about each topic of the question; those without are out.
        is_cut: whether they have more works than were counted.
        skills: topics of the question that they have, where a mentor is looked for.
        shared: what they share with the asker, rarest first, by THREADS and then SHARED, where no
            mentor is looked for.
        room: how many more mentees they can take, where the goal minds that and they say it.
        closeness: cosine of their own texts, NaN without any.
        age: days since what they did last, infinite where nothing is dated.
    """

    helped: int
    returned: int
    close: list[tuple[int, str]]
    works: dict[int, int]
    is_cut: bool
    skills: set[int]
    shared: list[list[int]]
    room: int | None
    closeness: float
    age: float

    def named(self) -> Iterable[int]:
        """Nodes that may be named in reasons."""
        return chain([node for node, _ in self.close], self.works, self.skills, *self.shared)


def is_mentoring(question: Question) -> bool:
    """Whether the goal looks for somebody who gives."""
    return "may_mentor" in question.goal.rules


def member_facts(
    question: Question, members: Nodes, evidence: Evidence, weights: npt.NDArray[np.float64]
) -> list[MemberFacts]:
    """The facts of members (K,).

    Args:
        question: what is asked.
        members: nodes.
        evidence: theirs alone.
        weights: (E,) of its pieces: of those that are close, the weightiest are told of.
    """
    view, out = question.view, question.snapshot.out
    first_thing = question.snapshot.range(EntityKind.SKILL)[0]
    topics = np.array(sorted(question.seeds), dtype=np.int32)
    *found, counts, ages = looked_up(
        out.spans, out.neighbours, out.kinds, view.parents, view.asks,
        members, -1 if question.member is None else question.member, first_thing, topics,
        evidence.offsets, evidence.nodes, evidence.slots, weights, evidence.ages, evidence.events,
        likeness(question, evidence.distinct)[0], np.float32(CLOSE),
    )  # fmt: skip
    facts = zip(
        *(each.tolist() for each in (*found, counts)),
        _shared(question, members, first_thing),
        _room(question, members, counts[:, MENTEES]),
        question.closeness.at(members).tolist(),
        ages.tolist(),
        strict=True,
    )
    names, mentor = topics.tolist(), is_mentoring(question)
    return [
        MemberFacts(
            helped,
            returned,
            [(node, DEEDS[deed]) for node, deed in zip(told, deeds, strict=True) if node >= 0],
            {topic: count for topic, count in zip(names, works, strict=True) if count},
            is_cut > 0,
            set(compress(names, skills)) if mentor else set(),
            shared,
            room,
            closeness,
            age,
        )
        for told, deeds, works, skills, (
            helped,
            returned,
            is_cut,
            _,
        ), shared, room, closeness, age in facts
    ]


def _room(
    question: Question, members: Nodes, mentees: npt.NDArray[np.int64]
) -> Iterable[int | None]:
    """(K,) how many more mentees each can take, where it is said and counts."""
    says = (question.snapshot.flags[members] & HAS_CAPACITY).tolist()
    if "has_capacity" not in question.goal.rules or not any(says):
        return repeat(None, len(members))
    free = (question.snapshot.capacities[members] - mentees).tolist()
    return [places if said else None for said, places in zip(says, free, strict=True)]


def _shared(question: Question, members: Nodes, first_thing: int) -> Iterable[list[list[int]]]:
    """(K, 1 + len(SHARED)) what each shares with the asker."""
    if question.member is None or is_mentoring(question):
        return repeat([[]] * (1 + len(SHARED)), len(members))
    found = in_common(
        question.snapshot.out, question.view.parents, question.view.walk_graph.spans,
        question.member, members, first_thing, question.snapshot.range(EntityKind.CONTENT),
    ).tolist()  # fmt: skip
    return [[[node for node in nodes if node >= 0] for nodes in row] for row in found]
