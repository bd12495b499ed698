"""Where a walk comes to in one step from a few nodes, compiled and bounded."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from matcher.ascending import put_ascending
from matcher.chances import chance
from matcher.rows import first_place

MOST_ENDS = 4_096
"""A candidate with more neighbours is reached over the starts and the expanded nodes alone."""
STEPS_OF_SEARCH = 16
"""What finding one node in a long row costs, in steps along the row."""


# numba infers the types of the arrays of all that follows.
@kernel
def mark(marks, bits, node, number):  # type: ignore[no-untyped-def]
    """Give a node a number.

    Arrays:
        marks: (N,) int32, the numbers of the nodes that are marked.
        bits: (N / 64,) uint64, a bit for each node that is: so few bytes are near at hand, and
            the number of a node that is not marked is never looked for.
    """
    marks[node] = number
    bits[node >> 6] |= np.uint64(1) << np.uint64(node & 63)


@kernel
def is_marked(bits, node):  # type: ignore[no-untyped-def]
    """Whether a node has a number."""
    return bits[node >> 6] >> np.uint64(node & 63) & np.uint64(1) != 0


@kernel
def unmark(bits, nodes):  # type: ignore[no-untyped-def]
    """Take their numbers from all nodes that have one."""
    for node in nodes:
        bits[node >> 6] = np.uint64(0)


@kernel
def first_steps(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, starts, mass,
    likely_bounds, likely_nodes, likely_probabilities, marks, bits,
):  # fmt: skip
    """Where one step from the starts leads, and how likely on the likeliest way.

    Arrays:
        spans, neighbours, chances: the graph.
        starts: (S,) likeliest first.
        mass: (S,) of each.
        likely_bounds: (S + 1,) where the likeliest steps from each begin; of a start that has
            none listed, all steps are taken.
        likely_nodes, likely_probabilities: (L,) int32 and float32 of those steps.
        marks, bits: see `mark`; nothing is marked before or after.

    Returns:
        nodes, likelihoods and origins (places among the starts), (R,) each. Where two ways are
        as likely, the earlier start's counts.
    """
    room = len(likely_nodes)
    for start in range(len(starts)):
        if likely_bounds[start] == likely_bounds[start + 1]:
            room += spans[starts[start], 1] - spans[starts[start], 0]
    nodes = np.empty(room, dtype=np.int32)
    values = np.empty(room)
    origins = np.empty(room, dtype=np.int32)
    count = 0
    for start in range(len(starts)):
        first, last = likely_bounds[start], likely_bounds[start + 1]
        is_listed = first < last
        if not is_listed:
            first, last = spans[starts[start], 0], spans[starts[start], 1]
        for at in range(first, last):
            if is_listed:
                reached, step = likely_nodes[at], likely_probabilities[at]
            else:
                reached, step = neighbours[at], chance(chances, starts[start], at)
            value = mass[start] * step
            if not is_marked(bits, reached):
                if value > 0.0:
                    nodes[count], values[count], origins[count] = reached, value, start
                    mark(marks, bits, reached, count)
                    count += 1
            elif value > values[marks[reached]]:
                number = marks[reached]
                values[number], origins[number] = value, start
    unmark(bits, nodes[:count])
    return nodes[:count], values[:count], origins[:count]


@kernel
def _each_once(starts, near):  # type: ignore[no-untyped-def]
    """The nodes of both, ascending, each once."""
    numbers = np.empty(len(starts) + len(near), dtype=np.int64)
    numbers[: len(starts)], numbers[len(starts) :] = starts, near
    put_ascending(numbers)
    nodes, count = np.empty(len(numbers), dtype=np.int32), 0
    for number in numbers:
        if count == 0 or nodes[count - 1] != number:
            nodes[count] = number
            count += 1
    return nodes[:count]


@kernel
def ends_of(spans, neighbours, candidates, starts, near):  # type: ignore[no-untyped-def]
    """Places of the last steps that are looked at: those to the neighbours of each candidate.

    Of a candidate with more than MOST_ENDS neighbours only those among `starts` and `near` count.

    Returns:
        (K + 1,) where those of each candidate begin, and the places.
    """
    bounds = np.zeros(len(candidates) + 1, dtype=np.int64)
    instead = np.zeros(0, dtype=np.int32)
    room = 0
    for candidate in candidates:
        degree = spans[candidate, 1] - spans[candidate, 0]
        if degree > MOST_ENDS and not len(instead):
            instead = _each_once(starts, near)
        room += degree if degree <= MOST_ENDS else len(instead)
    places = np.empty(room, dtype=np.int64)
    count = 0
    for number in range(len(candidates)):
        begin, end = spans[candidates[number], 0], spans[candidates[number], 1]
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


@kernel
def mark_all(neighbours, places, marks, bits):  # type: ignore[no-untyped-def]
    """Number the nodes at those places, each once, in their order; the nodes."""
    nodes = np.empty(len(places), dtype=np.int32)
    count = 0
    for at in places:
        if not is_marked(bits, neighbours[at]):
            nodes[count] = neighbours[at]
            mark(marks, bits, neighbours[at], count)
            count += 1
    return nodes[:count]


@kernel
def arrive(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, origins, masses, marks, bits, marked, values, befores,
):  # fmt: skip
    """One step from the origins to the marked nodes, on the likeliest way to each.

    No row is walked for longer than it would take to look the marked nodes up in it.

    Arrays:
        spans, neighbours, chances: the graph.
        origins: (O,) nodes, likeliest first.
        masses: (O,) how likely a walk is to be there.
        marks, bits: the marked nodes, see `mark`.
        marked: (M,) the marked nodes in that order.
        values: (M,) zeros, for how likely each is reached.
        befores: (M,) int32, for the place of the origin; of ways as likely, the earlier one.
    """
    for place in range(len(origins)):
        begin, end = spans[origins[place], 0], spans[origins[place], 1]
        if end - begin <= STEPS_OF_SEARCH * len(marked):
            for at in range(begin, end):
                if is_marked(bits, neighbours[at]):
                    number = marks[neighbours[at]]
                    value = masses[place] * chance(chances, origins[place], at)
                    if value > values[number]:
                        values[number], befores[number] = value, place
        else:
            for number in range(len(marked)):
                at = first_place(neighbours, begin, end, marked[number])
                if at < end and neighbours[at] == marked[number]:
                    value = masses[place] * chance(chances, origins[place], at)
                    if value > values[number]:
                        values[number], befores[number] = value, place
