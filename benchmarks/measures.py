"""Measures of a ranking, named as in the literature; all lie between 0 and 1, higher is better."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Found = npt.NDArray[np.bool_]
"""(n,) of a ranking, best first: whether what stands at each place is relevant."""


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
