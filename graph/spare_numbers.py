"""Numbers to spare at the end of each kind, for those who come after a snapshot was taken."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from graph.adjacency import offsets_of

Nodes = npt.NDArray[np.int32]
Positions = npt.NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)

SPARE_FROM = 10_000
"""Nodes from which on a snapshot has any: smaller ones are taken anew, which takes no time."""
LEAST_SPARE = 256
"""Of each kind, at least."""
ONE_IN = 100
"""One for so many that there are of a kind: beyond that a new snapshot is taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Numbering:
    """Which numbers those get that are there, so that each kind has some to spare at its end.

    Attributes:
        kind_offsets: (K + 1,) int64, where each kind begins, and N at the end.
        numbers: (n,) int32, ascending, of those that are there, in their order.
        spare: (A,) int32, ascending, the numbers of nobody.
    """

    kind_offsets: Positions
    numbers: Nodes
    spare: Nodes

    @classmethod
    def of(cls, kind_offsets: Positions) -> Self:
        """That of so many of each kind: (K + 1,) int64 without any to spare."""
        counts = np.diff(kind_offsets)
        is_large = int(kind_offsets[-1]) >= SPARE_FROM
        spare = np.maximum(counts // ONE_IN, LEAST_SPARE) if is_large else np.zeros_like(counts)
        before = np.repeat(np.cumsum(spare) - spare, counts)
        numbers = (np.arange(len(before)) + before).astype(np.int32)
        wide = offsets_of(counts + spare)
        is_spare = np.ones(int(wide[-1]), dtype=np.bool_)
        is_spare[numbers] = False
        return cls(wide, numbers, np.flatnonzero(is_spare).astype(np.int32))

    def spread(self, values: npt.NDArray[Scalar], empty: Any) -> npt.NDArray[Scalar]:
        """(N,) the values (n,) of those that are there, `empty` for the others."""
        if not len(self.spare):
            return values
        found = np.full(int(self.kind_offsets[-1]), empty, dtype=values.dtype)
        found[self.numbers] = values
        return found

    def by_id(self, places: Nodes) -> Nodes:
        """(N,) int32 by kind and id, from that of those who are there: no id comes before any."""
        if not len(self.spare):
            return places
        kinds = np.searchsorted(self.kind_offsets, self.spare, side="right")
        named = self.numbers[places]
        of_named = np.searchsorted(self.kind_offsets, named, side="right")
        both = np.concatenate([self.spare, named])
        return both[np.argsort(np.concatenate([kinds, of_named]), kind="stable")]


def spare_nodes(kind_offsets: Positions, by_id: Nodes, id_offsets: Positions) -> Nodes:
    """(A,) int32, ascending, the nodes without an id, which come first by their ids in each kind.

    What is damaged, and was not checked yet, leads nowhere.

    Args:
        kind_offsets: (K + 1,) where each kind begins.
        by_id: (N,) nodes by kind and id.
        id_offsets: (N + 1,) where the id of each node begins.
    """
    found = [by_id[:0]]
    for first, end in pairwise(np.clip(kind_offsets, 0, len(by_id)).tolist()):
        low, high = first, end
        while low < high:  # looks at few of them: the others need not be read
            middle = (low + high) // 2
            node = min(max(int(by_id[middle]), 0), len(by_id) - 1)
            is_spare = id_offsets[node] == id_offsets[node + 1]
            low, high = (middle + 1, high) if is_spare else (low, middle)
        found.append(by_id[first:low])
    return np.sort(np.concatenate(found))
