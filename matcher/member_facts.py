"""What is said of recommended members, looked up for all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.packing import HAS_CAPACITY
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from matcher.eligibility import free_places
from matcher.evidence import Evidence
from matcher.features.evidence_kernel import likeness
from matcher.member_lookups import SHARED, close_works, in_common, works_on, youngest
from matcher.question import Question
from matcher.rows import counts_of_pairs, kinds_of_pairs

Nodes = npt.NDArray[np.int32]
CLOSE = 0.4
"""Cosine from which two texts are called close."""
_HELPED = RELATIONSHIP_CODES[RelationshipKind.HELPED]
_HAS_SKILL = np.uint64(1 << RELATIONSHIP_CODES[RelationshipKind.HAS_SKILL])


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """Of one recommended member.

    Attributes:
        helped: how often they helped the asker.
        returned: how often the asker helped them.
        close: works that are close to the question, weightiest first, and the kinds of the edges
            from the member to each as bits.
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
    close: list[tuple[int, int]]
    works: dict[int, int]
    is_cut: bool
    skills: set[int]
    shared: list[list[int]]
    room: int | None
    closeness: float
    age: float


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
    edges = out.spans, out.neighbours, out.kinds
    first_thing = question.snapshot.range(EntityKind.SKILL)[0]
    topics = np.array(sorted(question.seeds), dtype=np.int32)
    told, kinds = close_works(
        *edges, members, evidence.offsets, evidence.nodes, weights,
        likeness(question, evidence.distinct)[0][evidence.slots], np.float32(CLOSE),
    )  # fmt: skip
    counts, cut = works_on(*edges, view.asks, members, first_thing, topics)
    facts = zip(
        *_helped(question, members),
        told.tolist(),
        kinds.tolist(),
        counts.tolist(),
        cut.tolist(),
        _skills(question, members, topics),
        _shared(question, members, first_thing),
        _room(question, members),
        question.closeness.at(members).tolist(),
        youngest(evidence.offsets, evidence.ages, evidence.events).tolist(),
        strict=True,
    )
    names = topics.tolist()
    return [
        MemberFacts(
            helped,
            returned,
            [each for each in zip(works, bits, strict=True) if each[0] >= 0],
            {topic: count for topic, count in zip(names, on, strict=True) if count},
            is_cut,
            skills,
            shared,
            room,
            closeness,
            age,
        )
        for helped, returned, works, bits, on, is_cut, skills, shared, room, closeness, age in facts
    ]


def _helped(question: Question, members: Nodes) -> tuple[list[int], list[int]]:
    """(K,) how often each helped the asker, and how often the asker helped each."""
    if question.member is None:
        return [0] * len(members), [0] * len(members)
    out = question.snapshot.out
    edges, asker = (out.spans, out.neighbours, out.kinds), np.array([question.member], np.int32)
    helped = counts_of_pairs(*edges, members, asker, _HELPED)
    return helped[:, 0].tolist(), counts_of_pairs(*edges, asker, members, _HELPED)[0].tolist()


def _room(question: Question, members: Nodes) -> list[int | None]:
    """(K,) how many more mentees each can take, where it is said and counts."""
    if "has_capacity" not in question.goal.rules:
        return [None] * len(members)
    says = (question.snapshot.flags[members] & HAS_CAPACITY != 0).tolist()
    free = free_places(question, members).tolist()
    return [places if said else None for said, places in zip(says, free, strict=True)]


def _skills(question: Question, members: Nodes, topics: Nodes) -> list[set[int]]:
    """(K,) which of the topics each has."""
    if not is_mentoring(question):
        return [set()] * len(members)
    out = question.snapshot.out
    kinds = kinds_of_pairs(out.spans, out.neighbours, out.kinds, members, topics)
    return [set(topics[row].tolist()) for row in kinds & _HAS_SKILL != 0]


def _shared(question: Question, members: Nodes, first_thing: int) -> list[list[list[int]]]:
    """(K, 1 + len(SHARED)) what each shares with the asker."""
    if question.member is None or is_mentoring(question):
        return [[[]] * (1 + len(SHARED))] * len(members)
    found: list[list[list[int]]] = in_common(
        question.snapshot.out, question.view.parents, question.view.walk_graph.spans,
        question.member, members, first_thing, question.snapshot.range(EntityKind.CONTENT),
    ).tolist()  # fmt: skip
    return [[[node for node in nodes if node >= 0] for nodes in row] for row in found]
