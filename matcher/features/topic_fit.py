"""How well the topics of a thing fit the topics of all that the asker did."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
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
    topics = question.view.topics_of_objects
    return np.asarray(_products(candidates, *topics.arrays, profile))


def asker_topics(question: Question, member: int) -> Values:
    """(skills,) unit vector: the topics of what the member did, and the skills of their own."""
    view = question.view
    objects, amounts = view.objects_done.of(member)
    begin, _ = view.snapshot.range(EntityKind.SKILL)
    topics = view.topics_of_objects
    profile = np.asarray(_added_up(objects, amounts, *topics.arrays, topics.width))
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


# numba infers the types of the arrays of all that follows.
@kernel
def _added_up(nodes, amounts, begins, columns, values, size):  # type: ignore[no-untyped-def]
    """(size,) the sum of the rows of nodes, each so many times."""
    total = np.zeros(size)
    for place in range(len(nodes)):
        for at in range(begins[nodes[place]], begins[nodes[place] + 1]):
            total[columns[at]] += amounts[place] * values[at]
    return total


@kernel
def _products(nodes, begins, columns, values, profile):  # type: ignore[no-untyped-def]
    """(n,) of the row of each node with a profile."""
    found = np.zeros(len(nodes))
    for place in range(len(nodes)):
        for at in range(begins[nodes[place]], begins[nodes[place] + 1]):
            found[place] += values[at] * profile[columns[at]]
    return found
