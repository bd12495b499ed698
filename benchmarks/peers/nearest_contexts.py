"""The vote of the past occasions that are most like a query: what was chosen there scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.rival import Scores
from benchmarks.tasks import Context, Past, Places, Query
from graph.records import EntityId

Floats = npt.NDArray[np.float64]
Similarity = Callable[[Context], Floats]
"""How like a context each of some documents is: (documents,) float64, more is more."""

ALL = 0
"""Neighbours: every context votes."""


def distinct_choices(past: Past) -> tuple[Places, Places]:
    """Context and target of each choice, both (n,) int32, the same choice only once."""
    pairs = np.unique(np.stack([past.chose, past.chosen]), axis=1)
    return pairs[0], pairs[1]


@dataclass(frozen=True, slots=True, eq=False)
class NearestContexts:
    """k-nearest-neighbour voting over contexts.

    Attributes:
        targets: T, how many there are.
        chose, chosen: (n,) int32 context and target of each choice.
        places: where the contexts stand, by id; a query's own context has no vote.
        similarity: of a query's context to the O contexts of the past.
        weigh: the weight of each vote, from the similarities.
        neighbours: how many contexts vote; ALL of them where 0.
    """

    targets: int
    chose: Places
    chosen: Places
    places: dict[EntityId, int]
    similarity: Similarity
    weigh: Callable[[Floats], Floats]
    neighbours: int

    def score(self, queries: Sequence[Query], /) -> Scores:
        scores = np.zeros((len(queries), self.targets))
        for row, query in enumerate(queries):
            weights = self._votes(query.context)[self.chose]
            scores[row] = np.bincount(self.chosen, weights, minlength=self.targets)
        return scores

    def _votes(self, context: Context) -> Floats:
        similarities = self.similarity(context)
        weights = self.weigh(similarities)
        own = self.places.get(context.id)
        if own is not None:
            similarities[own], weights[own] = -np.inf, 0.0
        nearest = np.argsort(-similarities, kind="stable")[: self.neighbours or None]
        votes = np.zeros_like(weights)
        votes[nearest] = weights[nearest]
        return votes


def as_they_are(similarities: Floats) -> Floats:
    """A vote weighs what it is like: a copy of the similarities."""
    return similarities.copy()


def nearest_contexts(
    past: Past, similarity: Similarity, neighbours: int, weigh: Callable[[Floats], Floats]
) -> NearestContexts:
    """Voting by the contexts of a past, which `similarity` compares in their order."""
    chose, chosen = distinct_choices(past)
    places = {context.id: place for place, context in enumerate(past.contexts)}
    return NearestContexts(len(past.targets), chose, chosen, places, similarity, weigh, neighbours)
