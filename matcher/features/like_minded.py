"""Whether asker and candidate move in the same circles, by what each of them did at large."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.question import Question

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def like_minded(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) cosine in the few dimensions that tell what members did apart; NaN for the unknown.

    Two who never did the same thing are close when those around them did: latent semantic
    analysis (Deerwester et al., 1990) of deeds in place of words.
    """
    if question.member is None:
        return np.full(len(candidates), np.nan)
    view = question.view
    rows, first = view.circles, view.ties.first
    asker = rows[question.member - first].astype(np.float64)
    if not asker.any():
        return np.full(len(candidates), np.nan)
    others = rows[candidates - first]
    return np.where(others.any(axis=1), others @ asker, np.nan)
