"""Which part of a question's seeds nodes are or touch: worked out for those that are looked at."""

from __future__ import annotations

from collections.abc import Sequence

import numba
import numpy as np
import numpy.typing as npt

from matcher.node_values import Nodes, Values, with_answered
from matcher.view import CommunityView


class SeedShares:
    """The part of the seeds, weighted by their rarity, that nodes are or touch, 0-1.

    A seed's rarity is `log(1 + N / its neighbours)`. A reply has what it answers has, if that is
    more. Each node is looked for among its own neighbours, so that a seed with very many costs no
    more than another.

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

    def at(self, nodes: Nodes) -> Values:
        """(n,) float64, the parts of nodes (n,), in any order."""
        if not len(self._seeds):
            return np.zeros(len(nodes))
        return with_answered(self._view.parents, nodes, self._touched(nodes), self._touched)

    def _touched(self, nodes: Nodes) -> Values:
        graph = self._view.walk_graph
        arrays = graph.spans, graph.neighbours, self._seeds, self._parts
        return np.asarray(_touched(nodes, *arrays))


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _touched(nodes, spans, neighbours, seeds, parts):  # type: ignore[no-untyped-def]
    found = np.zeros(len(nodes))
    for place in range(len(nodes)):
        node = nodes[place]
        at, end = spans[node, 0], spans[node, 1]
        row = neighbours[at:end]
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
