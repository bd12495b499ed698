"""Cosine similarities between questions and the snapshot's int8 vectors."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from graph.snapshot import Snapshot


def similarities(snapshot: Snapshot, question: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Cosine of every node to the nearest part of the question.

    Args:
        snapshot: whose vectors are searched, exactly, one row after another: a row's result does
            not depend on which other rows there are.
        question: (Q, D) float32 unit vectors, the parts of the question.

    Returns:
        (N,) float32; NaN where a node has no vector, or the question has no parts.
    """
    cosines = np.full(snapshot.size, np.nan, dtype=np.float32)
    if len(question) and len(snapshot.vectors):
        nearest = _nearest(snapshot.vectors, snapshot.vector_scales, question)
        cosines[snapshot.vector_nodes] = nearest
    return cosines


def vector_of(snapshot: Snapshot, node: int) -> npt.NDArray[np.float32] | None:
    """The unit vector (D,) float32 of a node, or None."""
    row = int(snapshot.vector_rows[node])
    if row < 0:
        return None
    vector = snapshot.vectors[row].astype(np.float32)
    length = float(np.sqrt(np.dot(vector, vector)))
    return vector / np.float32(length) if length else None


@numba.njit(cache=True)
def _nearest(vectors, scales, question):  # type: ignore[no-untyped-def]  # numba infers them
    nearest = np.empty(len(vectors), dtype=np.float32)
    for row in range(len(vectors)):
        best = np.float32(-1.0)
        for part in range(len(question)):
            total = np.float32(0.0)
            for d in range(vectors.shape[1]):
                total += np.float32(vectors[row, d]) * question[part, d]
            best = max(best, total * scales[row])
        nearest[row] = best
    return nearest


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
