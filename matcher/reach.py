"""Where a walk comes to in one step from a few nodes, compiled and bounded."""

from __future__ import annotations

import numba
import numpy as np

from matcher.rows import first_place

MOST_ENDS = 4_096
"""A candidate with more neighbours is reached over the starts and the expanded nodes alone."""
STEPS_OF_SEARCH = 16
"""What finding one node in a long row costs, in steps along the row."""


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def first_steps(  # type: ignore[no-untyped-def]
    offsets, neighbours, probabilities, starts, mass, likely_offsets, likely, seen,
):  # fmt: skip
    """Where one step from the starts leads, and how likely on the likeliest way.

    Arrays:
        offsets, neighbours, probabilities: the graph.
        starts: (S,) likeliest first.
        mass: (S,) of each.
        likely_offsets: (S + 1,) where the likeliest steps from each begin; of a start that has
            none listed, all steps are taken.
        likely: (L,) places in the graph.
        seen: (N,) int32 zeros, and zeros again afterwards.

    Returns:
        nodes, likelihoods and origins (places among the starts), (R,) each. Where two ways are
        as likely, the earlier start's counts.
    """
    room = len(likely)
    for start in range(len(starts)):
        if likely_offsets[start] == likely_offsets[start + 1]:
            room += offsets[starts[start] + 1] - offsets[starts[start]]
    nodes = np.empty(room, dtype=np.int32)
    values = np.empty(room)
    origins = np.empty(room, dtype=np.int32)
    count = 0
    for start in range(len(starts)):
        first, last = likely_offsets[start], likely_offsets[start + 1]
        is_listed = first < last
        if not is_listed:
            first, last = offsets[starts[start]], offsets[starts[start] + 1]
        for step in range(first, last):
            at = likely[step] if is_listed else step
            value = mass[start] * probabilities[at]
            slot = seen[neighbours[at]]
            if slot == 0 and value > 0.0:
                nodes[count], values[count], origins[count] = neighbours[at], value, start
                count += 1
                seen[neighbours[at]] = count
            elif slot > 0 and value > values[slot - 1]:
                values[slot - 1], origins[slot - 1] = value, start
    for place in range(count):
        seen[nodes[place]] = 0
    return nodes[:count], values[:count], origins[:count]


@numba.njit(cache=True)
def best_places(nodes, values, most):  # type: ignore[no-untyped-def]
    """Places of the `most` highest values, highest first; ties by node."""
    if len(values) > most:
        least = np.partition(values, len(values) - most)[len(values) - most]
        places = np.flatnonzero(values >= least)
    else:
        places = np.arange(len(values))
    places = places[np.argsort(nodes[places])]
    return places[np.argsort(-values[places], kind="mergesort")][:most]


@numba.njit(cache=True)
def ends_of(offsets, neighbours, candidates, instead):  # type: ignore[no-untyped-def]
    """Places of the last steps that are looked at: those to the neighbours of each candidate.

    Of a candidate with more than MOST_ENDS neighbours only those among `instead`, ascending, count.

    Returns:
        (K + 1,) where those of each candidate begin, and the places.
    """
    bounds = np.zeros(len(candidates) + 1, dtype=np.int64)
    room = 0
    for candidate in candidates:
        degree = offsets[candidate + 1] - offsets[candidate]
        room += degree if degree <= MOST_ENDS else len(instead)
    places = np.empty(room, dtype=np.int64)
    count = 0
    for number in range(len(candidates)):
        begin, end = offsets[candidates[number]], offsets[candidates[number] + 1]
        if end - begin <= MOST_ENDS:
            for at in range(begin, end):
                places[count] = at
                count += 1
        else:
            for node in instead:
                at = first_place(neighbours, begin, end, node)
                if at < end and neighbours[at] == node:
                    places[count] = at
                    count += 1
        bounds[number + 1] = count
    return bounds, places[:count]


@numba.njit(cache=True)
def mark(neighbours, places, marks):  # type: ignore[no-untyped-def]
    """Number the nodes at those places from one on, in `marks` (N,) int32; the nodes."""
    nodes = np.empty(len(places), dtype=np.int32)
    count = 0
    for at in places:
        if marks[neighbours[at]] == 0:
            nodes[count] = neighbours[at]
            count += 1
            marks[neighbours[at]] = count
    return nodes[:count]


@numba.njit(cache=True)
def arrive(  # type: ignore[no-untyped-def]
    offsets, neighbours, probabilities, origins, masses, marks, marked, values, befores,
):  # fmt: skip
    """One step from the origins to the marked nodes, on the likeliest way to each.

    No row is walked for longer than it would take to look the marked nodes up in it.

    Arrays:
        offsets, neighbours, probabilities: the graph.
        origins: (O,) nodes, likeliest first.
        masses: (O,) how likely a walk is to be there.
        marks: (N,) the number of each marked node, from one on; zero elsewhere.
        marked: (M,) the marked nodes in that order.
        values: (M,) zeros, for how likely each is reached.
        befores: (M,) int32, for the place of the origin; of ways as likely, the earlier one.
    """
    for place in range(len(origins)):
        begin, end = offsets[origins[place]], offsets[origins[place] + 1]
        if end - begin <= STEPS_OF_SEARCH * len(marked):
            for at in range(begin, end):
                number = marks[neighbours[at]] - 1
                if number >= 0:
                    value = masses[place] * probabilities[at]
                    if value > values[number]:
                        values[number], befores[number] = value, place
        else:
            for number in range(len(marked)):
                at = first_place(neighbours, begin, end, marked[number])
                if at < end and neighbours[at] == marked[number]:
                    value = masses[place] * probabilities[at]
                    if value > values[number]:
                        values[number], befores[number] = value, place
