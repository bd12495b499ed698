"""Walks that come to most of a graph: all nodes in turn, again and again, without a queue."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from matcher.chances import factor_of, level_of

RESIDUAL, KEPT = 0, 1
"""Where a node's cell holds what it has to pass on, and what it keeps."""
MORE = np.float32(1.4)
"""Times its residual that a node is pushed, as in `matcher.pagerank`.

Of walks among 10,000 members less than half as many edges are followed for a higher precision."""
_TOO_MUCH = np.float32(4)
"""Walks begin with one in sum: where a node comes to have so much, only residuals are pushed.

Pushing more converges where steps are as likely both ways, but for the degrees, as those of walks
are; pushing the residual converges everywhere."""

_FIRST, _FALL = np.float32(256.0), np.float32(0.25)
"""Times the threshold up to which residuals are left by the first sweep, and how that falls by each
further one: who waits until more has come to it is pushed less often, by 2 to 20 of 100 edges."""


# numba infers the types of the arrays of all that follows.
@kernel
def swept(spans, neighbours, chances, restart, threshold, cells):  # type: ignore[no-untyped-def]
    """Push every node in turn until no residual is above the threshold.

    An edge takes 3 ns instead of the 10 to 13 that it takes with a queue, which has to ask of each
    neighbour whether it waits already.

    Args:
        spans: (N, 2), where the row of each node begins and ends.
        neighbours: (W,), of all rows.
        chances: how likely each step is (`Chances.arrays`).
        restart: what a node keeps, float32.
        threshold: residual per neighbour that is left unpushed, float32.
        cells: (N, 4) float32 or longer, in which walks were begun.

    Returns:
        how many edges were followed.
    """
    edges, before, level, more = 0, -1, threshold * _FIRST, MORE
    while edges > before or level > threshold:
        level = max(level * _FALL, threshold)
        before = edges
        for node in range(len(spans)):
            amount = cells[node, RESIDUAL]
            begin, end = spans[node, 0], spans[node, 1]
            if abs(amount) <= level * np.float32(end - begin):
                continue
            if abs(amount) > _TOO_MUCH:
                more = np.float32(1.0)
            pushed = amount if end == begin else more * amount
            cells[node, RESIDUAL] = amount - pushed
            cells[node, KEPT] += amount if end == begin else restart * pushed
            passed = (np.float32(1.0) - restart) * pushed * factor_of(chances, node)
            edges += end - begin
            for at in range(begin, end):
                cells[neighbours[at], RESIDUAL] += passed * level_of(chances, at)
    return edges


@kernel
def come_to(size, cells, touched):  # type: ignore[no-untyped-def]
    """Put the nodes whose cells are not all zeros into `touched`, ascending; how many there are."""
    count = 0
    for node in range(size):
        touched[count] = node
        count += cells[node].any()
    return count
