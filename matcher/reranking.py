"""Re-ranking: what is chosen from the best, so that a list is not ten times the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.question import Question
from matcher.ranking import Scored

POOL = 4
"""The choice is made among the best `POOL * k`."""


def choose(
    question: Question, scored: Scored, values: npt.NDArray[np.float64] | None = None
) -> list[int]:
    """Places of the chosen candidates in `scored`, best first.

    Where the request names its candidates, all of them by score. Otherwise `k` of them by maximal
    marginal relevance (Carbonell and Goldstein, SIGIR 1998): each next one balances its score
    against its likeness to those already chosen.

    Args:
        question: what is asked.
        scored: C candidates.
        values: (C,) what counts in place of the scores, such as scores less what exposure costs;
            -inf for those who must not be shown.
    """
    if question.request.candidates is not None:
        return [int(place) for place in scored.best_first()]
    worth = scored.scores if values is None else values
    order = np.lexsort((scored.nodes, -worth))
    pool = order[np.isfinite(worth[order])][: POOL * question.request.k]
    weight = question.goal.diversity
    if weight == 0 or len(pool) < 3:
        return [int(place) for place in pool[: question.request.k]]
    relevance = _between_0_and_1(worth[pool])
    likeness = _likeness(question, scored, pool)
    return _marginal(pool, relevance, likeness, weight, question.request.k)


def _marginal(
    pool: npt.NDArray[np.int64],
    relevance: npt.NDArray[np.float64],
    likeness: npt.NDArray[np.float64],
    weight: float,
    count: int,
) -> list[int]:
    chosen: list[int] = []
    nearest = np.zeros(len(pool))
    open_places = np.ones(len(pool), dtype=bool)
    while len(chosen) < min(count, len(pool)):
        value = np.where(open_places, (1 - weight) * relevance - weight * nearest, -np.inf)
        best = int(np.argmax(value))
        chosen.append(int(pool[best]))
        open_places[best] = False
        nearest = np.maximum(nearest, likeness[best])
    return chosen


def _between_0_and_1(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    low, high = scores.min(), scores.max()
    return np.asarray((scores - low) / (high - low) if high > low else np.ones(len(scores)))


def _likeness(
    question: Question, scored: Scored, pool: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """(P, P) cosine between what the candidates say and did, 0 where that is unknown."""
    snapshot = question.snapshot
    vectors = np.zeros((len(pool), snapshot.vectors.shape[1]))
    for place, candidate in enumerate(pool.tolist()):
        rows = snapshot.vector_rows[_telling(scored, candidate)]
        rows = rows[rows >= 0]
        evidence = snapshot.vectors[rows].astype(np.float32)
        vectors[place] = np.einsum("i,ij->j", snapshot.vector_scales[rows], evidence)
    lengths = np.sqrt((vectors * vectors).sum(axis=1))
    vectors /= np.where(lengths > 0, lengths, 1.0)[:, None]
    return np.asarray(np.clip(np.einsum("id,jd->ij", vectors, vectors), 0.0, 1.0))


def _telling(scored: Scored, place: int) -> list[int]:
    """The candidate itself and its latest pieces of evidence."""
    evidence = scored.evidence.of(place)
    latest = evidence.nodes[np.lexsort((evidence.nodes, evidence.ages))][:20]
    return [int(scored.nodes[place]), *latest.tolist()]
