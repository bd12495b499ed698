"""The graph that walks follow: row-stochastic, every edge walked both ways."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency, lengths_of, offsets_of, spans_of
from graph.packing import DAY, NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.chances import Chances
from matcher.memo import once
from matcher.node_values import best_places

MEMORY_DAYS = 480.0
"""Days after which an event carries a walk 1/e as well."""
HUB_DISCOUNT = 0.5
"""A step to a node with n neighbours weighs n^-0.5 as much."""

_EVENT, _LASTING = True, False
_K = RelationshipKind
WALK_WEIGHTS: dict[RelationshipKind, tuple[float, bool]] = {
    _K.MENTORS: (1.0, _LASTING),
    _K.HELPED: (1.0, _EVENT),
    _K.CREATED: (1.0, _EVENT),
    _K.HOSTS: (1.0, _EVENT),
    _K.ATTENDED: (1.0, _EVENT),
    _K.JOINED: (1.0, _LASTING),
    _K.CONNECTED: (1.0, _LASTING),
    _K.ENGAGED: (1.0, _EVENT),
    _K.ACCEPTED: (0.5, _EVENT),
    _K.FOLLOWS: (0.7, _LASTING),
    _K.ENDORSED: (0.7, _LASTING),
    _K.INVITED: (0.3, _EVENT),
    _K.HOLDS: (0.5, _LASTING),
    _K.HAS_SKILL: (0.5, _LASTING),
    _K.SEEKS_SKILL: (0.5, _LASTING),
    _K.REACHED: (0.3, _LASTING),
    _K.ABOUT: (1.0, _LASTING),
    _K.DEVELOPS: (1.0, _LASTING),
    _K.REPLIES_TO: (1.0, _LASTING),
    _K.LINKS_TO: (0.5, _LASTING),
    _K.SERVES: (1.0, _LASTING),
    _K.PART_OF: (1.0, _LASTING),
    _K.CALLS_FOR: (0.5, _LASTING),
    _K.BROADER: (0.3, _LASTING),
    _K.REVISES: (0.3, _LASTING),
    _K.NEAR: (0.3, _LASTING),
    _K.NEXT: (0.3, _LASTING),
}
"""Weight of each relationship in a walk, and whether it is an event that fades with time.

In the order of what tells people most, where several join the same two.

What is not listed is never walked: what says no (`BLOCKS`, `DISMISSED`, `DECLINED`, `REJECTED`,
`LEFT`), what is private (`ANSWERED`) and what Kinpath does not understand (`RELATED`).
"""

Strengths = tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]
"""How much each edge from, and each edge to a node counts."""
EVENTS: npt.NDArray[np.bool_] = np.zeros(256, dtype=bool)
"""(256,) whether the kind of relationship with that code is an event."""
for _kind, (_, _is_event) in WALK_WEIGHTS.items():
    EVENTS[RELATIONSHIP_CODES[_kind]] = _is_event


LIKELIEST = 200
"""Steps from a hub that are followed where all of them would be too many."""
Steps = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]
"""Where steps lead, and how likely they are."""


@dataclass(frozen=True, slots=True)
class WalkGraph:
    """Transition probabilities between neighbours, whichever way an edge points.

    Attributes:
        spans: (N, 2) int64; row `i` is `spans[i, 0]:spans[i, 1]`.
        neighbours: (W,) int32, ascending in each row.
        chances: of the W steps; each row that is not empty sums to one.
        totals: (N,) float32, the weight of all steps from a node, before they were made to sum
            to one.
        memo: what was worked out for hubs and can be used again.
    """

    spans: npt.NDArray[np.int64]
    neighbours: npt.NDArray[np.int32]
    chances: Chances
    totals: npt.NDArray[np.float32]
    memo: dict[Hashable, object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def steps(self) -> int:
        """How many there are; the arrays may have room for more."""
        return once(self.memo, "steps", lambda: int(lengths_of(self.spans).sum()))

    def row(self, node: int) -> Steps:
        """Neighbours of `node` and the probability of going there."""
        part = slice(int(self.spans[node, 0]), int(self.spans[node, 1]))
        return self.neighbours[part], self.chances.at(part, node)

    @property
    def probabilities(self) -> npt.NDArray[np.float32]:
        """(W,) of all steps of a graph without room in its arrays."""
        owners = np.repeat(np.arange(len(self.spans)), lengths_of(self.spans))
        return self.chances.at(slice(None), owners)

    def likeliest(self, node: int) -> Steps:
        """The LIKELIEST steps from a node, the likeliest first; found once for each node."""
        return once(self.memo, node, lambda: self._likeliest(node))

    def _likeliest(self, node: int) -> Steps:
        nodes, probabilities = self.row(node)
        best = best_places(nodes, probabilities, LIKELIEST)
        return nodes[best], probabilities[best]

    def column(self, node: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
        """Neighbours of `node` and the probability of coming here from each of them.

        The weight of an edge is the same both ways but for the degree, so nothing is searched.
        """
        neighbours, leaving = self.row(node)
        degrees = lengths_of(self.spans[neighbours])
        degree = max(len(neighbours), 1)
        ratio = self.totals[node] / self.totals[neighbours] * np.sqrt(degrees / degree)
        return neighbours, leaving * ratio


def walk_graph(snapshot: Snapshot, clock: int, strengths: Strengths) -> WalkGraph:
    """The graph that walks on `snapshot` follow at time `clock` (seconds since 2000).

    `strengths` say of each edge in `snapshot.out` (E,) and in `snapshot.into` (E,) how much it
    counts.

    The weight of a step is `type weight x strength x exp(-age / 480 days) x degree^-0.5`, the
    degree being that of the neighbour: a hub is one neighbour among many, so it says less.
    """
    # Everybody has to do with the community itself, so the way over it would lead to everybody.
    begin, end = snapshot.range(EntityKind.COMMUNITY)
    return _both_ways(
        snapshot, clock, strengths, lambda nodes: (nodes < begin) | (nodes >= end), HUB_DISCOUNT
    )


def social_graph(snapshot: Snapshot, clock: int, strengths: Strengths) -> WalkGraph:
    """The part of it that joins people with people, in which somebody with many ties is no hub."""
    begin, end = snapshot.range(EntityKind.MEMBER)
    return _both_ways(
        snapshot, clock, strengths, lambda nodes: (nodes >= begin) & (nodes < end), 0.0
    )


def _both_ways(
    snapshot: Snapshot,
    clock: int,
    strengths: Strengths,
    walked: Callable[[npt.NDArray[np.int32]], npt.NDArray[np.bool_]],
    discount: float,
) -> WalkGraph:
    """The steps between nodes that are `walked`; each edge is in both sides of the snapshot."""
    sides = [
        _steps(side, clock, of_side, walked)
        for side, of_side in zip((snapshot.out, snapshot.into), strengths, strict=True)
    ]
    here, there, weights = (np.concatenate(both) for both in zip(*sides, strict=True))
    return _normalised(snapshot.size, here, there, weights, discount)


def _steps(
    side: Adjacency,
    clock: int,
    strengths: npt.NDArray[np.float32],
    walked: Callable[[npt.NDArray[np.int32]], npt.NDArray[np.bool_]],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """From where, to where, and the weight of each step along one side, in its order."""
    owners = side.owners()
    weights = edge_weights(side.kinds, side.times, strengths, clock)
    kept = walked(owners) & walked(side.neighbours) & (weights > 0) & (owners != side.neighbours)
    return owners[kept], side.neighbours[kept], weights[kept]


def days_since(times: npt.NDArray[np.int32], clock: int) -> npt.NDArray[np.float64]:
    """(n,) days from times to the clock, both in seconds since 2000; 0 for what is to come."""
    return np.asarray(np.maximum(clock - times.astype(np.int64), 0) / DAY)


def edge_weights(
    kinds: npt.NDArray[np.uint8],
    times: npt.NDArray[np.int32],
    strengths: npt.NDArray[np.float32],
    clock: int,
) -> npt.NDArray[np.float64]:
    """(n,) how much edges of these kinds, times and strengths weigh in a walk, discounts aside."""
    weight_of = np.zeros(256)
    for kind, (weight, _) in WALK_WEIGHTS.items():
        weight_of[RELATIONSHIP_CODES[kind]] = weight
    days = days_since(times, clock)
    fading = EVENTS[kinds] & (times != NO_TIME)
    decay = np.where(fading, np.exp(-days / MEMORY_DAYS), 1.0)
    weights: npt.NDArray[np.float64] = weight_of[kinds] * strengths * decay
    return weights


def _normalised(
    size: int,
    here: npt.NDArray[np.int32],
    there: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float64],
    discount: float,
) -> WalkGraph:
    # Either side is in order already, so that there is not much left to sort.
    order = np.argsort((here.astype(np.int64) << 32) | there, kind="stable")
    here, there, weights = here[order], there[order], weights[order]
    first = np.ones(len(here), dtype=bool)
    first[1:] = (here[1:] != here[:-1]) | (there[1:] != there[:-1])
    starts = np.flatnonzero(first)
    here, there = here[starts], there[starts]
    merged = np.add.reduceat(weights, starts) if len(starts) else weights
    degree = np.bincount(here, minlength=size)
    merged = merged * np.maximum(degree[there], 1) ** -discount
    total = np.bincount(here, weights=merged, minlength=size)
    chances = Chances.of(degree, (merged / total[here]).astype(np.float32))
    return WalkGraph(spans_of(offsets_of(degree)), there, chances, total.astype(np.float32))
