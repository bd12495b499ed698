"""The nearest texts to a question, found in the cells that are most like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from graph.schema import KIND_RANKS, KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from matcher.cell_search import search_cells
from matcher.node_values import best_places
from matcher.vectors import QuestionParts, similarities

Nodes = npt.NDArray[np.int32]
Cosines = npt.NDArray[np.float32]
Found = tuple[Nodes, Cosines]
Mask = npt.NDArray[np.bool_]

FEW = 4_096
"""Nodes that a filter lets through up to which all of them are compared."""
_EVERYTHING: Mask = np.zeros(0, dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The `count` nearest of all nodes of these kinds."""

    kinds: tuple[EntityKind, ...]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Begun:
    """What is known of a question before it is searched for.

    Attributes:
        turns: (T,) int64, the parts that are still to be searched for.
        nodes: (P, W, n) int32, the nearest to each of the P others for each of W wishes, best
            first, filled up with NOBODY; at least as many as the wish is for, if there are.
        cosines: (P, W, n) float32, how near they are.
    """

    turns: npt.NDArray[np.int64]
    nodes: Nodes
    cosines: Cosines

    @classmethod
    def not_yet(cls, parts: int, wishes: int) -> Begun:
        """Nothing is known."""
        nodes = np.zeros((0, wishes, 0), dtype=np.int32)
        return cls(np.arange(parts), nodes, nodes.astype(np.float32))


def nearest(
    snapshot: Snapshot,
    parts: QuestionParts,
    wanted: Sequence[Wanted],
    allowed: Mask | None = None,
    begun: Begun | None = None,
) -> list[Found]:
    """The nodes nearest to a part of the question by their cosine, for each of several wishes.

    Kinds of fewer vectors than `graph.vector_cells.CELLS_FROM`, and FEW nodes or fewer that are
    allowed, are compared one by one. Of others, each part reads the cells whose centres are nearest
    to it until what it reads no longer changes any answer: about 98 of the 100 nearest are found.
    What is said of those that are found is exact.

    Args:
        snapshot: whose nodes.
        parts: (Q, D) of the question; any number.
        wanted: what is looked for, all in one pass.
        allowed: (N,) the nodes that may be found; None: all.
        begun: what is known already, when all may be found.

    Returns:
        For each wish nodes (n,) int32, best first, ties by node, and their cosines (n,) float32.
    """
    if not len(parts.numbers) or not wanted:
        return [(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)) for _ in wanted]
    if allowed is not None and np.count_nonzero(allowed) <= FEW:
        among = np.flatnonzero(allowed & (snapshot.vector_rows >= 0)).astype(np.int32)
        among = snapshot.present(among)
        return [_nearest_among(snapshot, parts, each, among) for each in wanted]
    cells = snapshot.cells
    if begun is None:
        begun = Begun.not_yet(len(parts.numbers), len(wanted))
    found, cosines, counts = search_cells(
        (parts.numbers, parts.scales, begun.turns),
        (begun.nodes, begun.cosines),
        (snapshot.vectors, snapshot.vector_scales, snapshot.vector_nodes, snapshot.vector_rows),
        (
            cells.kinds,
            cells.offsets,
            cells.centres,
            cells.scales,
            cells.loose_kinds,
            cells.loose,
            snapshot.kind_offsets,
        ),
        *_wishes(tuple(wanted)),
        (_EVERYTHING if allowed is None else allowed, snapshot.absent),
    )
    sizes = enumerate(counts.tolist())
    return [(found[wish, :size], cosines[wish, :size]) for wish, size in sizes]


@lru_cache(maxsize=256)
def _wishes(wanted: tuple[Wanted, ...]) -> tuple[Mask, npt.NDArray[np.int64]]:
    """(W, K) which kinds each wish is for, and (W,) how many it wants; the same wish, once made."""
    of_kinds = np.zeros((len(wanted), len(KINDS_IN_ORDER)), dtype=np.bool_)
    for place, each in enumerate(wanted):
        of_kinds[place, [KIND_RANKS[kind] for kind in each.kinds]] = True
    return of_kinds, np.array([each.count for each in wanted], dtype=np.int64)


def _nearest_among(snapshot: Snapshot, parts: QuestionParts, wanted: Wanted, nodes: Nodes) -> Found:
    ranges = [np.searchsorted(nodes, snapshot.range(kind)) for kind in wanted.kinds]
    nodes = np.concatenate([nodes[first:end] for first, end in ranges])
    cosines = similarities(snapshot, parts, nodes)
    best = best_places(nodes, cosines, wanted.count)
    return nodes[best], cosines[best]
