"""What asker and candidate both do, rare things counting more."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matcher.evidence import Evidence
from matcher.node_values import NodeValues
from matcher.question import Question

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def shared_interests(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) cosine of what both did with content, activities and groups, by rarity and amount."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    return _cosines(question, question.view.interests, candidates)


def interest_scores(question: Question) -> NodeValues:
    """Cosine of what the asker, who must be there, and other members did; of those alike at all."""

    def compare() -> NodeValues:
        view, member = question.view, question.member
        place = 0 if member is None else member - view.ties.first
        alike = sparse.csr_array(view.interests[place : place + 1] @ view.interested)
        alike.sort_indices()
        nodes = (alike.indices + view.ties.first).astype(np.int32)
        return NodeValues(nodes, alike.data.astype(np.float64))

    return question.once("interest_scores", compare)


def shared_skills(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) cosine of the skills both have to do with, by rarity."""
    return _cosines(question, question.view.topics_of_members, candidates)


def _cosines(question: Question, rows: sparse.csr_array, candidates: Nodes) -> Values:
    """(C,) of the asker's row with the candidates'; NaN when nobody asks or their row is empty."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    first = question.view.ties.first
    place = question.member - first
    asker = np.asarray(rows[place : place + 1].todense(), dtype=np.float64).ravel()
    if not asker.any():
        return np.full(len(candidates), np.nan)
    return np.asarray(rows[candidates - first] @ asker)
