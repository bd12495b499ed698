"""The vote of the questions that mean the most similar things, without any graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.method import Ranking
from benchmarks.peers.nearest_questions import answered_questions, vote
from benchmarks.replay import Answered, Query
from graph.records import EntityId


class EmbeddingOnly:
    """Cosine of sentence embeddings, the same that Kinpath uses."""

    name = "embedding only"

    def __init__(self, vectors: Mapping[EntityId, npt.NDArray[np.float32]]) -> None:
        """`vectors`: (D,) of each question, of unit length."""
        self._vectors = vectors

    def rank(self, query: Query, known: Sequence[Answered], /) -> Ranking:
        questions = answered_questions(known)
        past = np.stack([self._vectors[question.id] for question in questions])
        similarities = (past @ self._vectors[query.question.id]).astype(np.float64)
        return vote(query, known, questions, similarities)
