"""Members whose leaving would cut others off from the rest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]


def cut_off_by(size: int, pairs: Places) -> Places:
    """(size,) how many would lose the largest part of their group if each member left.

    If a member's leaving leaves several pieces, all but the largest are cut off. Pieces are found
    in one walk (Hopcroft and Tarjan, "Efficient algorithms for graph manipulation", CACM 16,
    1973): below a member hangs a piece of its own if nobody in it reaches further up.

    Args:
        size: M, how many members there are.
        pairs: (P, 2) who is tied to whom, each pair once.
    """
    neighbours = _neighbours(size, pairs)
    entered = [-1] * size
    cut = np.zeros(size, dtype=np.int64)
    for root in np.unique(pairs).tolist():
        if entered[root] < 0:
            _walk(root, neighbours, entered, cut)
    return cut


def _neighbours(size: int, pairs: Places) -> list[list[int]]:
    ends = np.concatenate((pairs, pairs[:, ::-1]))
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    begins = np.searchsorted(ends[:, 0], np.arange(1, size))
    return [part.tolist() for part in np.split(ends[:, 1], begins)]


def _walk(root: int, neighbours: list[list[int]], entered: list[int], cut: Places) -> None:
    """Enter all of the root's group, depth first, and fill in `cut` for its members."""
    order, parents, low = _entered(root, neighbours, entered)
    total = len(order)
    below = dict.fromkeys(order, 1)
    pieces: dict[int, list[int]] = {}
    for member in reversed(order):
        parent = parents[member]
        if parent < 0:
            continue
        below[parent] += below[member]
        low[parent] = min(low[parent], low[member])
        if low[member] >= entered[parent]:
            pieces.setdefault(parent, []).append(below[member])
    for member, sizes in pieces.items():
        rest = total - 1 - sum(sizes)
        cut[member] = total - 1 - max(*sizes, rest)


def _entered(
    root: int, neighbours: list[list[int]], entered: list[int]
) -> tuple[list[int], dict[int, int], dict[int, int]]:
    """Members in the order in which they are entered, from whom, and how far up each looks."""
    order, parents, low = [root], {root: -1}, {root: len(neighbours)}
    entered[root] = 0
    stack = [(root, iter(neighbours[root]))]
    while stack:
        member, waiting = stack[-1]
        for other in waiting:
            if entered[other] < 0:
                parents[other] = member
                entered[other] = low[other] = len(order)
                order.append(other)
                stack.append((other, iter(neighbours[other])))
                break
            if other != parents[member]:
                low[member] = min(low[member], entered[other])
        else:
            stack.pop()
    return order, parents, low
