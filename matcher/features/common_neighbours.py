"""Common neighbours of asker and candidate, each counting the less the more neighbours it has."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
    scores = np.zeros(question.snapshot.size)
    neighbours, _ = graph.row(question.member)
    for neighbour in neighbours:
        around, _ = graph.row(int(neighbour))
        if len(around) > 1:
            scores[around] += 1.0 / np.log(len(around))
    return scores[candidates]
