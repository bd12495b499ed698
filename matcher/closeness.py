"""How close in meaning nodes are to a question: worked out for those that are looked at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.node_values import Nodes, highest
from matcher.vectors import nearest, question_parts, similarities
from matcher.view import CommunityView

Cosines = npt.NDArray[np.float32]


class Closeness:
    """Cosines of nodes to the nearest part of a question, for one thread.

    What fits the question that a reply answers fits the reply as well.

    Args:
        view: the community as the asker sees it.
        vectors: (Q, D) float32 unit vectors, the parts of the question; Q may be 0.
    """

    def __init__(self, view: CommunityView, vectors: npt.NDArray[np.float32]) -> None:
        self._view = view
        self._parts = question_parts(vectors)
        self._known: dict[int, tuple[Nodes, Cosines]] = {}

    @property
    def _snapshot(self) -> Snapshot:
        return self._view.snapshot

    def at(self, nodes: Nodes) -> Cosines:
        """(n,) float32 of nodes (n,); NaN without a vector. The same array is compared once."""
        known = self._known.get(id(nodes))
        if known is None or known[0] is not nodes:
            known = nodes, self._compare(nodes)
            self._known[id(nodes)] = known
        return known[1]

    def of(self, node: int) -> float:
        """The cosine of one node; NaN without a vector."""
        return float(self._compare(np.array([node], dtype=np.int32))[0])

    def nearest(self, begin: int, end: int, count: int) -> tuple[Nodes, Cosines]:
        """The `count` nodes of `begin` to `end` with the nearest texts of their own, best first."""
        return nearest(self._snapshot, self._parts, begin, end, count)

    def best(self, begin: int, end: int, count: int) -> npt.NDArray[np.int64]:
        """The `count` closest nodes of `begin` to `end`, replies by what they answer as well."""
        own, _ = self.nearest(begin, end, count)
        nodes = np.unique(np.concatenate([own, self._replies_to_the_nearest(begin, end, count)]))
        return highest(nodes, np.nan_to_num(self.at(nodes).astype(np.float64), nan=0.0), count)

    def _replies_to_the_nearest(self, begin: int, end: int, count: int) -> Nodes:
        """Replies among `begin` to `end` to what is nearest among everything."""
        if not self._view.has_replies:
            return np.zeros(0, dtype=np.int32)
        answered, _ = self.nearest(*self._snapshot.range(EntityKind.CONTENT), count)
        replies = self._view.replies_to(answered)
        return replies[(replies >= begin) & (replies < end)]

    def _compare(self, nodes: Nodes) -> Cosines:
        own = similarities(self._snapshot, self._parts, nodes)
        parents = self._view.parents[nodes]
        replies = np.flatnonzero(parents >= 0)
        if len(replies):
            inherited = similarities(self._snapshot, self._parts, parents[replies])
            own[replies] = np.fmax(own[replies], inherited)
        return own
