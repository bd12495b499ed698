"""Which part of a question's seeds nodes are or touch: worked out for those that are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numba
import numpy as np
import numpy.typing as npt

from matcher.node_values import Nodes, Values, with_answered
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
        self._view = view
        self._seeds = np.array(sorted(seeds), dtype=np.int32)
        degrees = np.array([max(view.degree(seed), 1) for seed in self._seeds.tolist()])
        rarities = np.log1p(view.snapshot.in_sight / degrees) if len(degrees) else np.zeros(0)
        self._parts: npt.NDArray[np.float64] = rarities / max(float(rarities.sum()), 1e-300)
        self._neighbours = int(degrees.sum()) if len(degrees) else 0

    def at(self, nodes: Nodes) -> Values:
        """(n,) float64, the parts of nodes (n,), in any order."""
        if not len(self._seeds):
            return np.zeros(len(nodes))
        if len(self._seeds) <= MOST_MARKED and self._neighbours <= WORTH_MARKING * len(nodes):
            return self._marked(nodes)
        return with_answered(self._view.parents, nodes, self._touched(nodes), self._touched)

    def _marked(self, nodes: Nodes) -> Values:
        view, graph = self._view, self._view.walk_graph
        arrays = graph.spans, graph.neighbours, self._seeds, self._parts
        with _MARKS.lent(view.snapshot.size) as marks:
            return np.asarray(_marked(nodes, view.parents, *arrays, marks))

    def _touched(self, nodes: Nodes) -> Values:
        graph = self._view.walk_graph
        arrays = graph.spans, graph.neighbours, self._seeds, self._parts
        return np.asarray(_touched(nodes, *arrays))


_MARKS = Workspace(lambda size: np.zeros(size, dtype=np.uint32))


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
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


@numba.njit(cache=True)
def _touched(nodes, spans, neighbours, seeds, parts):  # type: ignore[no-untyped-def]
    found = np.zeros(len(nodes))
    for place in range(len(nodes)):
        node = nodes[place]
        row = neighbours[spans[node, 0] : spans[node, 1]]
        first = 0
        for seed in range(len(seeds)):
            if seeds[seed] == node:
                found[place] += parts[seed]
            else:
                # Both ascend: what was passed need not be searched again.
                first += np.searchsorted(row[first:], seeds[seed])
                if first < len(row) and row[first] == seeds[seed]:
                    found[place] += parts[seed]
    return found
