"""Closeness in meaning of a candidate as a whole: its own text, and the mean of its evidence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.question import Question
from matcher.vectors import mean_cosines


def own_text(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) cosine of the candidate's own text; NaN without one."""
    return question.closeness.at(candidates).astype(np.float64)


def profile(
    question: Question,
    candidates: npt.NDArray[np.int32],  # noqa: ARG001
    evidence: Evidence,
) -> npt.NDArray[np.float64]:
    """(C,) cosine of the mean vector of the candidate's evidence; NaN without any."""
    snapshot = question.snapshot
    counts = evidence.weights > 0
    offsets = np.concatenate([[0], np.cumsum(counts)])[evidence.offsets]
    cosines = mean_cosines(
        offsets.astype(np.int64),
        evidence.nodes[counts],
        snapshot.vector_rows,
        snapshot.vectors,
        snapshot.vector_scales,
        question.vectors,
    )
    if not len(question.vectors):
        return np.full(len(offsets) - 1, np.nan)
    return np.asarray(cosines, dtype=np.float64)
