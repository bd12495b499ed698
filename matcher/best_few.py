"""The few highest of many values, compiled and kept in order as they come."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel


# numba infers the types of the arrays.
@kernel
def best_few(nodes, values, count):  # type: ignore[no-untyped-def]
    """Places of the `count` highest of the values (n,) of nodes (n,), best first; ties by node."""
    places = np.empty(min(count, len(values)), dtype=np.int64)
    found = 0
    for at in range(len(values)):
        value, node = values[at], nodes[at]
        if found == len(places):
            if found == 0 or value < values[places[found - 1]]:
                continue
            if value == values[places[found - 1]] and node > nodes[places[found - 1]]:
                continue
        low, high = 0, found
        while low < high:
            middle = (low + high) >> 1
            other = places[middle]
            if value > values[other] or (value == values[other] and node < nodes[other]):
                high = middle
            else:
                low = middle + 1
        found = min(found + 1, len(places))
        for place in range(found - 1, low, -1):
            places[place] = places[place - 1]
        places[low] = at
    return places
