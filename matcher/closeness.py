"""How close in meaning nodes are to a question: worked out for those that are looked at."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.node_values import Nodes, highest, with_answered
from matcher.vectors import (
    nearest,
    question_parts,
    similarities,
    similarities_by_part,
    similarities_of_rows,
)
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
        self._of_rows: Cosines | None = None

    @property
    def _snapshot(self) -> Snapshot:
        return self._view.snapshot

    def at(self, nodes: Nodes) -> Cosines:
        """(n,) float32 of nodes (n,); NaN without a vector."""
        return with_answered(self._view.parents, nodes, self._own(nodes), self._own)

    def by_part(self, nodes: Nodes) -> Cosines:
        """(n, Q) float32, of their own texts to each part of the question; NaN without a vector."""
        return similarities_by_part(self._snapshot, self._parts, nodes)

    def at_by_part(self, nodes: Nodes, by_part: Cosines) -> Cosines:
        """(n,) float32, as `at`, from what `by_part` found for the same nodes."""
        parts = by_part.shape[1]
        own = by_part.max(axis=1) if parts else np.full(len(nodes), np.nan, dtype=np.float32)
        return with_answered(self._view.parents, nodes, own, self._own)

    def of(self, node: int) -> float:
        """The cosine of one node; NaN without a vector."""
        return float(self.at(np.array([node], dtype=np.int32))[0])

    def nearest(self, begin: int, end: int, count: int) -> tuple[Nodes, Cosines]:
        """The `count` nodes of `begin` to `end` with the nearest texts of their own, best first."""
        if self._of_rows is None:
            self._of_rows = similarities_of_rows(self._snapshot, self._parts)
        if not len(self._snapshot.absent):
            return nearest(self._snapshot, self._of_rows, begin, end, count)
        more = count + len(self._snapshot.absent)
        nodes, cosines = nearest(self._snapshot, self._of_rows, begin, end, more)
        seen = self._snapshot.are_present(nodes)
        return nodes[seen][:count], cosines[seen][:count]

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

    def _own(self, nodes: Nodes) -> Cosines:
        return similarities(self._snapshot, self._parts, nodes)
