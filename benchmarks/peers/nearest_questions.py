"""The vote of the most similar questions: who answered those is recommended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.method import Ranking, by_score
from benchmarks.questions import Question
from benchmarks.replay import Answered, Query
from graph.records import EntityId

NEIGHBOURS = 50
"""Questions that vote; of 10, 20, 30, 50, 100 and all, among the best for both text methods."""


def answered_questions(known: Sequence[Answered]) -> list[Question]:
    """The questions behind `known`, each once, in the order of their ids."""
    found = {fact.question.id: fact.question for fact in known}
    return [found[id_] for id_ in sorted(found)]


def vote(
    query: Query,
    known: Sequence[Answered],
    questions: Sequence[Question],
    similarities: npt.NDArray[np.float64],
) -> Ranking:
    """Each of the nearest questions gives its similarity (len(questions),) to its answerers."""
    nearest = np.argsort(-similarities, kind="stable")[:NEIGHBOURS]
    weights = {questions[place].id: float(similarities[place]) for place in nearest}
    scores: defaultdict[EntityId, float] = defaultdict(float)
    for member, question in sorted({(fact.member, fact.question.id) for fact in known}):
        scores[member] += weights.get(question, 0.0)
    return by_score(query.candidates, scores)
