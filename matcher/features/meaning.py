"""Closeness in meaning of a candidate as a whole: its own text, and the mean of its evidence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.evidence import Evidence
from matcher.features.evidence_kernel import cosines_by_part
from matcher.question import Question
from matcher.vectors import lengths_of_sums


def own_text(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) cosine of the candidate's own text; NaN without one."""
    return question.closeness.at(candidates).astype(np.float64)


def profile(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,
) -> npt.NDArray[np.float64]:
    """(C,) cosine of the mean vector of the candidate's evidence; NaN without any."""
    if not len(question.vectors):
        return np.full(len(candidates), np.nan)
    cosines = cosines_by_part(question, evidence.distinct)
    pieces = evidence.offsets, evidence.slots, evidence.weights
    return np.asarray(_profiles(*pieces, cosines, _lengths(question, candidates, evidence)))


def _lengths(
    question: Question, candidates: npt.NDArray[np.int32], evidence: Evidence
) -> npt.NDArray[np.float64]:
    """(C,) length of the sum of the vectors of each one's evidence, worked out once a view."""
    snapshot = question.snapshot
    pieces = evidence.offsets, evidence.nodes, evidence.weights
    vectors = snapshot.vector_rows, snapshot.vectors, snapshot.vector_scales
    return question.view.kept("lengths", question.goal.name).at(
        candidates, lambda unknown: lengths_of_sums(unknown, *pieces, *vectors)
    )


# numba infers the types of the arrays.
@kernel
def _profiles(offsets, slots, weights, cosines, lengths):  # type: ignore[no-untyped-def]
    """(C,) the sum of cosines to the part where it is highest, over the length; NaN without any."""
    profiles = np.full(len(lengths), np.nan)
    sums = np.empty(cosines.shape[1])
    for place in range(len(lengths)):
        sums[:] = 0.0
        for at in range(offsets[place], offsets[place + 1]):
            if weights[at] > 0.0 and not np.isnan(cosines[slots[at], 0]):
                for part in range(len(sums)):
                    sums[part] += cosines[slots[at], part]
        if lengths[place] > 0.0:
            profiles[place] = sums.max() / lengths[place]
    return profiles
