"""Cosine similarities between questions and the snapshot's int8 vectors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.kernels import inlined_kernel, kernel, unlocked_kernel
from graph.snapshot import Snapshot
from matcher.prefetch import LINE, prefetch
from matcher.products import product

Nodes = npt.NDArray[np.int32]
_FINEST = 8_191
"""Steps in which a part of a question is rounded, at most: cosines are exact to about 1e-5."""

AHEAD = 4
"""Rows that are asked for before it is their turn."""


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
    return QuestionParts(*_in_whole_numbers(vectors, np.float32(steps)))


def unit_vectors(snapshot: Snapshot, nodes: Nodes) -> npt.NDArray[np.float32]:
    """(n, D) float32 unit vectors of those of the nodes that have one, in their order."""
    return np.asarray(_unit_vectors(snapshot.vectors, snapshot.vector_rows[nodes]))


def similarities(snapshot: Snapshot, parts: QuestionParts, nodes: Nodes) -> npt.NDArray[np.float32]:
    """Cosine of each node (n,) to the nearest part of the question.

    Returns:
        (n,) float32; NaN where a node has no vector, or the question has no parts.
    """
    if not len(parts.numbers):
        return np.full(len(nodes), np.nan, dtype=np.float32)
    return _nearest_of_rows(snapshot, parts, snapshot.vector_rows[nodes])


def similarities_by_part(
    snapshot: Snapshot, parents: Nodes, parts: QuestionParts, nodes: Nodes
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Cosines of nodes (n,) to each part of the question, and of what they answer to the nearest.

    Args:
        snapshot: has the vectors.
        parents: (N,) what each node replies to, -1 for nothing.
        parts: of the question.
        nodes: whose.

    Returns:
        (n, Q) float32, NaN without a vector, and (n,) float64, the highest of the node's own and
        of what it replies to; 0 where neither has a vector.
    """
    asked = parts.numbers, parts.scales
    vectors = snapshot.vectors, snapshot.vector_scales, snapshot.vector_rows
    by_part, cosines = _cosines(*vectors, parents, nodes, *asked)
    return by_part, cosines


def vector_of(snapshot: Snapshot, node: int) -> npt.NDArray[np.float32] | None:
    """The unit vector (D,) float32 of a node, or None."""
    row = int(snapshot.vector_rows[node])
    if row < 0:
        return None
    vector = snapshot.vectors[row].astype(np.float32)
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector / np.float32(length) if length else None


def _nearest_of_rows(
    snapshot: Snapshot, parts: QuestionParts, rows: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    return np.asarray(
        _nearest(snapshot.vectors, snapshot.vector_scales, rows, parts.numbers, parts.scales)
    )


# numba infers the types of the arrays of all that follows.
@kernel
def _in_whole_numbers(vectors, steps):  # type: ignore[no-untyped-def]
    numbers = np.empty(vectors.shape, dtype=np.int16)
    scales = np.empty(len(vectors), dtype=np.float32)
    for part in range(len(vectors)):
        longest = np.float32(0.0)
        for d in range(vectors.shape[1]):
            longest = max(longest, abs(vectors[part, d]))
        scale = (longest if longest > 0 else np.float32(1.0)) / steps
        for d in range(vectors.shape[1]):
            numbers[part, d] = np.int16(np.rint(vectors[part, d] / scale))
        scales[part] = scale
    return numbers, scales


@kernel
def _unit_vectors(vectors, rows):  # type: ignore[no-untyped-def]
    found = np.empty((len(rows), vectors.shape[1]), dtype=np.float32)
    count = 0
    for row in rows:
        square = np.int32(0)
        for d in range(vectors.shape[1] if row >= 0 else 0):
            square = np.int32(square + np.int32(vectors[row, d]) * np.int32(vectors[row, d]))
        if square > 0:
            length = np.float32(np.sqrt(np.float32(square)))
            for d in range(vectors.shape[1]):
                found[count, d] = np.float32(vectors[row, d]) / length
            count += 1
    return found[:count]


@inlined_kernel
def ask_for_row(flat, row, width):  # type: ignore[no-untyped-def]
    """Have a row of the vectors, which lie one after the other in `flat`, brought near."""
    if row >= 0:
        for byte in range(0, width, LINE):
            prefetch(flat, np.intp(row) * width + byte)


@kernel
def nearest_part(vectors, scales, row, parts, part_scales):  # type: ignore[no-untyped-def]
    """The cosine of one row to the nearest part of a question."""
    best = np.float32(-1.0)
    for part in range(len(parts)):
        whole = np.float32(product(vectors, row, parts, part))
        best = max(best, whole * part_scales[part] * scales[row])
    return best


@kernel
def _nearest(vectors, scales, rows, parts, part_scales):  # type: ignore[no-untyped-def]
    cosines = np.full(len(rows), np.nan, dtype=np.float32)
    flat, width = vectors.reshape(-1), vectors.shape[1]
    for place in range(len(rows)):
        if place + AHEAD < len(rows):
            ask_for_row(flat, rows[place + AHEAD], width)
        if rows[place] >= 0:
            cosines[place] = nearest_part(vectors, scales, rows[place], parts, part_scales)
    return cosines


@inlined_kernel
def _ask_ahead(place, nodes, flat, width, scales, vector_rows, parents):  # type: ignore[no-untyped-def]
    """Have what comes soon brought near: first where it lies, then what lies there."""
    if place + 4 * AHEAD < len(nodes):
        prefetch(vector_rows, np.intp(nodes[place + 4 * AHEAD]))
        prefetch(parents, np.intp(nodes[place + 4 * AHEAD]))
    if place + 2 * AHEAD < len(nodes):
        prefetch(vector_rows, np.intp(max(parents[nodes[place + 2 * AHEAD]], 0)))
    if place + AHEAD < len(nodes):
        node = nodes[place + AHEAD]
        ask_for_row(flat, vector_rows[node], width)
        prefetch(scales, np.intp(vector_rows[node]))
        if parents[node] >= 0:
            ask_for_row(flat, vector_rows[parents[node]], width)


@unlocked_kernel
def _cosines(vectors, scales, vector_rows, parents, nodes, parts, part_scales):  # type: ignore[no-untyped-def]
    by_part = np.full((len(nodes), len(parts)), np.nan, dtype=np.float32)
    highest = np.zeros(len(nodes))
    flat, width = vectors.reshape(-1), vectors.shape[1]
    for place in range(len(nodes)):
        _ask_ahead(place, nodes, flat, width, scales, vector_rows, parents)
        best = np.float32(-np.inf)
        row, parent = vector_rows[nodes[place]], parents[nodes[place]]
        if row >= 0:
            for part in range(len(parts)):
                whole = np.float32(product(vectors, row, parts, part))
                by_part[place, part] = whole * part_scales[part] * scales[row]
                best = max(best, by_part[place, part])
        if parent >= 0 and vector_rows[parent] >= 0 and len(parts):
            row = vector_rows[parent]
            best = max(best, nearest_part(vectors, scales, row, parts, part_scales))
        if best > -np.inf:
            highest[place] = best
    return by_part, highest


@kernel
def lengths_of_sums(places, offsets, nodes, weights, rows, vectors, scales):  # type: ignore[no-untyped-def]
    """Length of the sum of the vectors of each of P lists of nodes.

    Args:
        places: (P,) which lists.
        offsets: (C + 1,) where each list begins.
        nodes: (E,) nodes.
        weights: (E,) those above 0 are in the sum.
        rows: (N,) the row of each node's vector, -1 for none.
        vectors: (M, D) int8.
        scales: (M,) float32.

    Returns:
        (P,) float32; 0 for a list without vectors.
    """
    lengths = np.zeros(len(places), dtype=np.float32)
    total = np.empty(vectors.shape[1], dtype=np.float32)
    for place in range(len(places)):
        total[:] = 0.0
        for at in range(offsets[places[place]], offsets[places[place] + 1]):
            row = rows[nodes[at]]
            if weights[at] > 0.0 and row >= 0:
                scale = scales[row]
                for d in range(len(total)):
                    total[d] += np.float32(vectors[row, d]) * scale
        square = np.float32(0.0)
        for d in range(len(total)):
            square += total[d] * total[d]
        lengths[place] = np.sqrt(square)
    return lengths
