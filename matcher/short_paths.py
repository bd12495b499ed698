"""The likeliest walks of up to three steps to a few candidates, compiled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.best_few import best_few
from matcher.chances import chance
from matcher.reach import arrive, ends_of, first_steps, is_marked, mark_all, unmark
from matcher.rows import kinds_between

Nodes = npt.NDArray[np.int32]
MAX_PATHS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Starts:
    """Where ways begin, the likeliest first.

    Attributes:
        nodes: (S,) int32.
        mass: (S,) float64, of each.
        likely_bounds: (S + 1,) where the likeliest steps from each begin, see `first_steps`.
        likely_nodes: (L,) int32, where those steps lead.
        likely_probabilities: (L,) float32, of those steps.
    """

    nodes: Nodes
    mass: npt.NDArray[np.float64]
    likely_bounds: npt.NDArray[np.int64]
    likely_nodes: Nodes
    likely_probabilities: npt.NDArray[np.float32]


# numba infers the types of the arrays of all that follows.
@kernel
def likeliest_starts(nodes, mass, spans, most, long_row):  # type: ignore[no-untyped-def]
    """The `most` likeliest nodes (S,), best first; their mass; places of those with long rows.

    Arrays:
        nodes, mass: (n,) where walks begin.
        spans: the graph.
    """
    best = best_few(nodes, mass, most)
    starts = nodes[best]
    lengths = spans[starts, 1] - spans[starts, 0]
    return starts, mass[best], np.flatnonzero(lengths > long_row)


@kernel
def likeliest_ways(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, totals, out_spans, out_neighbours, out_kinds,
    starts, mass, likely_bounds, likely_nodes, likely_probabilities,
    candidates, blocks, expanded, marks, bits,
):  # fmt: skip
    """The likeliest ways to each candidate over different neighbours, none of whom it blocks.

    Arrays:
        spans, neighbours, chances, totals: the graph.
        out_spans, out_neighbours, out_kinds: the edges.
        starts, mass, likely_bounds, likely_nodes, likely_probabilities: see `Starts`.
        candidates: (K,) nodes.
        blocks: the code of that relationship.
        expanded: so many nodes after one step are followed further.
        marks, bits: see `matcher.reach.mark`; nothing is marked before or after.

    Returns:
        (K x MAX_PATHS, 4) int32 nodes, of each candidate the likeliest way first, and how many
        nodes each way has: 0 where there is none.
    """
    rows = spans, neighbours, chances
    reached, values, origins = first_steps(
        *rows, starts, mass, likely_bounds, likely_nodes, likely_probabilities, marks, bits
    )
    best = best_few(reached, values, expanded)
    near, values, origins = reached[best], values[best], origins[best]
    bounds, places = ends_of(spans, neighbours, candidates, starts, near)
    marked = mark_all(neighbours, places, marks, bits)
    levels, befores = np.zeros((3, len(marked))), np.zeros((3, len(marked)), dtype=np.int32)
    for place in range(len(starts)):
        if is_marked(bits, starts[place]):
            levels[0, marks[starts[place]]] = mass[place]
    arrive(*rows, starts, mass, marks, bits, marked, levels[1], befores[1])
    arrive(*rows, near, values, marks, bits, marked, levels[2], befores[2])
    ways, lengths = best_ways(
        *rows, totals, out_spans, out_neighbours, out_kinds,
        candidates, bounds, places, marks, starts, near, origins, levels, befores, blocks,
    )  # fmt: skip
    unmark(bits, marked)
    return ways, lengths


@kernel
def best_ways(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, totals, out_spans, out_neighbours, out_kinds,
    candidates, bounds, places, marks, starts, near, origins, levels, befores, blocks,
):  # fmt: skip
    """The likeliest ways to each candidate, on which nobody blocks it.

    Arrays:
        spans, neighbours, chances, totals: the graph.
        out_spans, out_neighbours, out_kinds: the edges.
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
            last = coming(spans, chances, totals, candidate, last_steps[at], neighbour)
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
            if not any_kind(out_spans, out_neighbours, out_kinds, nodes, candidate, bit):
                # Other ways over the same neighbour end alike.
                likely[at] = 0.0
                lengths[way] = depth + 2
                way += 1
            at, depth = highest(likely)
    return ways, lengths


@kernel
def coming(spans, chances, totals, candidate, at, neighbour):  # type: ignore[no-untyped-def]
    """The probability of the step to `candidate` from its neighbour at that place of its row.

    The weight of an edge is the same both ways but for the degree, so nothing is searched.
    """
    degree = spans[candidate, 1] - spans[candidate, 0]
    there = spans[neighbour, 1] - spans[neighbour, 0]
    leaving = chance(chances, candidate, at)
    return leaving * (totals[candidate] / totals[neighbour] * np.sqrt(there / degree))


@kernel
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


@kernel
def any_kind(spans, neighbours, kinds, nodes, other, bits):  # type: ignore[no-untyped-def]
    """Whether an edge of one of these kinds joins any of the nodes with the other one."""
    for node in nodes:
        both = kinds_between(spans, neighbours, kinds, node, other)
        both |= kinds_between(spans, neighbours, kinds, other, node)
        if both & bits:
            return True
    return False
