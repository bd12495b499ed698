"""Questions that still wait for an answer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import RelationshipKind
from matcher.evidence import Evidence
from matcher.question import Question


def unanswered(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) 1 for content that asks and has no reply, 0 for other content that asks, else NaN."""
    view = question.view
    values = np.full(len(candidates), np.nan)
    for place, candidate in enumerate(candidates.tolist()):
        if view.asks[candidate]:
            replied = next(view.edges_to(candidate, RelationshipKind.REPLIES_TO), None)
            values[place] = 1.0 if replied is None else 0.0
    return values
