"""Measures of a ranking, named as in the literature; all lie between 0 and 1, higher is better."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

Found = npt.NDArray[np.bool_]
"""(n,) of a ranking, best first: whether what stands at each place is relevant."""


def ndcg(ranking: Sequence[str], relevant: Collection[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen 2002)."""
    gains = [1.0 / np.log2(place + 2) for place in range(depth)]
    found = sum(gain for gain, id_ in zip(gains, ranking, strict=False) if id_ in relevant)
    best = sum(gains[: len(relevant)])
    return float(found / best)


def reciprocal_rank(ranking: Sequence[str], relevant: Collection[str]) -> float:
    """One over the place of the first that is relevant; 0 when none is there. Its mean is MRR."""
    for place, id_ in enumerate(ranking, start=1):
        if id_ in relevant:
            return 1.0 / place
    return 0.0


def hit(ranking: Sequence[str], relevant: Collection[str], depth: int = 5) -> float:
    """1 when one of the first `depth` is relevant, else 0."""
    return float(any(id_ in relevant for id_ in ranking[:depth]))


def ndcg_at(found: Found, relevant: int, depth: int = 10) -> float:
    """Binary-gain nDCG of the first `depth` places (Järvelin and Kekäläinen 2002).

    Args:
        found: (n,) see `Found`.
        relevant: how many are relevant, ranked or not; at least one.
        depth: places that count.
    """
    gains = 1.0 / np.log2(np.arange(2, depth + 2))
    best = gains[:relevant].sum()
    return float(gains[: len(found)][found[:depth]].sum() / best)


def recall_at(found: Found, relevant: int, depth: int = 10) -> float:
    """Share of all that is relevant that stands in the first `depth` places."""
    return float(found[:depth].sum() / relevant)


def reciprocal_rank_of(found: Found) -> float:
    """One over the place of the first that is relevant, however deep; 0 when none is ranked."""
    return 1.0 / (int(found.argmax()) + 1) if found.any() else 0.0


def hit_at(found: Found, depth: int = 5) -> float:
    """1 when one of the first `depth` is relevant, else 0; `Success@5` in `ir_measures`."""
    return float(found[:depth].any())


def auc(scores: npt.NDArray[np.float64], positive: npt.NDArray[np.bool_]) -> float:
    """How often a positive scores above a negative; a tie counts half (Hanley and McNeil 1982).

    Args:
        scores: (n,), of which at least one is positive and one is not; -inf is a score.
        positive: (n,).
    """
    wins = scores[positive][:, None] > scores[~positive][None, :]
    ties = scores[positive][:, None] == scores[~positive][None, :]
    return float(wins.mean() + ties.mean() / 2.0)
