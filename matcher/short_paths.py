"""The likeliest walks of up to three steps to a few candidates, compiled."""

from __future__ import annotations

import numba
import numpy as np

from matcher.reach import arrive, best_places, ends_of, first_steps, is_marked, mark_all, unmark
from matcher.rows import kinds_between

MAX_EXPANDED = 200
"""Nodes after one step that are followed further: the likeliest ones."""
MAX_PATHS = 3


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def search(  # type: ignore[no-untyped-def]
    offsets, neighbours, probabilities, totals, out_offsets, out_neighbours, out_kinds,
    starts, mass, likely_bounds, likely_nodes, likely_probabilities,
    candidates, blocks, marks, bits,
):  # fmt: skip
    """The likeliest ways to each candidate over different neighbours, none of whom it blocks.

    Arrays:
        offsets, neighbours, probabilities, totals: the graph to walk on, of N nodes.
        out_offsets, out_neighbours, out_kinds: the edges.
        starts: (S,) int32, likeliest first.
        mass: (S,) of each.
        likely_bounds, likely_nodes, likely_probabilities: see `first_steps`.
        candidates: (K,) int32.
        blocks: the code of that relationship.
        marks, bits: see `matcher.reach.mark`; nothing is marked before or after.

    Returns:
        (K x MAX_PATHS, 4) int32 nodes, of each candidate the likeliest way first, and how many
        nodes each way has: 0 where there is none.
    """
    reached, values, origins = first_steps(
        offsets, neighbours, probabilities, starts, mass,
        likely_bounds, likely_nodes, likely_probabilities, marks, bits,
    )  # fmt: skip
    best = best_places(reached, values, MAX_EXPANDED)
    near = reached[best]
    instead = np.unique(np.concatenate((starts, near)))
    bounds, places = ends_of(offsets, neighbours, candidates, instead)
    marked = mark_all(neighbours, places, marks, bits)
    levels, befores = np.zeros((3, len(marked))), np.zeros((3, len(marked)), dtype=np.int32)
    for place in range(len(starts)):
        if is_marked(bits, starts[place]):
            levels[0, marks[starts[place]]] = mass[place]
    rows = offsets, neighbours, probabilities
    arrive(*rows, starts, mass, marks, bits, marked, levels[1], befores[1])
    arrive(*rows, near, values[best], marks, bits, marked, levels[2], befores[2])
    ways, lengths = best_ways(
        offsets, neighbours, probabilities, totals, out_offsets, out_neighbours, out_kinds,
        candidates, bounds, places, marks, starts, near, origins[best], levels, befores, blocks,
    )  # fmt: skip
    unmark(bits, marked)
    return ways, lengths


@numba.njit(cache=True)
def best_ways(  # type: ignore[no-untyped-def]
    offsets, neighbours, probabilities, totals, out_offsets, out_neighbours, out_kinds,
    candidates, bounds, places, marks, starts, near, origins, levels, befores, blocks,
):  # fmt: skip
    """The likeliest ways to each candidate, on which nobody blocks it; see `search`.

    Arrays:
        offsets, neighbours, probabilities, totals: the graph.
        out_offsets, out_neighbours, out_kinds: the edges.
        candidates: (K,) nodes.
        bounds, places: the last steps to each of them, see `ends_of`.
        marks: (N,) the numbers of their neighbours.
        starts: (S,) nodes.
        near: (X,) the likeliest nodes after a step.
        origins: (X,) the place of the start before each of them.
        levels: (3, M) how likely each marked node is reached in 0, 1 and 2 steps.
        befores: (3, M) the place before each marked node among the starts, after one step, and
            among `near`, after two.
        blocks: the code of that relationship.
    """
    ways = np.full((len(candidates) * MAX_PATHS, 4), -1, dtype=np.int32)
    lengths = np.zeros(len(ways), dtype=np.int64)
    bit = np.uint64(1) << np.uint64(blocks)
    for row in range(len(candidates)):
        candidate = candidates[row]
        last_steps = places[bounds[row] : bounds[row + 1]]
        likely = np.zeros((len(last_steps), 3))
        for at in range(len(last_steps)):
            neighbour = neighbours[last_steps[at]]
            number = marks[neighbour]
            last = coming(offsets, probabilities, totals, candidate, last_steps[at], neighbour)
            likely[at, 0] = levels[0, number] * last
            if levels[1, number] > 0.0 and starts[befores[1, number]] != candidate:
                likely[at, 1] = levels[1, number] * last
            if levels[2, number] > 0.0:
                before = near[befores[2, number]]
                start = starts[origins[befores[2, number]]]
                # No node comes twice on a way.
                if candidate not in (before, start) and neighbour != start:
                    likely[at, 2] = levels[2, number] * last
        way, end = row * MAX_PATHS, (row + 1) * MAX_PATHS
        at, depth = highest(likely)
        while at >= 0 and way < end:
            neighbour = neighbours[last_steps[at]]
            before = befores[depth, marks[neighbour]]
            if depth == 1:
                ways[way, 0] = starts[before]
            elif depth == 2:
                ways[way, 0], ways[way, 1] = starts[origins[before]], near[before]
            ways[way, depth], ways[way, depth + 1] = neighbour, candidate
            nodes = ways[way, : depth + 1]
            likely[at, depth] = 0.0
            if not any_kind(out_offsets, out_neighbours, out_kinds, nodes, candidate, bit):
                # Other ways over the same neighbour end alike.
                likely[at] = 0.0
                lengths[way] = depth + 2
                way += 1
            at, depth = highest(likely)
    return ways, lengths


@numba.njit(cache=True)
def coming(offsets, probabilities, totals, candidate, at, neighbour):  # type: ignore[no-untyped-def]
    """The probability of the step to `candidate` from its neighbour at that place of its row.

    The weight of an edge is the same both ways but for the degree, so nothing is searched.
    """
    degree = offsets[candidate + 1] - offsets[candidate]
    there = offsets[neighbour + 1] - offsets[neighbour]
    return probabilities[at] * (totals[candidate] / totals[neighbour] * np.sqrt(there / degree))


@numba.njit(cache=True)
def highest(likely):  # type: ignore[no-untyped-def]
    """Row and column of the highest value above 0, of equals in the first column and its first row.

    -1 for both where there is none.
    """
    at, depth, most = -1, -1, 0.0
    for column in range(likely.shape[1]):
        for row in range(len(likely)):
            if likely[row, column] > most:
                at, depth, most = row, column, likely[row, column]
    return at, depth


@numba.njit(cache=True)
def any_kind(offsets, neighbours, kinds, nodes, other, bits):  # type: ignore[no-untyped-def]
    """Whether an edge of one of these kinds joins any of the nodes with the other one."""
    for node in nodes:
        both = kinds_between(offsets, neighbours, kinds, node, other)
        both |= kinds_between(offsets, neighbours, kinds, other, node)
        if both & bits:
            return True
    return False
