"""Maximal marginal relevance, compiled: candidates that are unlike those chosen before them."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel

LATEST = 20
"""Pieces of evidence by which a candidate is compared with others, the latest ones."""


# numba infers the types of the arrays of all that follows.
@kernel
def in_turn(relevance, meanings, weight, count):  # type: ignore[no-untyped-def]
    """Places of the chosen, best first: relevance against likeness to those already chosen.

    Args:
        relevance: (P,) 0-1.
        meanings: (D, P) unit vectors or zeros, one column for each.
        weight: of the likeness, 0-1.
        count: how many to choose at most.

    Returns:
        (min(count, P),) each place once; of equals the first.
    """
    size = len(relevance)
    count = min(count, size)
    chosen = np.empty(count, dtype=np.int64)
    is_open = np.ones(size, dtype=np.bool_)
    nearest = np.zeros(size)
    likeness = np.empty(size)
    for turn in range(count):
        best, most = -1, -np.inf
        for place in range(size):
            value = (1.0 - weight) * relevance[place] - weight * nearest[place]
            if is_open[place] and (best < 0 or value > most):
                best, most = place, value
        chosen[turn] = best
        is_open[best] = False
        likeness[:] = 0.0
        # One dimension after the other, so that a sum is the same however many there are.
        for d in range(len(meanings)):
            own = meanings[d, best]
            for place in range(size):
                likeness[place] += own * meanings[d, place]
        for place in range(size):
            nearest[place] = max(nearest[place], min(max(likeness[place], 0.0), 1.0))
    return chosen


@kernel
def meanings_of(places, nodes, offsets, pieces, ages, rows, vectors, scales):  # type: ignore[no-untyped-def]
    """(D, P) float64 unit vectors of what candidates say and did of late; 0 where it is unknown.

    Args:
        places: (P,) of those that are compared, among the candidates.
        nodes: (C,) the candidates.
        offsets: (C + 1,) where the evidence of each begins.
        pieces: (E,) its nodes.
        ages: (E,) how old each piece is, in days.
        rows: (N,) the row of each node's vector, -1 for none.
        vectors: (M, D) int8.
        scales: (M,) float32.
    """
    meanings = np.zeros((vectors.shape[1], len(places)))
    total = np.empty(vectors.shape[1], dtype=np.float32)
    told = np.empty(LATEST + 1, dtype=np.int32)
    for column in range(len(places)):
        place = places[column]
        told[0] = nodes[place]
        count = 1 + _latest(offsets[place], offsets[place + 1], pieces, ages, told[1:])
        total[:] = 0.0
        for at in range(count):
            row = rows[told[at]]
            if row >= 0:
                scale = scales[row]
                for d in range(len(total)):
                    total[d] += scale * np.float32(vectors[row, d])
        length = 0.0
        for d in range(len(total)):
            length += float(total[d]) * float(total[d])
        if length > 0.0:
            length = np.sqrt(length)
            for d in range(len(total)):
                meanings[d, column] = total[d] / length
    return meanings


@kernel
def _latest(begin, end, pieces, ages, latest):  # type: ignore[no-untyped-def]
    """Put the youngest pieces into `latest`, of the same age the lower node; how many they are."""
    youngest = np.empty(len(latest))
    count = 0
    for at in range(begin, end):
        age, node = ages[at], pieces[at]
        slot = count
        while slot > 0 and (
            age < youngest[slot - 1] or (age == youngest[slot - 1] and node < latest[slot - 1])
        ):
            slot -= 1
        if slot == len(latest):
            continue
        count = min(count + 1, len(latest))
        for moved in range(count - 1, slot, -1):
            youngest[moved], latest[moved] = youngest[moved - 1], latest[moved - 1]
        youngest[slot], latest[slot] = age, node
    return count
