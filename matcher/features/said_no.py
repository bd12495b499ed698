"""What the asker said no to, that the candidate is like: a source that speaks against."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.feedback import negatives
from matcher.question import Question
from matcher.vectors import vector_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST = 100
"""Of those who said no very often, so many of the latest count."""
Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def said_no(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) how much the candidate is like what was said no to; NaN when nothing was.

    For each thing (or person, where people are looked for) that the asker said no to, it is the
    weight of that no (0-1) times `max(cosine of texts, 0) + cosine of topics by rarity`; the
    greatest counts, so it is 0-2.
    """
    refused = _refused(question)
    if not refused:
        return np.full(len(candidates), np.nan)
    topics = _topics(question, candidates)
    values = np.zeros(len(candidates))
    for node, weight in refused.items():
        own = np.asarray(_topics(question, np.array([node])).todense()).ravel()
        like = _text_cosines(question, candidates, node) + topics @ own
        values = np.maximum(values, -weight * like)
    return values


def _refused(question: Question) -> dict[int, float]:
    """What the asker said no to, people where people are looked for, else things."""
    if question.member is None:
        return {}
    view, people = question.view, question.goal.between_people
    found = negatives(view, question.member)
    fitting = (item for item in found.items() if view.is_member(item[0]) == people)
    return dict(islice(fitting, MOST))


def _text_cosines(question: Question, candidates: Nodes, node: int) -> Values:
    """(C,) cosine of the texts, 0 where there is none or it is negative."""
    snapshot = question.snapshot
    vector = vector_of(snapshot, node)
    cosines = np.zeros(len(candidates))
    if vector is not None:
        rows = snapshot.vector_rows[candidates]
        present = rows >= 0
        vectors = snapshot.vectors[rows[present]].astype(np.float32)
        # einsum keeps each row's sum independent of which other rows there are.
        products = np.einsum("id,d->i", vectors, vector)
        cosines[present] = np.maximum(products * snapshot.vector_scales[rows[present]], 0.0)
    return cosines


def _topics(question: Question, nodes: npt.NDArray[np.int_] | Nodes) -> csr_array:
    """(n, skills) unit rows: the skills that the nodes are about, or that people deal with."""
    view = question.view
    if question.goal.between_people:
        return view.topics_of_members.rows(view.deeds, nodes)
    return view.topics_of_objects.of_scipy()[nodes]
