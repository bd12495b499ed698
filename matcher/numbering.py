"""Numbering the nodes of a list, each once, without an array of all nodes."""

from __future__ import annotations

import numba
import numpy as np

_SPREAD = np.uint32(2_654_435_769)
"""2^32 over the golden ratio (Knuth, The Art of Computer Programming 3, 6.4)."""


# numba infers the types of the arrays.
@numba.njit(cache=True)
def numbered(nodes):  # type: ignore[no-untyped-def]
    """(U,) int32 nodes (n,) each once, as they come first, and (n,) int32 where each is there."""
    bits = 4
    while 1 << bits < 2 * len(nodes):
        bits += 1
    last, shift = (1 << bits) - 1, np.uint32(32 - bits)
    table = np.zeros(1 << bits, dtype=np.int32)
    distinct, slots = np.empty(len(nodes), dtype=np.int32), np.empty(len(nodes), dtype=np.int32)
    count = 0
    for at in range(len(nodes)):
        node = nodes[at]
        place = np.intp(np.uint32(np.uint32(node) * _SPREAD) >> shift)
        while table[place] > 0 and distinct[table[place] - 1] != node:
            place = (place + 1) & last
        if table[place] == 0:
            distinct[count] = node
            count += 1
            table[place] = count
        slots[at] = table[place] - 1
    return distinct[:count].copy(), slots
