"""The evidence of the few candidates that are shown."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.features import FEATURES
from matcher.features.evidence_kernel import EvidenceKernel, likeness
from matcher.question import Question
from matcher.ranking import Scored

MOST_PIECES = 4_096
"""Of a candidate with more pieces of evidence, so many of the latest are told of."""
Places = npt.NDArray[np.int64]
_KERNELS = {name for name, each in FEATURES.items() if isinstance(each.compute, EvidenceKernel)}


def shown_evidence(question: Question, scored: Scored, places: Places) -> Evidence:
    """The evidence of the candidates at these places (K,); nothing is compared a second time."""
    whole = scored.evidence
    bounds, at = _pieces_of(whole.offsets, whole.ages, places)
    shown = _part(whole, bounds, at)
    if not _KERNELS.isdisjoint(scored.features):
        # The score has asked for it, so it is known of all that is evidence for anybody.
        cosines, shares = likeness(question, whole.distinct)
        slots = whole.slots[at]
        question.of_nodes("likeness", shown.distinct, lambda: (cosines[slots], shares[slots]))
    return shown


def evidence_of(evidence: Evidence, places: Places) -> Evidence:
    """The evidence of the candidates at these places (K,) alone, in that order.

    A node that is evidence for several of them is among the `distinct` for each.
    """
    return _part(evidence, *_pieces_of(evidence.offsets, evidence.ages, places))


def _part(evidence: Evidence, bounds: Places, at: Places) -> Evidence:
    nodes = evidence.nodes[at]
    return Evidence(
        bounds,
        nodes,
        evidence.weights[at],
        evidence.deeds[at],
        evidence.ages[at],
        evidence.events[at],
        nodes,
        np.arange(len(nodes), dtype=np.int32),
    )


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _pieces_of(offsets, ages, places):  # type: ignore[no-untyped-def]
    """(K + 1,) where the pieces of each begin, and which pieces they are."""
    bounds = np.zeros(len(places) + 1, dtype=np.int64)
    for row in range(len(places)):
        size = offsets[places[row] + 1] - offsets[places[row]]
        bounds[row + 1] = bounds[row] + min(size, MOST_PIECES)
    found = np.empty(bounds[-1], dtype=np.int64)
    for row in range(len(places)):
        begin, end = offsets[places[row]], offsets[places[row] + 1]
        oldest, level = np.inf, 0
        if end - begin > MOST_PIECES:
            oldest = np.partition(ages[begin:end], MOST_PIECES - 1)[MOST_PIECES - 1]
            level = MOST_PIECES - np.sum(ages[begin:end] < oldest)
        at = bounds[row]
        for piece in range(begin, end):
            if ages[piece] > oldest or (ages[piece] == oldest and level == 0):
                continue
            level -= ages[piece] == oldest
            found[at] = piece
            at += 1
    return bounds, found
