"""Re-ranking: what is chosen from the best, so that a list is not ten times the same."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.heaps import is_worse
from matcher.question import Question
from matcher.ranking import Scored
from matcher.stages import stage
from matcher.variety import in_turn, meanings_of

POOL = 4
"""The choice is made among the best `POOL * k`."""


@stage("rerank")
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
    snapshot, evidence = question.snapshot, scored.evidence
    did = evidence.offsets, evidence.nodes, evidence.ages
    vectors = snapshot.vector_rows, snapshot.vectors, snapshot.vector_scales
    weight, count = float(question.goal.diversity), question.request.k
    return _listed(_chosen(worth, scored.nodes, *did, *vectors, weight, count))


def _listed(places: npt.NDArray[np.int64]) -> list[int]:
    found: list[int] = places.tolist()
    return found


# numba infers the types of the arrays of all that follows.
@kernel
def _chosen(worth, nodes, offsets, pieces, ages, rows, vectors, scales, weight, count):  # type: ignore[no-untyped-def]
    """Places of the `count` that are chosen, best first."""
    pool = _best(worth, nodes, POOL * count)
    if weight == 0.0 or len(pool) < 3:
        return pool[:count]
    relevance = _between_0_and_1(worth[pool])
    reach = _in_reach(relevance, weight, count)
    pool = pool[:reach].copy()
    meanings = meanings_of(pool, nodes, offsets, pieces, ages, rows, vectors, scales)
    return pool[in_turn(relevance[:reach], meanings, weight, count)]


@kernel
def _best(worth, nodes, count):  # type: ignore[no-untyped-def]
    """Places of the `count` that are worth most, best first; ties by node; nothing infinite."""
    count = min(count, len(worth))
    best, found = np.empty(count + 1, dtype=np.int64), 0
    for candidate in range(len(worth)):
        if not np.isfinite(worth[candidate]):
            continue
        place = found
        while place > 0 and is_worse(
            worth[best[place - 1]], nodes[best[place - 1]], worth[candidate], nodes[candidate]
        ):
            best[place] = best[place - 1]
            place -= 1
        best[place] = candidate
        found = min(found + 1, count)
    return best[:found]


@kernel
def _in_reach(relevance, weight, count):  # type: ignore[no-untyped-def]
    """How many of those of falling relevance (P,) can be among the `count` chosen at all.

    One that is less relevant than the last of the first `count`, by more than likeness can cost
    that one, is never better than whoever of these is still open.
    """
    if len(relevance) <= count or weight >= 1.0:
        return len(relevance)
    least = relevance[count - 1] - weight / (1.0 - weight) - 1e-9
    reach = count
    while reach < len(relevance) and relevance[reach] >= least:
        reach += 1
    return reach


@kernel
def _between_0_and_1(scores):  # type: ignore[no-untyped-def]
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.ones(len(scores))
