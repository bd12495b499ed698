"""Closeness in meaning without any graph: the embeddings that Kinpath uses, by their cosine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.peers.nearest_contexts import (
    ALL,
    Floats,
    as_they_are,
    distinct_choices,
    nearest_contexts,
)
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Context, Past, Query

Vectors = npt.NDArray[np.float32]
SHARPNESS = 12.0
"""exp(12 cos): a context at cosine 0.7 weighs eleven times one at 0.5."""


class MeaningOnly:
    """Settings: `by` votes of contexts, profiles of targets, or the targets' own vectors.

    Votes weigh the cosine or exp(12 cos). A profile is the mean of the vectors of the contexts
    that chose the target plus the target's own vector.
    """

    name = "embedding only"
    grid: Sequence[Settings] = (
        *(
            {"by": "votes", "neighbours": neighbours, "weight": weight}
            for weight in ("cosine", "exponential")
            for neighbours in (50, 10, ALL)
        ),
        {"by": "profiles"},
        {"by": "own vectors"},
    )
    is_quick = True

    def suits(self, past: Past, /) -> bool:
        return dimensions(past) > 0

    def fit(self, past: Past, settings: Settings, _seed: int, /) -> Fitted:
        if settings["by"] == "own vectors":
            return Cosines(own_vectors(past))
        vectors = context_vectors(past)
        if settings["by"] == "profiles":
            return Cosines(_profiles(past, vectors))
        weigh = exponential if settings["weight"] == "exponential" else as_they_are
        return nearest_contexts(past, _cosines(vectors), int(settings["neighbours"]), weigh)


def dimensions(past: Past) -> int:
    """D, the length of the vectors; 0 where neither a context nor an entity has one."""
    if len(past.snapshot.vectors):
        return int(past.snapshot.vectors.shape[1])
    return next((len(c.vector) for c in past.contexts if c.vector is not None), 0)


def context_vectors(past: Past) -> Vectors:
    """(O, D) unit vectors of the contexts, zeros for those without one."""
    return _stacked(past.contexts, dimensions(past))


def own_vectors(past: Past) -> Vectors:
    """(T, D) vectors of the targets as the snapshot has them, zeros for those without one."""
    snapshot = past.snapshot
    vectors = np.zeros((len(past.targets), dimensions(past)), np.float32)
    for place, target in enumerate(past.targets):
        node = snapshot.find(target)
        row = -1 if node is None else snapshot.vector_rows[node]
        if row >= 0:
            vectors[place] = snapshot.vectors[row] * snapshot.vector_scales[row]
    return vectors


def exponential(cosines: Floats) -> Floats:
    """exp(12 cos); what has no vector, and so a cosine of exactly 0, weighs nothing."""
    return np.where(cosines == 0, 0.0, np.exp(SHARPNESS * cosines))


def _profiles(past: Past, vectors: Vectors) -> Vectors:
    chose, chosen = distinct_choices(past)
    sums = np.zeros((len(past.targets), vectors.shape[1]), np.float32)
    np.add.at(sums, chosen, vectors[chose])
    counts = np.bincount(chosen, vectors[chose].any(axis=1), minlength=len(past.targets))
    mean = sums / np.maximum(counts, 1)[:, None]
    return _unit(mean.astype(np.float32) + own_vectors(past))


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def _stacked(contexts: Sequence[Context], size: int) -> Vectors:
    nothing = np.zeros(size, np.float32)
    rows = [nothing if context.vector is None else context.vector for context in contexts]
    return np.array(rows, np.float32).reshape(len(rows), size)


def _cosines(vectors: Vectors) -> Callable[[Context], Floats]:
    def compare(context: Context) -> Floats:
        if context.vector is None:
            return np.zeros(len(vectors))
        return (vectors @ context.vector).astype(np.float64)

    return compare


@dataclass(frozen=True, slots=True, eq=False)
class Cosines:
    """Scores each target by the cosine of its (D,) unit vector with that of the query."""

    vectors: Vectors

    def score(self, queries: Sequence[Query], /) -> Scores:
        asked = _stacked([query.context for query in queries], self.vectors.shape[1])
        return (asked @ self.vectors.T).astype(np.float64)
