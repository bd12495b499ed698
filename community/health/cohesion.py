"""Whether members hold together: who stands alone, which groups do, and who joins groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from community.health.cutting import cut_off_by
from community.health.measures import Plain, Share
from community.health.ties import Places, Ties
from graph.community_order import communities

LEAST_GROUP = 3
"""Members who count as a group when they are apart from the rest."""
LEAST_CIRCLE = 5
"""Members from which on a sub-community counts."""


@dataclass(frozen=True, slots=True, eq=False)
class Cohesion:
    """How those who are here were tied at one moment.

    Attributes:
        here: (M,) who counts.
        pairs: (P, 2) places of members who are tied.
        alone: places of those without a tie.
        islands: groups without a tie to the largest group, the largest first.
        bridges: places of those whose leaving would cut a group off, most cut off first.
        cut_off: how many each of them joins to the rest.
        circles: (M,) the sub-community of each; -1 of those without a tie.
    """

    here: npt.NDArray[np.bool_]
    pairs: Places
    alone: Places
    islands: tuple[Places, ...]
    bridges: Places
    cut_off: Places
    circles: Places

    @property
    def isolated(self) -> Share:
        """The share of those here who have no tie."""
        return Share(len(self.alone), int(np.count_nonzero(self.here)))

    @property
    def apart(self) -> Plain:
        """How many islands there are."""
        return Plain(float(len(self.islands)), int(np.count_nonzero(self.here)))

    @property
    def bridging(self) -> Plain:
        """How many bridges there are."""
        return Plain(float(len(self.bridges)), int(np.count_nonzero(self.here)) - len(self.alone))

    @property
    def across(self) -> Share:
        """The share of ties that lead from one sub-community to another."""
        ends = self.circles[self.pairs]
        return Share(int(np.count_nonzero(ends[:, 0] != ends[:, 1])), len(self.pairs))

    @property
    def circle_sizes(self) -> Places:
        """Sizes of the sub-communities that count, the largest first."""
        sizes = np.bincount(self.circles[self.circles >= 0])
        return np.sort(sizes[sizes >= LEAST_CIRCLE])[::-1]


def cohesion(ties: Ties, here: npt.NDArray[np.bool_], ago: int = 0) -> Cohesion:
    """How those who are here (M,) were tied so many days before the clock."""
    pairs = ties.pairs(ago, here)
    tied = np.zeros(len(here), dtype=np.bool_)
    tied[pairs.ravel()] = True
    labels = _components(len(here), pairs)
    bridges, cut_off = _bridges(len(here), pairs)
    return Cohesion(
        here, pairs, np.flatnonzero(here & ~tied), _islands(labels, tied), bridges, cut_off,
        _circles(len(here), pairs, tied),
    )  # fmt: skip


def _components(size: int, pairs: Places) -> Places:
    ones = np.ones(len(pairs), dtype=np.int8)
    graph = coo_array((ones, (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _islands(labels: Places, tied: npt.NDArray[np.bool_]) -> tuple[Places, ...]:
    """All groups of LEAST_GROUP or more but the largest."""
    sizes = np.bincount(labels[tied])
    order = [int(label) for label in np.argsort(-sizes, kind="stable") if sizes[label]]
    small = [label for label in order[1:] if sizes[label] >= LEAST_GROUP]
    return tuple(np.flatnonzero((labels == label) & tied) for label in small)


def _bridges(size: int, pairs: Places) -> tuple[Places, Places]:
    """Members who alone join a group to the rest, and how many they join; most first."""
    cut = cut_off_by(size, pairs)
    bridges = np.flatnonzero(cut >= LEAST_GROUP)
    order = np.argsort(-cut[bridges], kind="stable")
    return bridges[order], cut[bridges][order]


def _circles(size: int, pairs: Places, tied: npt.NDArray[np.bool_]) -> Places:
    if not len(pairs):
        return np.full(size, -1, dtype=np.int64)
    one, other = pairs.astype(np.int32).T
    labels = communities(size, np.ascontiguousarray(one), np.ascontiguousarray(other))
    return np.where(tied, labels, -1).astype(np.int64)
