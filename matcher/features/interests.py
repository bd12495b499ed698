"""What asker and candidate both do, rare things counting more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.node_values import NodeValues
from matcher.question import Question
from matcher.sums import row_times

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def shared_interests(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) cosine of what both did with content, activities and groups, by rarity and amount."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    view = question.view
    return view.interests.cosines(view.deeds, question.member, candidates)


def interest_scores(question: Question) -> NodeValues:
    """Cosine of what the asker, who must be there, and other members did; of those alike at all."""

    def compare() -> NodeValues:
        view = question.view
        own = view.interests.row(view.deeds, question.member or 0)
        return row_times(*own, view.interested, view.deeds.first)

    return question.once("interest_scores", compare)


def shared_skills(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) cosine of the skills both have to do with, by rarity."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    view = question.view
    return view.topics_of_members.cosines(view.deeds, question.member, candidates)
