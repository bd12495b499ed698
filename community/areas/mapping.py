"""The maps: by ties, by purpose, and what is within one of their areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from community.alignment.chance import ALIGNED
from community.alignment.ground import Ground
from community.alignment.theme_map import ThemeMap, map_of, themes_of
from community.areas.area_map import AreaMap, Places
from community.areas.dividing import NOWHERE, Division
from community.health.cohesion import Cohesion
from community.health.moments import Moments
from community.phrases import phrase
from community.picture import Picture
from graph.community_order import communities
from graph.embeddings import Embedder

MOST_DOTS = 150
"""Members who are shown one by one; more would be a cloud."""
WHOLE = 0.95
"""Share of an area from which on its largest part is the area itself: it falls into no parts."""


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
    """Those who are here, as sub-communities: members who have more to do with each other.

    Args:
        picture: of the community.
        today: where it is alive, so that who fell silent is not here any more.
    """
    found = _cohesion(picture, today)
    division = Division(picture, found.circles, found.pairs, found.bridges)
    return replace(division.drawn(), apart=found.alone)


def by_purpose(
    picture: Picture, embedder: Embedder | None = None, today: datetime | None = None
) -> AreaMap:
    """Members who state a purpose, as themes, with how near each is to what the host says.

    Areas that mean alike can be told by `near`. Where the host states no purpose, where there are
    too few statements, or no themes stand out, there are no areas, and `notes` say why.

    Args:
        picture: of the community.
        embedder: the one that made the picture's vectors, to compare what the host promises.
        today: as of `by_ties`.
    """
    ground = Ground.of(picture, embedder)
    found = map_of(ground) if ground.can_compare and len(ground.held) else None
    labels = np.full(len(picture.members), NOWHERE, dtype=np.int64)
    if found is None:
        division = Division(picture, labels, np.zeros((0, 2), np.int64), np.zeros(0, np.int64))
        return replace(division.drawn(), notes=(_why(ground),))
    labels[ground.stances.places[ground.held]] = found.labels[ground.held]
    ties = _cohesion(picture, today)
    on_map = (labels[ties.pairs] >= 0).all(axis=1)
    division = Division(picture, labels, ties.pairs[on_map], ties.bridges)
    centres = found.themes.centres[division.order]
    return _with_themes(division.drawn(centres @ centres.T), ground, found, division)


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


def _with_themes(drawn: AreaMap, ground: Ground, found: ThemeMap, division: Division) -> AreaMap:
    """With what is known of each theme."""
    names, sizes = found.themes.names, np.bincount(found.labels[ground.held])
    as_told = sorted(range(len(names)), key=lambda number: (-sizes[number], names[number]))
    told = dict(zip(as_told, themes_of(ground, found), strict=True))
    close = ground.stances.places[ground.held[found.said[ground.held] >= ALIGNED]]
    areas = tuple(
        replace(
            area,
            theme=told[label],
            name=told[label].name,
            aligned=np.intersect1d(close, area.places),
        )
        for area, label in zip(drawn.areas, division.order.tolist(), strict=True)
    )
    return replace(drawn, areas=areas)


def _why(ground: Ground) -> str:
    """Why there are no themes."""
    if not ground.can_compare:
        return phrase("the host states no purpose, or there are too few texts to compare with")
    return phrase("too few members state a purpose that can be compared, or no themes stand out")
