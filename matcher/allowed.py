"""Which of many candidates are excluded by nothing that compiled code can tell."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from matcher.prefetch import prefetch
from matcher.small_tables import put, slot_of, table_for

AHEAD = 4
"""Rows that are asked for before it is their turn."""


# numba infers the types of the arrays of all that follows.
@kernel
def allowed(candidates, nodes, flags, asker, from_asker, to_asker):  # type: ignore[no-untyped-def]
    """The candidates that are none of the nodes, have none of the flags, and no edge says no.

    `from_asker` and `to_asker` are the rows, neighbours and kinds of edges, and (256,) which kinds
    say no; `asker` is -1 for nobody.
    """
    excluded = table_for(
        len(nodes) + _related(asker, from_asker, nodes[:0]) + _related(asker, to_asker, nodes[:0])
    )
    for node in nodes:
        put(excluded, node)
    _related(asker, from_asker, excluded)
    _related(asker, to_asker, excluded)
    of_nodes, closed = flags
    kept, count = np.empty(len(candidates), dtype=np.int32), 0
    for node in candidates:
        if of_nodes[node] & closed == 0 and excluded[slot_of(excluded, node)] < 0:
            kept[count] = node
            count += 1
    return kept[:count]


@kernel
def _related(asker, edges, table):  # type: ignore[no-untyped-def]
    """How many edges of the asker say no; their other ends are put into the table, if any."""
    rows, neighbours, kinds, codes = edges
    count = 0
    for at in range(rows[asker, 0], rows[asker, 1]) if asker >= 0 else range(0):
        if codes[kinds[at]]:
            count += 1
            if len(table):
                put(table, neighbours[at])
    return count


@kernel
def different_targets(rows, neighbours, kinds, code, nodes):  # type: ignore[no-untyped-def]
    """(n,) how many different nodes edges of a kind lead to from each node: rows are sorted."""
    counts = np.zeros(len(nodes), dtype=np.int64)
    for place in range(len(nodes)):
        if place + AHEAD < len(nodes):
            prefetch(kinds, rows[nodes[place + AHEAD], 0])
        last = np.int32(-1)
        for at in range(rows[nodes[place], 0], rows[nodes[place], 1]):
            if kinds[at] == code and neighbours[at] != last:
                last = neighbours[at]
                counts[place] += 1
    return counts
