"""The maps: by ties, by purpose, and what is within one of their areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from community.alignment.chance import ALIGNED
from community.alignment.ground import Ground
from community.alignment.theme_map import map_of, voices_of
from community.areas.area_map import AreaMap, Places
from community.areas.dividing import NOWHERE, Division
from community.areas.grouping import Grouping, GroupTheme, nobody
from community.health.cohesion import Cohesion
from community.health.moments import Moments
from community.phrases import phrase
from community.picture import Picture
from graph.community_order import communities
from graph.embeddings import Embedder
from graph.progress import Progress, silent

MOST_DOTS = 150
"""Members who are shown one by one; more would be a cloud."""
WHOLE = 0.95
"""Share of an area from which on its largest part is the area itself: it falls into no parts."""
_READING = "reading what members are for"
_GROUPING = "grouping statements"
_FOLLOWING = "following ties between members"
_DRAWING = "drawing the map"


@dataclass(frozen=True, slots=True, eq=False)
class Dots:
    """Members one by one.

    Attributes:
        places: (n,) everybody who is here.
        shown: (d,) those of them who may be named, most ties first, at most MOST_DOTS.
        pairs: (P, 2) places in `shown` of two who are tied.
        ties: (d,) how many of those who are here each is tied to, whoever they are.
    """

    places: Places
    shown: Places
    pairs: Places
    ties: Places


def by_ties(picture: Picture, today: datetime | None = None) -> AreaMap:
    """The map of `grouped_by_ties`."""
    return grouped_by_ties(picture, today).drawn(picture)


def by_purpose(
    picture: Picture, embedder: Embedder | None = None, today: datetime | None = None
) -> AreaMap:
    """The map of `grouped_by_purpose`."""
    return grouped_by_purpose(picture, embedder, today).drawn(picture)


def grouped_by_ties(
    picture: Picture, today: datetime | None = None, progress: Progress = silent
) -> Grouping:
    """Those who are here, in sub-communities: members who have more to do with each other.

    Args:
        picture: of the community.
        today: where it is alive, so that who fell silent is not here any more.
        progress: told each step.
    """
    progress(_FOLLOWING, 0, 2)
    found = _cohesion(picture, today)
    progress(_DRAWING, 1, 2)
    return Grouping(found.circles, found.pairs, found.bridges, found.alone)


def grouped_by_purpose(
    picture: Picture,
    embedder: Embedder | None = None,
    today: datetime | None = None,
    progress: Progress = silent,
) -> Grouping:
    """Members who state a purpose, by themes, with how near each is to what the host says.

    Where the host states no purpose, where there are too few statements, or no themes stand out,
    there are no groups, and `notes` say why.

    Args:
        picture: of the community.
        embedder: the one that made the picture's vectors, to compare what the host promises.
        today: as of `grouped_by_ties`.
        progress: told each step.
    """
    progress(_READING, 0, 4)
    ground = Ground.of(picture, embedder)
    progress(_GROUPING, 1, 4)
    found = map_of(ground) if ground.can_compare and len(ground.held) else None
    labels = np.full(len(picture.members), NOWHERE, dtype=np.int64)
    if found is None:
        return Grouping(labels, np.zeros((0, 2), np.int64), nobody(), notes=(_why(ground),))
    progress(_FOLLOWING, 2, 4)
    ties = _cohesion(picture, today)
    progress(_DRAWING, 3, 4)
    labels[ground.stances.places[ground.held]] = found.labels[ground.held]
    on_map = (labels[ties.pairs] >= 0).all(axis=1)
    centres = found.themes.centres
    close = np.zeros(len(labels), dtype=np.bool_)
    close[ground.stances.places[ground.held[found.said[ground.held] >= ALIGNED]]] = True
    themes = tuple(
        GroupTheme(name, *told)
        for name, told in zip(found.themes.names, voices_of(ground, found), strict=True)
    )
    return Grouping(
        labels, ties.pairs[on_map], ties.bridges,
        themes=themes, near=centres @ centres.T, close=close,
    )  # fmt: skip


def within(picture: Picture, whole: AreaMap, number: int) -> AreaMap | Dots:
    """What is within an area of a map: its own areas, or its members where they are few.

    Args:
        picture: that the map was made of.
        whole: the map.
        number: place of the area.
    """
    area = whole.areas[number]
    inside = np.isin(whole.pairs, area.places).all(axis=1)
    pairs = whole.pairs[inside]
    if len(area.places) > MOST_DOTS and len(pairs):
        labels = _labels(len(picture.members), pairs)
        bridges = np.concatenate([each.bridges for each in whole.areas])
        found = Division(picture, labels, pairs, bridges).drawn()
        if found.areas and len(found.areas[0].places) < WHOLE * len(area.places):
            return replace(found, places=area.places, apart=area.alone)
    return _dots(picture, area.places, pairs)


def _cohesion(picture: Picture, today: datetime | None) -> Cohesion:
    return Moments(picture, today).cohesion(0)


def _labels(size: int, pairs: Places) -> Places:
    one, other = np.ascontiguousarray(pairs.astype(np.int32).T)
    found = communities(size, one, other).astype(np.int64)
    tied = np.zeros(size, dtype=np.bool_)
    tied[pairs.ravel()] = True
    return np.where(tied, found, NOWHERE)


def _dots(picture: Picture, places: Places, pairs: Places) -> Dots:
    size = len(picture.members)
    ties = np.bincount(pairs.ravel(), minlength=size)
    named = places[picture.nameable[places]]
    shown = named[np.argsort(-ties[named], kind="stable")][:MOST_DOTS]
    place_of = np.full(size, NOWHERE, dtype=np.int64)
    place_of[shown] = np.arange(len(shown))
    ends = place_of[pairs]
    return Dots(places, shown, ends[(ends >= 0).all(axis=1)], ties[shown])


def _why(ground: Ground) -> str:
    """Why there are no themes."""
    if not ground.can_compare:
        return phrase("the host states no purpose, or there are too few texts to compare with")
    return phrase("too few members state a purpose that can be compared, or no themes stand out")
