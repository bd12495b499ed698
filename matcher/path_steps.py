"""Paths from what is asked to what is recommended, and what the steps of each are; compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel, unlocked_kernel
from matcher.chances import chance
from matcher.rows import first_place, place_of
from matcher.short_paths import MAX_PATHS, likeliest_ways


# numba infers the types of the arrays of all that follows.
@unlocked_kernel
def found_paths(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, totals,
    out_spans, out_neighbours, out_kinds, out_verbs, out_times, ranks, blocks,
    starts, mass, likely_bounds, likely_nodes, likely_probabilities,
    candidates, asker, expanded, marks, bits,
):  # fmt: skip
    """Paths to each candidate, see `likeliest_ways` and `steps_of` for the arguments.

    Returns:
        (K,) how many paths lead to each, and what `steps_of` finds of those paths.
    """
    ways, lengths = likeliest_ways(
        spans, neighbours, chances, totals, out_spans, out_neighbours, out_kinds,
        starts, mass, likely_bounds, likely_nodes, likely_probabilities,
        candidates, blocks, expanded, marks, bits,
    )  # fmt: skip
    counts = np.zeros(len(candidates), dtype=np.int64)
    for way in range(len(ways)):
        counts[way // MAX_PATHS] += lengths[way] > 0
    is_way = lengths > 0
    return counts, steps_of(
        spans, neighbours, chances,
        out_spans, out_neighbours, out_kinds, out_verbs, out_times, ranks,
        ways[is_way], lengths[is_way], asker,
    )  # fmt: skip


@kernel
def steps_of(  # type: ignore[no-untyped-def]
    spans, neighbours, chances,
    out_spans, out_neighbours, out_kinds, out_verbs, out_times, ranks,
    ways, lengths, asker,
):  # fmt: skip
    """Ways from the asker where they are one step before, with what joins each two nodes.

    Arrays:
        spans, neighbours, chances: the graph.
        out_spans, out_neighbours, out_kinds, out_verbs, out_times: the edges.
        ranks: (256,) int64 by kind, the lower the more an edge tells people; -1: cannot be walked.
        ways: (W, 4) nodes.
        lengths: (W,) how many nodes each has.
        asker: their node, -1 for nobody.

    Returns:
        (W + 1,) where the nodes of each path begin, and (P,) int32 those nodes; (W,) the product of
        the probabilities of the steps; (P - W,) which of the edges each step is, of which a path
        has one fewer than nodes; and (5, E) int64 of those edges, each once, source, target, kind,
        verb and time: the most telling ones between two nodes.
    """
    bounds, nodes = whole_ways(spans, neighbours, ways, lengths, asker)
    strengths = np.ones(len(ways))
    steps = np.empty(len(nodes) - len(ways), dtype=np.int64)
    edges, places = np.empty((5, len(steps)), dtype=np.int64), np.empty(len(steps), dtype=np.int64)
    known, count = 0, 0
    for way in range(len(ways)):
        for at in range(bounds[way], bounds[way + 1] - 1):
            one, other = nodes[at], nodes[at + 1]
            strengths[way] *= chance(chances, one, place_of(spans, neighbours, one, other))
            source, place = most_telling(
                out_spans, out_neighbours, out_kinds, out_verbs, out_times, ranks, one, other
            )
            number = 0
            while number < known and places[number] != place:
                number += 1
            if number == known:
                places[number] = place
                edges[0, number], edges[1, number] = source, out_neighbours[place]
                edges[2, number], edges[3, number] = out_kinds[place], out_verbs[place]
                edges[4, number] = out_times[place]
                known += 1
            steps[count] = number
            count += 1
    return bounds, nodes, strengths, steps, edges[:, :known].copy()


@kernel
def whole_ways(spans, neighbours, ways, lengths, asker):  # type: ignore[no-untyped-def]
    """Ways from the asker where they are one step before: where each begins, and their nodes."""
    bounds = np.zeros(len(ways) + 1, dtype=np.int64)
    nodes, count = np.empty(len(ways) * 5, dtype=np.int32), 0
    for way in range(len(ways)):
        own = ways[way, : lengths[way]]
        is_on_way = False
        for node in own:
            is_on_way |= node == asker
        if asker >= 0 and not is_on_way and place_of(spans, neighbours, asker, own[0]) >= 0:
            nodes[count] = asker
            count += 1
        nodes[count : count + len(own)] = own
        count += len(own)
        bounds[way + 1] = count
    return bounds, nodes[:count].copy()


@kernel
def most_telling(spans, neighbours, kinds, verbs, times, ranks, one, other):  # type: ignore[no-untyped-def]
    """Where the most telling, and then latest, edge between two nodes leaves, and its place."""
    best, leaves = -1, one
    for source, target in ((one, other), (other, one)):
        end = spans[source, 1]
        at = first_place(neighbours, spans[source, 0], end, target)
        while at < end and neighbours[at] == target:
            rank = ranks[kinds[at]]
            if rank >= 0 and (best < 0 or tells_more(ranks, kinds, times, verbs, at, best)):
                best, leaves = at, source
            at += 1
    return leaves, best


@kernel
def tells_more(ranks, kinds, times, verbs, at, best):  # type: ignore[no-untyped-def]
    """Whether the edge at one place tells more than that at another: kind, then time, then verb."""
    if ranks[kinds[at]] != ranks[kinds[best]]:
        return ranks[kinds[at]] < ranks[kinds[best]]
    if times[at] != times[best]:
        return times[at] > times[best]
    return verbs[at] > verbs[best]
