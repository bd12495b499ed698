"""Re-ranking: what is chosen from the best, so that a list is not ten times the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.node_values import best_places
from matcher.question import Question
from matcher.ranking import Scored
from matcher.variety import in_turn, meanings_of

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
        return _listed(scored.best_first())
    worth = scored.scores if values is None else values
    pool = _best(worth, scored.nodes, POOL * question.request.k)
    weight = question.goal.diversity
    if weight == 0 or len(pool) < 3:
        return _listed(pool[: question.request.k])
    relevance = _between_0_and_1(worth[pool])
    pool = pool[: _in_reach(relevance, weight, question.request.k)]
    meanings = meanings_of(question.snapshot, scored.nodes, scored.evidence, pool)
    return _listed(pool[in_turn(relevance[: len(pool)], meanings, weight, question.request.k)])


def _listed(places: npt.NDArray[np.int64]) -> list[int]:
    found: list[int] = places.tolist()
    return found


def _best(
    worth: npt.NDArray[np.float64], nodes: npt.NDArray[np.int32], count: int
) -> npt.NDArray[np.int64]:
    """Places of the `count` that are worth most, best first; ties by node; nothing infinite."""
    finite = np.flatnonzero(np.isfinite(worth))
    return finite[best_places(nodes[finite], worth[finite], count)]


def _in_reach(relevance: npt.NDArray[np.float64], weight: float, count: int) -> int:
    """How many of those of falling relevance (P,) can be among the `count` chosen at all.

    One that is less relevant than the last of the first `count`, by more than likeness can cost
    that one, is never better than whoever of these is still open.
    """
    if len(relevance) <= count or weight >= 1.0:
        return len(relevance)
    least = relevance[count - 1] - weight / (1.0 - weight) - 1e-9
    return int(np.searchsorted(-relevance, -least, side="right"))


def _between_0_and_1(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    low, high = scores.min(), scores.max()
    return np.asarray((scores - low) / (high - low) if high > low else np.ones(len(scores)))
