"""Lists for everybody at once: who should get to know whom?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.large.contender import DEPTH, Nodes
from benchmarks.large.walk_task import WalkTask

Pairs = tuple[Nodes, Nodes]
"""Owners of lists and those on them, each (n,); the best first for every owner."""
Lists = Mapping[int, Nodes]
"""By the owner's node, at most DEPTH others whom the owner does not know, best first."""


@dataclass(frozen=True, slots=True)
class Everyone:
    """One way to make many lists.

    Attributes:
        name: as tables show it.
        pairs: makes them all, which is what is timed; those whom an owner knows may be among them.
        count: how many lists that are.
    """

    name: str
    pairs: Callable[[], Pairs]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class EveryoneTask:
    """All members of a community, and the graph that is given to everybody who makes lists."""

    walk: WalkTask

    @property
    def count(self) -> int:
        """How many members there are."""
        return self.walk.end - self.walk.begin

    def lists(self, pairs: Pairs) -> Lists:
        """The lists of these pairs, without whom owners know already."""
        owners, others = pairs
        unknown = ~np.isin((owners << 32) | others, self._known()) & (owners != others)
        owners, others = owners[unknown], others[unknown]
        order = np.argsort(owners, kind="stable")
        owners, others = owners[order], others[order]
        whose, begins, counts = np.unique(owners, return_index=True, return_counts=True)
        places = zip(whose.tolist(), begins.tolist(), (begins + counts).tolist(), strict=True)
        return {owner: others[begin:end][:DEPTH] for owner, begin, end in places}

    def _known(self) -> Nodes:
        """Every node and each neighbour of it who is a member, packed into one number."""
        sources = self.walk.sources().astype(np.int64)
        targets = self.walk.graph.neighbours.astype(np.int64)
        among = (targets >= self.walk.begin) & (targets < self.walk.end)
        return np.asarray((sources[among] << 32) | targets[among])
