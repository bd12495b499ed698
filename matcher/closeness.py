"""How close in meaning nodes are to a question: worked out for those that are looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.heaps import NOBODY, is_worse, put_in_order, replace_worst
from matcher.kept_nearest import begun_by_nodes
from matcher.node_values import Nodes, Values
from matcher.prefetch import prefetch
from matcher.small_tables import put, slot_of, table_for
from matcher.vector_search import Found, Wanted, nearest
from matcher.vectors import AHEAD, nearest_part, question_parts, similarities_by_part
from matcher.view import CommunityView

_REPLIES_TO = RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]

Cosines = npt.NDArray[np.float32]


class Closeness:
    """Cosines of nodes to the nearest part of a question, for one thread.

    What fits the question that a reply answers fits the reply as well.

    Args:
        view: the community as the asker sees it.
        vectors: (Q, D) float32 unit vectors, the parts of the question; Q may be 0.
        nodes: (Q,) whose vectors they are; none, if they are nobody's.
    """

    def __init__(
        self,
        view: CommunityView,
        vectors: npt.NDArray[np.float32],
        nodes: Sequence[int] = (),
    ) -> None:
        self._view = view
        self._nodes = nodes
        self._parts = question_parts(vectors)
        self._found: dict[tuple[EntityKind, ...], tuple[int, Found]] = {}

    @property
    def _snapshot(self) -> Snapshot:
        return self._view.snapshot

    def at(self, nodes: Nodes) -> Cosines:
        """(n,) float32 of nodes (n,); NaN without a vector."""
        snapshot, parts = self._snapshot, self._parts
        vectors = snapshot.vectors, snapshot.vector_scales, snapshot.vector_rows
        asked = parts.numbers, parts.scales
        return np.asarray(_closeness(*vectors, self._view.parents, nodes, *asked))

    def by_part(self, nodes: Nodes) -> tuple[Cosines, Values]:
        """Of nodes (n,): (n, Q) of their own texts to each part, and (n,) as `at`.

        Without a vector the first is NaN, and the other 0.
        """
        return similarities_by_part(self._snapshot, self._view.parents, self._parts, nodes)

    def of(self, node: int) -> float:
        """The cosine of one node; NaN without a vector."""
        return float(self.at(np.array([node], dtype=np.int32))[0])

    def look_for(self, wanted: Iterable[Wanted]) -> None:
        """Find all of this in one pass; what is asked for later is looked up or found then."""
        new = tuple(each for each in dict.fromkeys(wanted) if not self._is_known(each))
        begun = begun_by_nodes(self._view, self._parts, self._nodes, new) if new else None
        found = nearest(self._snapshot, self._parts, new, begun=begun)
        for each, of_wish in zip(new, found, strict=True):
            self._found[each.kinds] = each.count, of_wish

    def nearest(self, kinds: tuple[EntityKind, ...], count: int) -> Found:
        """The `count` nodes of these kinds with the nearest texts of their own, best first."""
        if not self._is_known(Wanted(kinds, count)):
            self.look_for([Wanted(kinds, count)])
        _, (nodes, cosines) = self._found[kinds]
        return nodes[:count], cosines[:count]

    def best(self, kinds: tuple[EntityKind, ...], count: int) -> Found:
        """The `count` closest nodes of these kinds, replies by what they answer as well.

        Returns:
            nodes (n,) int32, best first, ties by node, and how close they are (n,), above 0.
        """
        content = self.nearest((EntityKind.CONTENT,), count) if self._has_replies(kinds) else None
        found = self.nearest(kinds, count)
        if content is None:
            return _positive(*found)
        into = self._snapshot.into
        replies = into.spans, into.neighbours, into.kinds, self._view.parents
        nodes, cosines = _best_with_replies(*found, *content, *replies, _REPLIES_TO, count)
        return nodes, cosines

    def _is_known(self, wanted: Wanted) -> bool:
        return wanted.kinds in self._found and self._found[wanted.kinds][0] >= wanted.count

    def _has_replies(self, kinds: tuple[EntityKind, ...]) -> bool:
        return EntityKind.CONTENT in kinds and self._view.has_replies


def _positive(nodes: Nodes, cosines: Cosines) -> Found:
    """Of the nearest, best first, those above 0."""
    if len(cosines) and cosines[-1] > 0:
        return nodes, cosines
    count = len(cosines) - int(np.searchsorted(cosines[::-1], 0.0, side="right"))
    return nodes[:count], cosines[:count]


# numba infers the types of the arrays of all that follows.
@kernel
def _closeness(vectors, scales, vector_rows, parents, nodes, parts, part_scales):  # type: ignore[no-untyped-def]
    """The cosine of each node, or of what it answers, to the nearest part; NaN without a vector."""
    cosines = np.full(len(nodes), np.float32(np.nan), dtype=np.float32)
    for place in range(len(nodes) if len(parts) else 0):
        for node in (nodes[place], parents[nodes[place]]):
            row = vector_rows[node] if node >= 0 else np.int32(-1)
            if row >= 0:
                cosine = nearest_part(vectors, scales, row, parts, part_scales)
                if not cosine <= cosines[place]:
                    cosines[place] = cosine
    return cosines


@kernel
def _best_with_replies(  # type: ignore[no-untyped-def]
    near, near_cosines, contents, cosines, spans, neighbours, kinds, parents, code, count
):
    """The `count` closest of the nearest nodes and of the replies to the nearest `contents`.

    A node or what it answers is only compared if it is among the `contents`: the others are less
    close than any of those, and so than what made a node one of the nearest.
    """
    known = table_for(len(contents))
    known_cosines = np.empty(len(known), dtype=np.float32)
    room = len(near)
    for place in range(len(contents)):
        if place + AHEAD < len(contents):
            prefetch(kinds, spans[contents[place + AHEAD], 0])
        slot = slot_of(known, contents[place])
        known[slot], known_cosines[slot] = contents[place], cosines[place]
        for at in range(spans[contents[place], 0], spans[contents[place], 1]):
            room += kinds[at] == code
    taken = table_for(room)
    best = np.full(count, NOBODY, dtype=np.int32)
    highest = np.full(count, np.float32(-np.inf), dtype=np.float32)
    for place in range(len(near)):
        node = near[place]
        put(taken, node)
        close = max(near_cosines[place], _looked_up(known, known_cosines, parents[node]))
        _offer(best, highest, node, close)
    for content in contents:
        for at in range(spans[content, 0], spans[content, 1]):
            node = neighbours[at]
            if kinds[at] == code and put(taken, node):
                close = max(
                    _looked_up(known, known_cosines, node),
                    _looked_up(known, known_cosines, parents[node]),
                )
                _offer(best, highest, node, close)
    found = put_in_order(best, highest, count)
    return best[:found], highest[:found]


@kernel
def _looked_up(known, cosines, node):  # type: ignore[no-untyped-def]
    """The cosine of a node; -1 of one that is not known."""
    if node < 0:
        return np.float32(-1.0)
    slot = slot_of(known, node)
    return cosines[slot] if known[slot] == node else np.float32(-1.0)


@kernel
def _offer(nodes, cosines, node, cosine):  # type: ignore[no-untyped-def]
    if cosine > 0 and is_worse(cosines[0], nodes[0], cosine, node):
        replace_worst(nodes, cosines, len(nodes), node, cosine)
