"""Nodes and how near they are as one whole number each, the best few of them in a heap: compiled.

A rank is higher the nearer a node is, and of two that are as near, where the node's number is
lower. So one comparison does for both, and a heap is gone through without a branch for each.
"""

from __future__ import annotations

import numpy as np

from graph.kernels import inlined_kernel, kernel
from matcher.heaps import NOBODY

NOTHING = np.int64(np.iinfo(np.int64).min)
"""Lower than any rank: in place of one that is not there yet."""
_NODE_BITS = 32
_NODES = np.int64((1 << _NODE_BITS) - 1)
_ALL_BUT_SIGN = np.int32(np.iinfo(np.int32).max)
_SIGN = np.int32(31)


# numba infers the types of all that follows.
@inlined_kernel
def rank_of(cosine, node):  # type: ignore[no-untyped-def]
    """The rank of a node that is as near as a cosine, float32."""
    # Bits of numbers in floating point are ordered as the numbers are, those below 0 backwards.
    # Adding 0 makes one zero of the two that there are.
    bits = np.float32(cosine + np.float32(0.0)).view(np.int32)
    return (np.int64(_in_order(bits)) << _NODE_BITS) | np.int64(NOBODY - node)


@inlined_kernel
def node_of(rank):  # type: ignore[no-untyped-def]
    """Whose rank it is; NOBODY of a place where NOTHING is."""
    return np.int32(NOBODY - (rank & _NODES))


@inlined_kernel
def cosine_of(rank):  # type: ignore[no-untyped-def]
    """How near the node of a rank is; -inf of NOTHING."""
    if rank == NOTHING:
        return np.float32(-np.inf)
    return np.int32(_in_order(np.int32(rank >> _NODE_BITS))).view(np.float32)


@inlined_kernel
def _in_order(bits):  # type: ignore[no-untyped-def]
    """Bits of a number in floating point as a whole number of its place in order, and back."""
    return np.int32(bits ^ ((bits >> _SIGN) & _ALL_BUT_SIGN))


@kernel
def replace_at(ranks, size, place, rank):  # type: ignore[no-untyped-def]
    """Put a rank, no lower than the one that is there, at a place of a heap of that size."""
    child = 2 * place + 1
    while child + 1 < size:
        child += ranks[child + 1] < ranks[child]
        if ranks[child] >= rank:
            break
        ranks[place] = ranks[child]
        place, child = child, 2 * child + 1
    if child + 1 == size and ranks[child] < rank:
        ranks[place] = ranks[child]
        place = child
    ranks[place] = rank


@kernel
def offer(ranks, rank):  # type: ignore[no-untyped-def]
    """Put a rank that is not there into a heap where it is higher than the lowest, its first."""
    if len(ranks) and rank > ranks[0]:
        replace_at(ranks, len(ranks), 0, rank)


@kernel
def place_of(ranks, node):  # type: ignore[no-untyped-def]
    """Where the rank of a node is; -1 where it is not."""
    wanted, place = np.int64(NOBODY - node), -1
    for at in range(len(ranks)):
        place = at if (ranks[at] & _NODES) == wanted else place
    return place


@kernel
def put_in_order(ranks):  # type: ignore[no-untyped-def]
    """Sort a heap, the highest first; how many ranks there are in it."""
    count = 0
    for last in range(len(ranks) - 1, -1, -1):
        rank, moved = ranks[0], ranks[last]
        replace_at(ranks, last, 0, moved)
        ranks[last] = rank
        count += rank != NOTHING
    return count
