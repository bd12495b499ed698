"""Which part of a question's seeds nodes are or touch: worked out for those that are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.kernels import kernel
from matcher.node_values import Nodes, Values
from matcher.prefetch import prefetch
from matcher.rows import first_place
from matcher.view import CommunityView
from matcher.workspace import Workspace

MOST_MARKED = 32
"""Seeds that are told apart by the bits of one number."""
WORTH_MARKING = 8
"""Neighbours of the seeds for each node that is looked at, up to which marking them is faster."""


class SeedShares:
    """The part of the seeds, weighted by their rarity, that nodes are or touch, 0-1.

    A seed's rarity is `log(1 + N / its neighbours)`. A reply has what it answers has, if that is
    more. The seeds' neighbours are marked, unless there are very many: then each node is looked
    for among its own neighbours, so that a hub costs no more than another seed.

    Args:
        view: the community as the asker sees it.
        seeds: nodes that the question is about, each once; there may be none.
    """

    def __init__(self, view: CommunityView, seeds: Sequence[int]) -> None:
        graph = view.walk_graph
        self._seeds = np.array(sorted(seeds), dtype=np.int32)
        parts, self._neighbours = _rarities(self._seeds, graph.spans, view.snapshot.in_sight)
        self._arrays = view.parents, graph.spans, graph.neighbours, self._seeds, parts

    def at(self, nodes: Nodes) -> Values:
        """(n,) float64, the parts of nodes (n,), in any order."""
        if not len(self._seeds):
            return np.zeros(len(nodes))
        if len(self._seeds) <= MOST_MARKED and self._neighbours <= WORTH_MARKING * len(nodes):
            return self._marked(nodes)
        return self._touched(nodes)

    def _marked(self, nodes: Nodes) -> Values:
        with _MARKS.lent(len(self._arrays[0])) as marks:
            return np.asarray(_marked(nodes, *self._arrays, marks))

    def _touched(self, nodes: Nodes) -> Values:
        return np.asarray(_touched(nodes, *self._arrays))


_AHEAD = 4
"""Nodes whose rows are asked for before it is their turn."""
_MARKS = Workspace(lambda size: np.zeros(size, dtype=np.uint32))


# numba infers the types of the arrays of all that follows.
@kernel
def _rarities(seeds, spans, size):  # type: ignore[no-untyped-def]
    """The part of all rarity that each seed has, and how many neighbours they have together."""
    parts, neighbours, total = np.empty(len(seeds)), 0, 0.0
    for place in range(len(seeds)):
        degree = max(spans[seeds[place], 1] - spans[seeds[place], 0], 1)
        parts[place] = np.log1p(size / degree)
        total += parts[place]
        neighbours += degree
    return parts / max(total, 1e-300), neighbours


@kernel
def _marked(nodes, parents, spans, neighbours, seeds, parts, marks):  # type: ignore[no-untyped-def]
    """`marks` (N,) are all zeros before and after."""
    for place in range(len(seeds)):
        bit = np.uint32(1) << np.uint32(place)
        marks[seeds[place]] |= bit
        for at in range(spans[seeds[place], 0], spans[seeds[place], 1]):
            marks[neighbours[at]] |= bit
    found = np.zeros(len(nodes))
    for place in range(len(nodes)):
        parent = parents[nodes[place]]
        for node in (nodes[place], parent):
            mark = marks[node] if node >= 0 else np.uint32(0)
            value = 0.0
            for seed in range(len(seeds) if mark else 0):
                if mark >> np.uint32(seed) & np.uint32(1):
                    value += parts[seed]
            found[place] = max(found[place], value)
    for place in range(len(seeds)):
        marks[seeds[place]] = 0
        for at in range(spans[seeds[place], 0], spans[seeds[place], 1]):
            marks[neighbours[at]] = 0
    return found


@kernel
def _touched(nodes, parents, spans, neighbours, seeds, parts):  # type: ignore[no-untyped-def]
    found = np.empty(len(nodes))
    for place in range(len(nodes)):
        if place + 2 * _AHEAD < len(nodes):
            prefetch(spans, np.intp(nodes[place + 2 * _AHEAD]))
            prefetch(parents, np.intp(nodes[place + 2 * _AHEAD]))
        if place + _AHEAD < len(nodes):
            prefetch(neighbours, spans[nodes[place + _AHEAD], 0])
        node, parent = nodes[place], parents[nodes[place]]
        found[place] = _part_of_row(node, spans, neighbours, seeds, parts)
        if parent >= 0:
            of_parent = _part_of_row(parent, spans, neighbours, seeds, parts)
            found[place] = max(found[place], of_parent)
    return found


@kernel
def _part_of_row(node, spans, neighbours, seeds, parts):  # type: ignore[no-untyped-def]
    """The parts of the seeds that a node is or has in its row."""
    first, last = spans[node]
    part = 0.0
    for place in range(len(seeds)):
        # Both ascend: what was passed need not be searched again.
        first = first_place(neighbours, first, last, seeds[place])
        if seeds[place] == node or (first < last and neighbours[first] == seeds[place]):
            part += parts[place]
    return part
