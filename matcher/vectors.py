"""Cosine similarities between questions and the snapshot's int8 vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int32]
_FINEST = 8_191
"""Steps in which a part of a question is rounded, at most: cosines are exact to about 1e-5."""


@dataclass(frozen=True, slots=True, eq=False)
class QuestionParts:
    """Unit vectors in whole numbers: sums of whole numbers are fast, and the same in any order.

    Attributes:
        numbers: (Q, D) int16.
        scales: (Q,) float32; `numbers[i] * scales[i]` is about the unit vector.
    """

    numbers: npt.NDArray[np.int16]
    scales: npt.NDArray[np.float32]


def question_parts(vectors: npt.NDArray[np.float32]) -> QuestionParts:
    """The parts of a question, (Q, D) float32 unit vectors, for comparing with int8 vectors."""
    # A sum of D products with numbers up to 127 must stay below 2^31.
    steps = min(_FINEST, np.iinfo(np.int32).max // (127 * max(vectors.shape[1], 1)))
    longest = np.abs(vectors).max(axis=1, initial=0.0)
    scales = np.where(longest > 0, longest, 1.0) / steps
    numbers = np.rint(vectors / scales[:, np.newaxis]).astype(np.int16)
    return QuestionParts(numbers, scales.astype(np.float32))


def similarities(snapshot: Snapshot, parts: QuestionParts, nodes: Nodes) -> npt.NDArray[np.float32]:
    """Cosine of each node (n,) to the nearest part of the question.

    Returns:
        (n,) float32; NaN where a node has no vector, or the question has no parts.
    """
    if not len(parts.numbers):
        return np.full(len(nodes), np.nan, dtype=np.float32)
    return _cosines_of_rows(snapshot, parts, snapshot.vector_rows[nodes])


def nearest(
    snapshot: Snapshot, parts: QuestionParts, begin: int, end: int, count: int
) -> tuple[Nodes, npt.NDArray[np.float32]]:
    """The `count` nodes of `begin` to `end` nearest to a part of the question, ties by node.

    Returns:
        nodes (n,) int32, best first, and their cosines (n,) float32.
    """
    first, last = np.searchsorted(snapshot.vector_nodes, [begin, end])
    nodes = np.asarray(snapshot.vector_nodes[first:last])
    if not len(nodes) or not len(parts.numbers):
        return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    cosines = _cosines_of_rows(snapshot, parts, np.arange(first, last, dtype=np.int32))
    if len(nodes) > count:
        least = np.partition(cosines, len(nodes) - count)[len(nodes) - count]
        kept = np.flatnonzero(cosines >= least)
        nodes, cosines = nodes[kept], cosines[kept]
    order = np.lexsort((nodes, -cosines))[:count]
    return nodes[order], cosines[order]


def vector_of(snapshot: Snapshot, node: int) -> npt.NDArray[np.float32] | None:
    """The unit vector (D,) float32 of a node, or None."""
    row = int(snapshot.vector_rows[node])
    if row < 0:
        return None
    vector = snapshot.vectors[row].astype(np.float32)
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector / np.float32(length) if length else None


def _cosines_of_rows(
    snapshot: Snapshot, parts: QuestionParts, rows: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    return np.asarray(
        _cosines(snapshot.vectors, snapshot.vector_scales, rows, parts.numbers, parts.scales)
    )


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _cosines(vectors, scales, rows, parts, part_scales):  # type: ignore[no-untyped-def]
    cosines = np.empty(len(rows), dtype=np.float32)
    for place in range(len(rows)):
        row = rows[place]
        if row < 0:
            cosines[place] = np.nan
            continue
        best = np.float32(-1.0)
        for part in range(len(parts)):
            total = np.int32(0)
            for d in range(vectors.shape[1]):
                total += np.int32(vectors[row, d]) * np.int32(parts[part, d])
            best = max(best, np.float32(total) * part_scales[part] * scales[row])
        cosines[place] = best
    return cosines


# numba infers the types of the arrays.
@numba.njit(cache=True)
def mean_cosines(offsets, evidence, rows, vectors, scales, question):  # type: ignore[no-untyped-def]
    """Cosine of each candidate's mean evidence vector to the nearest part of the question.

    Args:
        offsets: (C + 1,) where each candidate's evidence begins.
        evidence: (E,) nodes.
        rows: (N,) the row of each node's vector, -1 for none.
        vectors: (M, D) int8.
        scales: (M,) float32.
        question: (Q, D) float32.

    Returns:
        (C,) float32; NaN for a candidate without vectors.
    """
    count = len(offsets) - 1
    cosines = np.full(count, np.nan, dtype=np.float32)
    mean = np.empty(vectors.shape[1], dtype=np.float32)
    for candidate in range(count):
        mean[:] = 0.0
        for at in range(offsets[candidate], offsets[candidate + 1]):
            row = rows[evidence[at]]
            if row >= 0:
                for d in range(len(mean)):
                    mean[d] += np.float32(vectors[row, d]) * scales[row]
        length = np.float32(0.0)
        for d in range(len(mean)):
            length += mean[d] * mean[d]
        if length > 0.0:
            best = np.float32(-1.0)
            for part in range(len(question)):
                total = np.float32(0.0)
                for d in range(len(mean)):
                    total += mean[d] * question[part, d]
                best = max(best, total / np.sqrt(length))
            cosines[candidate] = best
    return cosines
