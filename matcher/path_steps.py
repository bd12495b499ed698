"""What the steps of a path are: how likely each is, and which edge tells most; compiled."""

from __future__ import annotations

import numba
import numpy as np

from matcher.rows import first_place, place_of


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def steps_of(  # type: ignore[no-untyped-def]
    spans, neighbours, probabilities,
    out_spans, out_neighbours, out_kinds, out_verbs, out_times, ranks,
    ways, lengths, asker,
):  # fmt: skip
    """Ways from the asker where they are one step before, with what joins each two nodes.

    Arrays:
        spans, neighbours, probabilities: the graph.
        out_spans, out_neighbours, out_kinds, out_verbs, out_times: the edges.
        ranks: (256,) int64 by kind, the lower the more an edge tells people; -1: cannot be walked.
        ways: (W, 4) nodes.
        lengths: (W,) how many nodes each has.
        asker: their node, -1 for nobody.

    Returns:
        (W, 5) int32 nodes, (W,) how many each has, (W,) the product of the probabilities of the
        steps, and of the most telling edge of each step (W, 4) int32 the node that it leaves and
        its place among the edges, -1 where there is no step.
    """
    whole = np.full((len(ways), 5), -1, dtype=np.int32)
    counts = lengths.copy()
    strengths = np.ones(len(ways))
    sources = np.full((len(ways), 4), -1, dtype=np.int32)
    edges = np.full((len(ways), 4), -1, dtype=np.int64)
    for row in range(len(ways)):
        length = lengths[row]
        shift, is_on_way = 0, False
        for step in range(length):
            is_on_way |= ways[row, step] == asker
        if asker >= 0 and length > 0 and not is_on_way:
            shift = int(place_of(spans, neighbours, asker, ways[row, 0]) >= 0)
            whole[row, 0] = asker
        for step in range(length):
            whole[row, shift + step] = ways[row, step]
        counts[row] = length + shift
        for step in range(counts[row] - 1):
            one, other = whole[row, step], whole[row, step + 1]
            strengths[row] *= probabilities[place_of(spans, neighbours, one, other)]
            sources[row, step], edges[row, step] = most_telling(
                out_spans, out_neighbours, out_kinds, out_verbs, out_times, ranks, one, other
            )
    return whole, counts, strengths, sources, edges


@numba.njit(cache=True)
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


@numba.njit(cache=True)
def tells_more(ranks, kinds, times, verbs, at, best):  # type: ignore[no-untyped-def]
    """Whether the edge at one place tells more than that at another: kind, then time, then verb."""
    if ranks[kinds[at]] != ranks[kinds[best]]:
        return ranks[kinds[at]] < ranks[kinds[best]]
    if times[at] != times[best]:
        return times[at] > times[best]
    return verbs[at] > verbs[best]
