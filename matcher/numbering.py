"""Numbering the nodes of a list, each once, without an array of all nodes."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from matcher.small_tables import slot_of, table_for


# numba infers the types of the arrays.
@kernel
def numbered(nodes):  # type: ignore[no-untyped-def]
    """(U,) int32 nodes (n,) each once, as they come first, and (n,) int32 where each is there."""
    table = table_for(len(nodes))
    numbers = np.empty(len(table), dtype=np.int32)
    distinct, places = np.empty(len(nodes), dtype=np.int32), np.empty(len(nodes), dtype=np.int32)
    count = 0
    for at in range(len(nodes)):
        slot = slot_of(table, nodes[at])
        if table[slot] < 0:
            table[slot], numbers[slot], distinct[count] = nodes[at], count, nodes[at]
            count += 1
        places[at] = numbers[slot]
    return distinct[:count].copy(), places
