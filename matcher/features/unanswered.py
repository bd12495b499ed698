"""Questions that still wait for an answer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.evidence import Evidence
from matcher.question import Question

_REPLIES_TO = RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]


def unanswered(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) 1 for content that asks and has no reply, 0 for other content that asks, else NaN."""
    into = question.snapshot.into
    asks = question.view.asks
    return np.asarray(_unanswered(candidates, into.spans, into.kinds, asks, _REPLIES_TO))


# numba infers the types of the arrays.
@kernel
def _unanswered(candidates, spans, kinds, asks, replies_to):  # type: ignore[no-untyped-def]
    found = np.full(len(candidates), np.nan)
    for place in range(len(candidates)):
        node = candidates[place]
        if asks[node]:
            found[place] = 1.0
            for at in range(spans[node, 0], spans[node, 1]):
                if kinds[at] == replies_to:
                    found[place] = 0.0
    return found
