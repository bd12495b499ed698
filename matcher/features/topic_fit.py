"""How well the topics of a thing fit the topics of all that the asker did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.evidence import Evidence
from matcher.question import Question

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def topic_fit(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) cosine of topics, by rarity; NaN when nobody asks or nothing of theirs has topics."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    profile = asker_topics(question, question.member)
    if not profile.any():
        return np.full(len(candidates), np.nan)
    view = question.view
    return np.asarray(view.topics_of_objects[candidates] @ profile)


def asker_topics(question: Question, member: int) -> Values:
    """(skills,) unit vector: the topics of what the member did, and the skills of their own."""
    view = question.view
    objects, amounts = view.objects_done.of(member)
    begin, _ = view.snapshot.range(EntityKind.SKILL)
    profile = np.zeros(view.topics_of_objects.shape[1])
    if len(objects):
        profile += amounts @ view.topics_of_objects[objects]
    own, known = view.skills_done.of(member)
    length = np.sqrt(profile @ profile)
    if length > 0:
        profile /= length
    if len(own):
        skills = np.zeros(len(profile))
        skills[own - begin] = known
        profile += skills / np.sqrt(skills @ skills)
    length = np.sqrt(profile @ profile)
    return profile / length if length > 0 else profile
