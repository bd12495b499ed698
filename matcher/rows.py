"""Looking into single rows of edges, compiled: each row is sorted by its neighbours."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel

ABSENT = -1


# numba infers the types of the arrays of all that follows.
@kernel
def first_place(neighbours, begin, end, wanted):  # type: ignore[no-untyped-def]
    """The first place of `wanted` in `begin` to `end`, or of what comes after it."""
    low, high = begin, end
    while low < high:
        middle = (low + high) >> 1
        if neighbours[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def place_of(spans, neighbours, node, wanted):  # type: ignore[no-untyped-def]
    """The first place of `wanted` among the neighbours of a node, ABSENT where it is none."""
    end = spans[node, 1]
    at = first_place(neighbours, spans[node, 0], end, wanted)
    return at if at < end and neighbours[at] == wanted else ABSENT


@kernel
def kinds_between(spans, neighbours, kinds, source, target):  # type: ignore[no-untyped-def]
    """The kinds of the edges from `source` to `target`: bit `code` is set for each of them."""
    end = spans[source, 1]
    found = np.uint64(0)
    at = first_place(neighbours, spans[source, 0], end, target)
    while at < end and neighbours[at] == target:
        found |= np.uint64(1) << np.uint64(kinds[at])
        at += 1
    return found


@kernel
def kinds_of_pairs(spans, neighbours, kinds, sources, targets):  # type: ignore[no-untyped-def]
    """(S, T) uint64 bit sets of the kinds of the edges from each source to each target."""
    found = np.empty((len(sources), len(targets)), dtype=np.uint64)
    for row in range(len(sources)):
        for column in range(len(targets)):
            found[row, column] = kinds_between(
                spans, neighbours, kinds, sources[row], targets[column]
            )
    return found


@kernel
def neighbours_by_kind(spans, neighbours, kinds, node, kind):  # type: ignore[no-untyped-def]
    """(n,) where the edges of one kind in a node's row lead, ascending."""
    begin, end = spans[node, 0], spans[node, 1]
    count = 0
    for at in range(begin, end):
        count += kinds[at] == kind
    found = np.empty(count, dtype=np.int32)
    count = 0
    for at in range(begin, end if len(found) else begin):
        if kinds[at] == kind:
            found[count] = neighbours[at]
            count += 1
    return found
