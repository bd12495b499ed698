"""Every method on every query, and what of it is published: means, intervals, differences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.bootstrap import Bootstrap, Interval
from benchmarks.measures import auc, hit, ndcg, reciprocal_rank
from benchmarks.method import NOT_RANKED, Method, Ranking
from benchmarks.questions import Question
from benchmarks.replay import Query, Replay, answered_before
from graph.progress import Progress, silent
from graph.records import EntityId

PER_QUERY = {"nDCG@10": ndcg, "MRR": reciprocal_rank, "Hit@5": hit}
MENTOR_AUC = "mentor AUC"
MEASURES = (*PER_QUERY, MENTOR_AUC)
FEWEST_POSITIVES = 2
"""Queries that a mentor must have answered for their AUC to count."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Result:
    """One method: the interval of each measure, and of Kinpath's lead over it (None: itself)."""

    method: str
    measures: dict[str, Interval]
    leads: dict[str, Interval] | None


def compare(
    methods: Sequence[Method],
    history: Sequence[Question],
    replayed: Replay,
    *,
    seed: int,
    progress: Progress = silent,
) -> list[Result]:
    """Ask all methods the same; the first of them is the one that leads are measured for."""
    rankings: list[list[Ranking]] = [[] for _ in methods]
    for done, query in enumerate(replayed.queries):
        known = answered_before(history, query.as_of)
        for method, answers in zip(methods, rankings, strict=True):
            answers.append(method.rank(query, known))
        progress("questions", done + 1, len(replayed.queries))
    values = [measured(replayed.queries, answers) for answers in rankings]
    return _results([method.name for method in methods], values, seed)


def measured(queries: Sequence[Query], rankings: Sequence[Ranking]) -> dict[str, Values]:
    """Values of each measure: one a query, or one a mentor for the mentor AUC."""
    values = {
        name: np.array(
            [
                measure(ranking.order, query.relevant)
                for query, ranking in zip(queries, rankings, strict=True)
            ]
        )
        for name, measure in PER_QUERY.items()
    }
    return values | {MENTOR_AUC: mentor_auc(queries, rankings)}


def mentor_auc(queries: Sequence[Query], rankings: Sequence[Ranking]) -> Values:
    """For each mentor, in the order of ids: does a score tell their questions from the others'?

    A mentor counts with at least two questions answered and one not; questions of their own are
    left aside. Popularity knows nothing of this: the same score for every question gives 0.5.
    """
    answered = Counter(member for query in queries for member in query.relevant)
    values = []
    for mentor in sorted(member for member, count in answered.items() if count >= FEWEST_POSITIVES):
        asked = [place for place, query in enumerate(queries) if mentor in query.candidates]
        positive = np.array([mentor in queries[place].relevant for place in asked])
        if positive.all():
            continue
        scores = np.array([_score(rankings[place], mentor) for place in asked])
        values.append(auc(scores, positive))
    return np.array(values)


def _score(ranking: Ranking, mentor: EntityId) -> float:
    return ranking.scores.get(mentor, NOT_RANKED)


def _results(names: list[str], values: list[dict[str, Values]], seed: int) -> list[Result]:
    draws = {name: Bootstrap(len(units), seed) for name, units in values[0].items() if len(units)}
    return [
        Result(
            name,
            {measure: draw.interval(own[measure]) for measure, draw in draws.items()},
            None
            if own is values[0]
            else {
                measure: draw.interval(values[0][measure] - own[measure])
                for measure, draw in draws.items()
            },
        )
        for name, own in zip(names, values, strict=True)
    ]
