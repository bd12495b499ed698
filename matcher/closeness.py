"""How close in meaning nodes are to a question: worked out for those that are looked at."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.node_values import Nodes, best_places, with_answered
from matcher.vector_search import Found, Wanted, nearest
from matcher.vectors import question_parts, similarities, similarities_by_part
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
        self._found: dict[tuple[EntityKind, ...], tuple[int, Found]] = {}

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

    def look_for(self, wanted: Iterable[Wanted]) -> None:
        """Find all of this in one pass; what is asked for later is looked up or found then."""
        new = [each for each in dict.fromkeys(wanted) if not self._is_known(each)]
        for each, found in zip(new, nearest(self._snapshot, self._parts, new), strict=True):
            self._found[each.kinds] = each.count, found

    def nearest(self, kinds: tuple[EntityKind, ...], count: int) -> Found:
        """The `count` nodes of these kinds with the nearest texts of their own, best first."""
        self.look_for([Wanted(kinds, count)])
        _, (nodes, cosines) = self._found[kinds]
        return nodes[:count], cosines[:count]

    def best(self, kinds: tuple[EntityKind, ...], count: int) -> Found:
        """The `count` closest nodes of these kinds, replies by what they answer as well.

        Returns:
            nodes (n,) int32, best first, ties by node, and how close they are (n,), above 0.
        """
        nodes, cosines = self.nearest(kinds, count)
        if EntityKind.CONTENT in kinds:
            nodes = np.unique(np.concatenate([nodes, self._replies_to_the_nearest(count)]))
            cosines = np.fmax(self.at(nodes), np.float32(-1.0))
            places = best_places(nodes, cosines, count)
            nodes, cosines = nodes[places], cosines[places]
        return nodes[cosines > 0], cosines[cosines > 0]

    def _is_known(self, wanted: Wanted) -> bool:
        return wanted.kinds in self._found and self._found[wanted.kinds][0] >= wanted.count

    def _replies_to_the_nearest(self, count: int) -> Nodes:
        """Replies to what is nearest among all content."""
        if not self._view.has_replies:
            return np.zeros(0, dtype=np.int32)
        answered, _ = self.nearest((EntityKind.CONTENT,), count)
        return self._view.replies_to(answered)

    def _own(self, nodes: Nodes) -> Cosines:
        return similarities(self._snapshot, self._parts, nodes)
