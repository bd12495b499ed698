"""A few nodes in a small table of their own, so that compiled code finds them near at hand."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel

_NOBODY = np.int32(-1)
_SPREAD = np.uint32(2_654_435_769)
"""2^32 over the golden ratio: it sends numbers that follow each other far apart."""


# numba infers the types of the arrays of all that follows.
@kernel
def table_for(count):  # type: ignore[no-untyped-def]
    """An empty table with room for so many nodes, at most half full of them."""
    size = 16
    while size < 2 * count:
        size *= 2
    return np.full(size, _NOBODY, dtype=np.int32)


@kernel
def slot_of(table, node):  # type: ignore[no-untyped-def]
    """Where a node is in the table, or the empty slot where it has to be put."""
    last = np.uint32(len(table) - 1)
    mixed = np.uint32(node) * _SPREAD
    slot = (mixed ^ (mixed >> np.uint32(15))) & last
    while table[slot] != node and table[slot] >= 0:
        slot = (slot + np.uint32(1)) & last
    return slot


@kernel
def put(table, node):  # type: ignore[no-untyped-def]
    """Put a node into the table; whether it was not there yet."""
    slot = slot_of(table, node)
    is_new = table[slot] < 0
    table[slot] = node
    return is_new
