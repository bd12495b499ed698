"""Two ways to go by words, whichever way texts are compared: contexts that vote, or profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers.nearest_contexts import (
    Floats,
    Similarity,
    as_they_are,
    distinct_choices,
    nearest_contexts,
)
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query

TextIndex = Callable[[Sequence[str]], Callable[[str], Floats]]
"""From documents to what says how like a text each of them is, (documents,) float64."""

WORD_GRID: Sequence[Settings] = (
    {"documents": "contexts", "neighbours": 50},
    {"documents": "contexts", "neighbours": 10},
    {"documents": "profiles"},
)
"""`contexts`: the nearest vote for what was chosen there; `profiles`: a document per target."""


def has_words(past: Past) -> bool:
    """Whether a context or a target says anything."""
    return any(context.text for context in past.contexts) or any(
        past.texts.get(target) for target in past.targets
    )


def profile_texts(past: Past) -> list[str]:
    """T documents: a target's own text, and everything that the contexts that chose it say."""
    said = [[past.texts.get(target, "")] for target in past.targets]
    for context, target in zip(*distinct_choices(past), strict=True):
        said[target].append(past.contexts[context].text)
    return ["\n".join(filter(None, parts)) for parts in said]


def fit_to_words(past: Past, settings: Settings, index: TextIndex) -> Fitted:
    """One of the ways of `WORD_GRID`, with the texts compared by `index`."""
    if settings["documents"] == "profiles":
        return Profiles(_of_context(index(profile_texts(past))), len(past.targets))
    similarity = _of_context(index([context.text for context in past.contexts]))
    return nearest_contexts(past, similarity, int(settings["neighbours"]), as_they_are)


def _of_context(compare: Callable[[str], Floats]) -> Similarity:
    return lambda context: compare(context.text)


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """Scores each of T targets by how like the query its one document is."""

    similarity: Similarity
    targets: int

    def score(self, queries: Sequence[Query], /) -> Scores:
        scores = np.zeros((len(queries), self.targets))
        for row, query in enumerate(queries):
            scores[row] = self.similarity(query.context)
        return scores
