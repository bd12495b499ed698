"""The best few of many nodes, in compiled code: a heap whose first is the worst of them."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel

NOBODY = np.int32(np.iinfo(np.int32).max)
"""In place of a node that is not there yet; its value is -inf."""


# numba infers the types of the arrays of all that follows.
@kernel
def is_worse(value, node, than_value, than_node):  # type: ignore[no-untyped-def]
    """Whether a node comes after another: by a lower value, or by its number where they tie."""
    return value < than_value or (value == than_value and node > than_node)


@kernel
def replace_worst(nodes, values, size, node, value):  # type: ignore[no-untyped-def]
    """Put a node in the place of the worst of the first `size`."""
    replace_at(nodes, values, size, 0, node, value)


@kernel
def replace_at(nodes, values, size, place, node, value):  # type: ignore[no-untyped-def]
    """Put a node, no worse than the one that is there, at a place among the first `size`."""
    while True:
        child = 2 * place + 1
        if child + 1 < size and is_worse(
            values[child + 1], nodes[child + 1], values[child], nodes[child]
        ):
            child += 1
        if child >= size or not is_worse(values[child], nodes[child], value, node):
            break
        nodes[place], values[place] = nodes[child], values[child]
        place = child
    nodes[place], values[place] = node, value


@kernel
def put_in_order(nodes, values, size):  # type: ignore[no-untyped-def]
    """Sort a heap of that size, best first; how many nodes there are in it."""
    count = 0
    for last in range(size - 1, -1, -1):
        node, value = nodes[0], values[0]
        replace_worst(nodes, values, last, nodes[last], values[last])
        nodes[last], values[last] = node, value
        count += node != NOBODY
    return count


@kernel
def best_of(nodes, values, begin, end, count):  # type: ignore[no-untyped-def]
    """The `count` nodes of `begin` to `end` with the highest values above 0, and these values.

    Nodes (n,) are in any order. The best comes first; ties by node.
    """
    size = min(count, len(nodes))
    best = np.full(size, NOBODY, dtype=np.int32)
    highest = np.full(size, -np.inf, dtype=values.dtype)
    least = 0.0
    for place in range(len(nodes) if size else 0):
        node, value = nodes[place], values[place]
        # All at once, so that there is one branch, hardly ever taken once the heap is full.
        counts = (value > 0) & (value >= least) & (node >= begin) & (node < end)
        if counts and is_worse(highest[0], best[0], value, node):
            replace_worst(best, highest, size, node, value)
            least = highest[0]
    found = put_in_order(best, highest, size)
    return best[:found], highest[:found]


@kernel
def merged(nodes, values, others, of_others):  # type: ignore[no-untyped-def]
    """(n + m,) nodes (n,) and others (m,) as one: both are sorted as they are, best first."""
    both = np.empty(len(nodes) + len(others), dtype=np.int32)
    first, second = 0, 0
    for place in range(len(both)):
        is_other = first == len(nodes) or (
            second < len(others)
            and is_worse(values[first], nodes[first], of_others[second], others[second])
        )
        both[place] = others[second] if is_other else nodes[first]
        first, second = first + (not is_other), second + is_other
    return both
