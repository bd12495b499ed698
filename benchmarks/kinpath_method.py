"""Kinpath itself, asked as an application would ask it, whole and in parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter

import numpy as np
import numpy.typing as npt

from benchmarks.past_matcher import PastMatcher
from benchmarks.results import MethodResult
from benchmarks.tasks import Places, Query, Task
from graph.errors import InvalidRequest
from matcher.closeness import Closeness
from matcher.evidence import gather_evidence
from matcher.features import FEATURES, learned_for
from matcher.goals import Goal
from matcher.question import Question
from matcher.ranking import feature_table, score
from matcher.seed_shares import SeedShares

BY_TEXT = frozenset(
    ("evidence_near", "evidence_wide", "evidence_lasting", "evidence_fresh", "profile", "own_text")
)
"""Features that read what was said. The kernels among them also read paths: see `text_alone`."""
BY_GRAPH = frozenset(FEATURES) - {"profile", "own_text"}
"""Features that read who did what, and when. Some also read texts: see `graph_alone`."""
LEARNED = "Kinpath, learned"
"""The name of Kinpath by learned weights."""
REMEMBERED = 64
"""Tables of features that are kept: as many as the validation queries of a slow rival."""


def as_it_is(question: Question) -> Question:
    """All that is asked."""
    return question


def text_alone(question: Question) -> Question:
    """The question without its seeds: no path leads from it, and kernels know its words alone."""
    return replace(question, seeds=(), shares=SeedShares(question.view, ()), memo={})


def graph_alone(question: Question) -> Question:
    """The question without its words: nothing is near it in meaning, and walks start elsewhere."""
    return replace(
        question,
        vectors=question.vectors[:0],
        parts=(),
        closeness=Closeness(question.view, question.vectors[:0]),
        near=question.near[:0],
        memo={},
    )


@dataclass(frozen=True, slots=True)
class Variant:
    """Kinpath by some of its features.

    Attributes:
        name: as it stands in reports.
        weights: of the features in the score.
        heard: what of a question it goes by.
    """

    name: str
    weights: Mapping[str, float]
    heard: Callable[[Question], Question] = as_it_is


def variants(
    weights: Mapping[str, float], learned: Mapping[str, float] | None = None
) -> list[Variant]:
    """Kinpath by default, by learned weights where there are any, and by its parts."""

    def among(names: frozenset[str]) -> dict[str, float]:
        return {name: weight for name, weight in weights.items() if name in names}

    found = [Variant("Kinpath", weights)]
    if learned is not None:
        found.append(Variant(LEARNED, learned))
    return [
        *found,
        Variant("Kinpath, text only", among(BY_TEXT), text_alone),
        Variant("Kinpath, graph only", among(BY_GRAPH), graph_alone),
    ]


def answer(task: Task, variant: Variant) -> MethodResult | None:
    """All queries answered; None where the variant has nothing to tell candidates apart by.

    Candidates that the goal's rules forbid are left out. Scores compare the candidates of one
    query, fits compare between queries.
    """
    begun = perf_counter()
    scores = np.full((len(task.queries), len(task.targets)), np.nan)
    fits = scores.copy()
    for past, places in task.by_past():
        matcher = PastMatcher(past)
        for place in places:
            _answer_one(matcher, task.queries[place], variant, scores[place], fits[place])
    if not tells_apart(scores):
        return None
    return MethodResult(variant.name, scores, fits, None, {}, 0.0, perf_counter() - begun)


def tells_apart(scores: npt.NDArray[np.float64]) -> bool:
    """Whether scores (Q, T) differ for any two targets of a query, or no query had two."""
    said = [row[~np.isnan(row)] for row in scores]
    several = [row for row in said if len(row) > 1]
    return any(np.ptp(row) > 0 for row in several) or (not several and any(map(len, said)))


def _answer_one(
    matcher: PastMatcher,
    query: Query,
    variant: Variant,
    scores: npt.NDArray[np.float64],
    fits: npt.NDArray[np.float64],
) -> None:
    """Fill in the (T,) scores and fits of one query; those of what is not allowed stay NaN."""
    try:
        question = variant.heard(matcher.question(query.request, query.context.vector))
    except InvalidRequest:  # nothing that it names is known yet
        return
    places, nodes = matcher.allowed(question, query.candidates)
    scored = score(question, nodes, variant.weights)
    scores[places], fits[places] = scored.scores, scored.fits


class KinpathFeatures:
    """The features of a query's candidates, for methods that learn to weigh them; some are kept."""

    def __init__(self) -> None:
        self._matcher_of = lru_cache(maxsize=2)(PastMatcher)
        self._kept = lru_cache(maxsize=REMEMBERED)(self._table)

    def __call__(self, query: Query) -> tuple[Places, npt.NDArray[np.float64]]:
        """Places (c,) of the candidates that the rules allow, and their features (c, F)."""
        return self._kept(query)

    def _table(self, query: Query) -> tuple[Places, npt.NDArray[np.float64]]:
        matcher = self._matcher_of(query.past)
        names = feature_names(query.past.goal)
        try:
            question = matcher.question(query.request, query.context.vector)
        except InvalidRequest:
            return query.candidates[:0], np.zeros((0, len(names)))
        places, nodes = matcher.allowed(question, query.candidates)
        evidence = gather_evidence(question, nodes)
        return places, feature_table(question, nodes, evidence, names).scaled


def feature_names(goal: Goal) -> Sequence[str]:
    """All that can be worked out for a goal, weighed by default or not."""
    return learned_for(goal)
