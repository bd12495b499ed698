"""Members in areas: what joins two areas, who joins them, and who is in the middle of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from community.areas.area_map import Area, AreaMap, Link, Places, Shared
from community.areas.in_common import shared_by
from community.picture import Picture
from graph.records import EntityId

SMALLEST = 3
"""Members of an area that is shown."""
MOST_AREAS = 30
"""Areas on one map; a reader tells no more of them apart."""
NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Division:
    """Members divided into areas.

    Attributes:
        picture: of the community.
        labels: (M,) the area of each member; NOWHERE of those who are not on the map.
        pairs: (P, 2) who is tied to whom, among those on it.
        bridges: places of members whose leaving would cut a group off.
    """

    picture: Picture
    labels: Places
    pairs: Places
    bridges: Places

    @cached_property
    def order(self) -> Places:
        """The labels of the areas that are shown, the largest first."""
        sizes = np.bincount(self.labels[self.labels >= 0])
        found = np.argsort(-sizes, kind="stable")
        return found[sizes[found] >= SMALLEST][:MOST_AREAS]

    @cached_property
    def area_of(self) -> Places:
        """(M,) place of each member's area among those shown; NOWHERE for none."""
        ranks = np.full(int(self.labels.max(initial=0)) + 1, NOWHERE, dtype=np.int64)
        ranks[self.order] = np.arange(len(self.order))
        return np.where(self.labels >= 0, ranks[self.labels], NOWHERE)

    @cached_property
    def areas(self) -> tuple[Area, ...]:
        """They, without names."""
        shared = shared_by(self.picture, self.area_of, len(self.order))
        on_islands = self._islands()
        return tuple(
            self._area(number, shared[number], bool(on_islands[number]))
            for number in range(len(self.order))
        )

    def drawn(self, near: npt.NDArray[np.float32] | None = None) -> AreaMap:
        """The map."""
        on_map = np.flatnonzero(self.labels >= 0)
        return AreaMap(
            places=on_map,
            areas=self.areas,
            links=self.links(),
            scattered=np.flatnonzero((self.labels >= 0) & (self.area_of < 0)),
            apart=np.setdiff1d(on_map, self.pairs),
            pairs=self.pairs,
            near=near,
        )

    def links(self) -> tuple[Link, ...]:
        """What joins two of the areas, the most ties first."""
        ends = self.area_of[self.pairs]
        across = (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
        pairs, ends = self.pairs[across], ends[across]
        turned = ends[:, 0] > ends[:, 1]
        pairs[turned], ends[turned] = pairs[turned, ::-1], ends[turned, ::-1]
        keys = ends[:, 0] * len(self.order) + ends[:, 1]
        found = [self._link(int(key), pairs[keys == key]) for key in np.unique(keys)]
        return tuple(sorted(found, key=lambda link: (-link.ties, link.one, link.other)))

    def _link(self, key: int, pairs: Places) -> Link:
        one, other = divmod(key, len(self.order))
        sides = np.unique(pairs[:, 0]), np.unique(pairs[:, 1])
        return Link(one, other, len(pairs), min(sides, key=len))

    def _area(self, number: int, shared: tuple[tuple[EntityId, int], ...], island: bool) -> Area:
        places = np.flatnonzero(self.area_of == number)
        inside = self.pairs[(self.area_of[self.pairs] == number).all(axis=1)]
        return Area(
            places=places,
            shared=tuple(Shared(*each) for each in shared),
            middle=self._middle(places, inside),
            inside=len(inside),
            alone=np.setdiff1d(places, inside),
            bridges=np.intersect1d(self.bridges, places),
            is_island=island,
        )

    def _middle(self, places: Places, inside: Places) -> EntityId | None:
        named = places[self.picture.nameable[places]]
        if not len(named):
            return None
        ties = np.bincount(inside.ravel(), minlength=len(self.labels))
        return self.picture.ids(self.picture.members[named[[ties[named].argmax()]]])[0]

    def _islands(self) -> npt.NDArray[np.bool_]:
        """(A,) whether no way leads from an area to the largest one."""
        size = len(self.labels)
        ones = np.ones(len(self.pairs), dtype=np.int8)
        graph = coo_array((ones, (self.pairs[:, 0], self.pairs[:, 1])), shape=(size, size))
        parts = connected_components(graph, directed=False)[1]
        found = np.zeros(len(self.order), dtype=np.bool_)
        for number in range(1, len(self.order)):
            own = parts[self.area_of == number]
            found[number] = not np.isin(own, parts[self.area_of == 0]).any()
        return found
