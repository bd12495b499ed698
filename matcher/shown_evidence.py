"""The evidence of the few candidates that are shown."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.adjacency import offsets_of
from matcher.evidence import Evidence, whole_evidence
from matcher.question import Question
from matcher.ranking import Scored

MOST_PIECES = 4_096
"""Of a candidate with more pieces of evidence, so many of the latest are told of."""
Places = npt.NDArray[np.int64]


def shown_evidence(question: Question, scored: Scored, places: Places) -> Evidence:
    """All that speaks for the candidates at these places (K,), MOST_PIECES of each at most."""
    whole = whole_evidence(question, scored.nodes[places])
    if len(whole.nodes) <= MOST_PIECES or (np.diff(whole.offsets) <= MOST_PIECES).all():
        return whole
    return evidence_of(whole, np.arange(len(places)))


def evidence_of(evidence: Evidence, places: Places) -> Evidence:
    """The evidence of the candidates at these places (K,) alone, in that order.

    A node that is evidence for several of them is among the `distinct` for each.
    """
    bounds, at = _pieces_of(evidence.offsets, evidence.ages, places)
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


def _pieces_of(
    offsets: Places, ages: npt.NDArray[np.float64], places: Places
) -> tuple[Places, Places]:
    """(K + 1,) where the pieces of each begin, and which pieces they are."""
    ends = zip(offsets[places].tolist(), offsets[places + 1].tolist(), strict=True)
    found = [_latest(ages, begin, end) for begin, end in ends]
    lengths = np.array([len(pieces) for pieces in found], dtype=np.int64)
    return offsets_of(lengths), np.concatenate([np.zeros(0, dtype=np.int64), *found])


def _latest(ages: npt.NDArray[np.float64], begin: int, end: int) -> Places:
    """All pieces of `begin` to `end`, or the MOST_PIECES youngest; of the same age the first."""
    if end - begin <= MOST_PIECES:
        return np.arange(begin, end)
    youngest = np.argsort(ages[begin:end], kind="stable")[:MOST_PIECES]
    return begin + np.sort(youngest)
