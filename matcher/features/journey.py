"""What the asker's next stage on a journey asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from community.journeys.next_stage import next_stages
from graph.packing import NO_TIME
from graph.schema import EntityKind, RelationshipKind
from matcher.evidence import Evidence
from matcher.question import Question

ITSELF, ABOUT = 1.0, 0.5
"""What counts for a thing that a stage asks for, and for one about a skill that it asks for."""
_K = RelationshipKind
_TOPICS = (_K.ABOUT, _K.DEVELOPS)
Nodes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Asked:
    """Why a thing would carry the asker to their next stage.

    Attributes:
        stage: the node of the stage.
        skill: the skill that it asks for and that the thing is about; None: it asks for the thing.
    """

    stage: int
    skill: int | None

    @property
    def value(self) -> float:
        """How much it counts."""
        return ITSELF if self.skill is None else ABOUT


def journey(question: Question, candidates: Nodes, evidence: Evidence) -> npt.NDArray[np.float64]:  # noqa: ARG001
    """(C,) 1 for what the asker's next stage asks for, 0.5 for what is about it, else NaN."""
    asked = asked_by_next_stages(question)
    if not asked:
        return np.full(len(candidates), np.nan)
    found = (asked.get(node) for node in candidates.tolist())
    return np.array([np.nan if each is None else each.value for each in found], dtype=np.float64)


def asked_by_next_stages(question: Question) -> Mapping[int, Asked]:
    """What the asker's next stages ask for, and what is about skills that these ask for, by node.

    Nothing where words or things are asked by: then these say what is wanted.
    """
    asks_otherwise = question.request.text or question.request.seeds
    if question.member is None or asks_otherwise or question.goal.between_people:
        return _NOTHING
    return question.once("asked by next stages", lambda: dict(_asked(question)))


_NOTHING: Mapping[int, Asked] = MappingProxyType({})


def best_of_kind(question: Question, kind: EntityKind, most: int) -> Nodes:
    """(n,) what the next stages ask for, of a kind: things themselves, then the most used.

    Activities that begin sooner come before those that begin later; those that have begun do not.
    """
    begin, end = question.snapshot.range(kind)
    starts, spans = question.snapshot.node_starts, question.snapshot.into.spans
    found = [
        (-why.value, int(starts[node]), int(spans[node, 0] - spans[node, 1]), node)
        for node, why in asked_by_next_stages(question).items()
        if begin <= node < end and (starts[node] == NO_TIME or starts[node] >= question.view.clock)
    ]
    return np.array([node for *_, node in sorted(found)[:most]], dtype=np.int32)


def _asked(question: Question) -> Iterator[tuple[int, Asked]]:
    """Things about skills first, so that what is asked for itself takes their place."""
    view, member = question.view, question.member
    if member is None:
        return
    known = set(view.targets(member, _K.HAS_SKILL))
    stages = next_stages(question.snapshot, member)
    begin, end = question.snapshot.range(EntityKind.SKILL)
    for stage in stages:
        for skill in (node for node in stage.calls_for if begin <= node < end):
            if skill not in known:
                why = Asked(stage.stage, skill)
                yield from ((thing, why) for thing in view.sources(skill, *_TOPICS))
    for stage in stages:
        for node in stage.calls_for:
            if node not in known:
                yield node, Asked(stage.stage, None)
