"""What is said of recommended members, looked up for all of them at once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.evidence import Evidence
from matcher.features.evidence_kernel import likeness
from matcher.member_lookups import ROOM, UNSAID, looked_up
from matcher.question import Question
from matcher.shared_things import SHARED, in_common

Nodes = npt.NDArray[np.int32]
CLOSE = 0.4
"""Cosine from which two texts are called close."""


class MemberFacts(NamedTuple):
    """Of one recommended member; lists of nodes have -1 for no more.

    Attributes:
        close: works that are close to the question, weightiest first.
        deeds: what the member did with each, as codes of DEEDS.
        topics: of the question, those of most of their works first.
        works: how many of their works are about each of these.
        skills: topics of the question that they have as skills, and no works about.
        shared: what they share with the asker, rarest first, by THREADS and then SHARED, where no
            mentor is looked for; empty otherwise.
        helped: how often they helped the asker.
        returned: how often the asker helped them.
        is_cut: whether they have more works than were counted.
        room: how many more mentees they can take, where the goal minds that; UNSAID else.
        closeness: cosine of their own texts, NaN without any.
        age: days since what they did last, infinite where nothing is dated.
    """

    close: list[int]
    deeds: list[int]
    topics: list[int]
    works: list[int]
    skills: list[int]
    shared: list[list[int]]
    helped: int
    returned: int
    is_cut: int
    room: int
    closeness: float
    age: float


def is_mentoring(question: Question) -> bool:
    """Whether the goal looks for somebody who gives."""
    return "may_mentor" in question.goal.rules


def member_facts(
    question: Question, members: Nodes, evidence: Evidence, weights: npt.NDArray[np.float64]
) -> tuple[list[MemberFacts], list[int]]:
    """The facts of members (K,), and the nodes that reasons may name, with -1 among them.

    Args:
        question: what is asked.
        members: nodes.
        evidence: theirs alone.
        weights: (E,) of its pieces: of those that are close, the weightiest are told of.
    """
    view, snapshot, out = question.view, question.snapshot, question.snapshot.out
    first_thing = snapshot.range(EntityKind.SKILL)[0]
    seeds = np.array(question.seeds, dtype=np.int32)
    close, deeds, topics, works, skills, counts, ages = looked_up(
        out.spans, out.neighbours, out.kinds, view.parents, view.asks,
        snapshot.flags, snapshot.capacities,
        members, -1 if question.member is None else question.member, first_thing,
        seeds, np.sort(seeds),
        evidence.offsets, evidence.nodes, evidence.slots, weights, evidence.ages, evidence.events,
        likeness(question, evidence.distinct)[0], np.float32(CLOSE),
    )  # fmt: skip
    if "has_capacity" not in question.goal.rules:
        counts[ROOM] = UNSAID
    shared = _shared(question, members, first_thing)
    lists = [each.tolist() for each in (close, deeds, topics, works, skills, shared)]
    closeness = question.closeness.at(members).tolist()
    facts = list(map(MemberFacts, *lists, *counts.tolist(), closeness, ages.tolist()))
    named = (close, topics, skills, shared)
    return facts, [node for each in named for node in each.ravel().tolist()]


def _shared(question: Question, members: Nodes, first_thing: int) -> Nodes:
    """(K, 1 + len(SHARED), n) what each shares with the asker; n may be 0."""
    if question.member is None or is_mentoring(question):
        return np.zeros((len(members), 1 + len(SHARED), 0), dtype=np.int32)
    return in_common(
        question.snapshot.out, question.view.parents, question.view.walk_graph.spans,
        question.member, members, first_thing, question.snapshot.range(EntityKind.CONTENT),
    )  # fmt: skip
