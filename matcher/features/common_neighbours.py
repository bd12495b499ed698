"""Common neighbours of asker and candidate, each counting the less the more neighbours it has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.evidence import Evidence
from matcher.question import Question


def common_neighbours(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) Adamic-Adar index (Friends and neighbors on the Web, 2003); NaN when nobody asks."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    graph = question.view.walk_graph
    return np.asarray(_adamic_adar(graph.spans, graph.neighbours, question.member, candidates))


# numba infers the types of the arrays.
@kernel
def _adamic_adar(spans, neighbours, member, candidates):  # type: ignore[no-untyped-def]
    """For each candidate, the neighbours that their row and the member's have in common."""
    scores = np.zeros(len(candidates))
    own = neighbours[spans[member, 0] : spans[member, 1]]
    for place in range(len(candidates)):
        candidate = candidates[place]
        at, end = spans[candidate, 0], spans[candidate, 1]
        mine = 0
        while at < end and mine < len(own):
            if neighbours[at] < own[mine]:
                at += 1
            elif neighbours[at] > own[mine]:
                mine += 1
            else:
                degree = spans[own[mine], 1] - spans[own[mine], 0]
                if degree > 1:
                    scores[place] += 1.0 / np.log(degree)
                at += 1
                mine += 1
    return scores
