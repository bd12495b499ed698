"""Which members belong together: what a map is drawn from, also after the community changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from community.alignment.ground import share
from community.alignment.results import Voice
from community.areas.area_map import Area, AreaMap, AreaTheme, Places
from community.areas.dividing import NOWHERE, Division
from community.picture import Picture
from graph.records import EntityId
from graph.schema import RelationshipKind


def nobody() -> Places:
    """(0,) places."""
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class GroupTheme:
    """What the members of a group are for.

    Attributes:
        name: words that their statements use and others do not.
        spoken_of: where the host speaks of it: `words`, `deeds` or `nowhere`.
        example: a statement from the middle of it; empty where none may be quoted.
    """

    name: str
    spoken_of: Voice
    example: str


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The M members of a picture in groups, without what a map says of each.

    Attributes:
        labels: (M,) the group of each member; NOWHERE of those who are not on the map.
        pairs: (P, 2) who is tied to whom, among those on it.
        bridges: places of members whose leaving would cut a group off.
        alone: places of members without a group who are here and have no tie.
        themes: of the groups, by label; none in a map by ties.
        near: (T, T) how alike in meaning two themes are, as cosines.
        close: (M,) who is close to what the host says.
        notes: why there are no groups.
    """

    labels: Places
    pairs: Places
    bridges: Places
    alone: Places = field(default_factory=nobody)
    themes: tuple[GroupTheme, ...] = ()
    near: npt.NDArray[np.float32] | None = None
    close: npt.NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))
    notes: tuple[str, ...] = ()

    def drawn(self, picture: Picture) -> AreaMap:
        """The map: the groups with what their members have in common and who joins them."""
        division = Division(picture, self.labels, self.pairs, self.bridges)
        near = None if self.near is None else self.near[np.ix_(division.order, division.order)]
        found = division.drawn(near)
        apart = np.setdiff1d(np.union1d(found.places, self.alone), self.pairs)
        areas = found.areas
        if self.themes:
            labels = division.order.tolist()
            areas = tuple(map(self._with_theme, areas, labels))
        return replace(found, areas=areas, apart=apart, notes=self.notes)

    def carried_to(self, picture: Picture, ids: Sequence[EntityId]) -> Grouping:
        """The same groups of those who are in a later picture.

        Who is not in sight there is in none, nor is a tie of two who block each other now.

        Args:
            picture: the later one.
            ids: (M,) of the members that this is about.
        """
        place_of = {each: place for place, each in enumerate(picture.ids(picture.members))}
        now = np.array([place_of.get(each, NOWHERE) for each in ids], dtype=np.int64)
        there = now >= 0
        labels = np.full(len(place_of), NOWHERE, dtype=np.int64)
        labels[now[there]] = self.labels[there]
        close = np.zeros(len(place_of), dtype=np.bool_)
        if len(self.close):
            close[now[there]] = self.close[there]
        return replace(
            self,
            labels=labels,
            pairs=_not_blocked(picture, np.sort(_all_there(now[self.pairs]), axis=1)),
            bridges=_all_there(now[self.bridges]),
            alone=_all_there(now[self.alone]),
            close=close,
        )

    def unquoted(self) -> Grouping:
        """The same without examples: what somebody said may have been taken back since."""
        return replace(self, themes=tuple(replace(each, example="") for each in self.themes))

    def _with_theme(self, area: Area, label: int) -> Area:
        theme, aligned = self.themes[label], area.places[self.close[area.places]]
        close = share(len(aligned), len(area.places))
        told = AreaTheme(theme.spoken_of, close, theme.example)
        return replace(area, theme=told, name=theme.name, aligned=aligned)


def _all_there(places: Places) -> Places:
    """Those rows of places that are all of members who are there."""
    there = places >= 0
    return places[there if places.ndim == 1 else there.all(axis=1)]


def _not_blocked(picture: Picture, pairs: Places) -> Places:
    blocks = picture.events_of(RelationshipKind.BLOCKS)
    size = np.int64(len(picture.members))
    one = np.searchsorted(picture.members, blocks.sources).astype(np.int64)
    other = np.searchsorted(picture.members, blocks.targets).astype(np.int64)
    apart = np.minimum(one, other) * size + np.maximum(one, other)
    return pairs[~np.isin(pairs[:, 0] * size + pairs[:, 1], apart)]
