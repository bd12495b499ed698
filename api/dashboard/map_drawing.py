"""The drawing of a map: areas as discs, members as dots, and the lines between them."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from api.dashboard.map_places import Points, by_links, by_meaning, fitted
from community.areas import AreaMap, Dots

WIDTH = 1000
"""Of every drawing, in its own units; its height depends on what is in it."""
_HEIGHT, _LOWEST = 640, 260
_ROOMY = 1.9
"""How many times the room of all areas with their names a drawing has."""
_COVERED = 0.15
"""Share of the drawing that all discs cover together."""
_SMALLEST, _LARGEST = 10.0, 95.0
"""Radii of discs."""
_LETTER, _LINE = 7.2, 16.0
"""Width of a letter and height of a line of a name."""
_LONGEST = 22
"""Letters of a line of a name."""
_PER_AREA = 1.2
"""Lines that are drawn for each area on average, the most ties first; twice as many in a map by
ties, where neighbours lie together and lines are short."""
_HEADING = 34.0
"""Height of the words above those who are cut off."""
_DOT = 7.0
_NAMED = 14
"""Dots whose names are drawn: those with the most ties."""


@dataclass(frozen=True, slots=True)
class Disc:
    """An area, or a member.

    Attributes:
        number: place of the area in its map, or of the member among those shown.
        tone: class that colours it.
        ring: percent of its members that the ring around it tells of; None: no ring.
        lines: its name in short lines.
    """

    number: int
    x: float
    y: float
    r: float
    tone: str
    ring: int | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Ties between two.

    Attributes:
        width: 1 to 5.
        is_thin: whether it hangs on one member.
    """

    x1: float
    y1: float
    x2: float
    y2: float
    width: int
    is_thin: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it; `strip` is where those who are cut off begin, None where nobody is."""

    height: int
    discs: tuple[Disc, ...]
    lines: tuple[Line, ...]
    strip: int | None = None


def drawn_areas(found: AreaMap, names: Sequence[str]) -> Drawing:
    """The areas by meaning, or by what joins them; islands in rows below.

    Args:
        found: the map.
        names: of its areas.
    """
    radii = _radii([len(area.places) for area in found.areas])
    labels = [_wrapped(name) for name in names]
    sizes = np.array([_room(r, lines) for r, lines in zip(radii, labels, strict=True)])
    main = [number for number, area in enumerate(found.areas) if not area.is_island]
    islands = [number for number, area in enumerate(found.areas) if area.is_island]
    places = np.zeros((len(radii), 2))
    covered = sizes[main].prod(axis=1).sum() if main else 0.0
    height = max(_HEIGHT, math.ceil(_ROOMY * covered / WIDTH))
    if main:
        places[main] = fitted(_laid_out(found, main), sizes[main], WIDTH, height)
    below = _in_rows(places, islands, sizes, height)
    discs = [
        _disc(found, number, places[number], radii[number], sizes[number], labels[number])
        for number in range(len(radii))
    ]
    strip = height if below else None
    return Drawing(height + below, tuple(discs), _lines(found, discs), strip)


def drawn_dots(found: Dots, names: Sequence[str]) -> Drawing:
    """Members one by one, those of them who are tied to nobody here in rows below.

    Args:
        found: they.
        names: of those who are shown.
    """
    tied = sorted(set(found.pairs.ravel().tolist()))
    alone = [number for number in range(len(found.shown)) if number not in set(tied)]
    labels = [_wrapped(name)[:1] if at < _NAMED else () for at, name in enumerate(names)]
    sizes = np.array([_room(_DOT, lines) for lines in labels]).reshape(-1, 2)
    places = np.zeros((len(names), 2))
    # A few members need no more room than their names do.
    height = min(max(_LOWEST, 32 * len(tied)), _HEIGHT) if tied else 0
    if tied:
        place_of = {number: at for at, number in enumerate(tied)}
        links = [(place_of[a], place_of[b], 1.0) for a, b in found.pairs.tolist()]
        places[tied] = fitted(by_links(len(tied), links), sizes[tied], WIDTH, height)
    below = _in_rows(places, alone, sizes, height)
    discs = tuple(
        Disc(number, *_top(places[number], sizes[number], _DOT), _DOT, "dot", None, labels[number])
        for number in range(len(names))
    )
    lines = tuple(_line(discs[a], discs[b], 1, False) for a, b in found.pairs.tolist())
    return Drawing(height + below, discs, lines, height if below else None)


def _laid_out(found: AreaMap, main: Sequence[int]) -> Points:
    if found.near is not None:
        return by_meaning(found.near[np.ix_(main, main)])
    place_of = {number: at for at, number in enumerate(main)}
    links = [
        (place_of[link.one], place_of[link.other], math.log1p(link.ties))
        for link in found.links
        if link.one in place_of and link.other in place_of
    ]
    return by_links(len(main), links)


def _in_rows(places: Points, numbers: Sequence[int], sizes: Points, top: int) -> int:
    """Put these one beside the other, below `top`; how high that is."""
    if not numbers:
        return 0
    x, y, highest = 0.0, top + _HEADING, 0.0
    for number in numbers:
        width, height = sizes[number]
        if x + width > WIDTH:
            x, y, highest = 0.0, y + highest, 0.0
        places[number] = x + width / 2, y + height / 2
        x, highest = x + width, max(highest, height)
    return math.ceil(y + highest - top)


def _disc(
    found: AreaMap, number: int, place: Points, radius: float, size: Points, lines: tuple[str, ...]
) -> Disc:
    area = found.areas[number]
    theme = area.theme
    tone = "island" if area.is_island else "tied" if theme is None else theme.spoken_of
    ring = None if theme is None else round(100 * len(area.aligned) / len(area.places))
    return Disc(number, *_top(place, size, radius), radius, tone, ring, lines)


def _top(place: Points, size: Points, radius: float) -> tuple[float, float]:
    """The middle of the disc, whose name stands below it."""
    return round(float(place[0]), 1), round(float(place[1] - size[1] / 2 + radius + 6), 1)


def _lines(found: AreaMap, discs: Sequence[Disc]) -> tuple[Line, ...]:
    per_area = _PER_AREA if found.near is not None else 2 * _PER_AREA
    shown = found.links[: round(per_area * len(discs))]
    most = max((link.ties for link in shown), default=1)
    return tuple(
        _line(
            discs[link.one], discs[link.other], max(1, math.ceil(5 * link.ties / most)),
            len(link.carriers) == 1,
        )
        for link in shown
    )  # fmt: skip


def _line(one: Disc, other: Disc, width: int, is_thin: bool) -> Line:
    return Line(one.x, one.y, other.x, other.y, width, is_thin)


def _radii(sizes: Sequence[int]) -> list[float]:
    if not sizes:
        return []
    unit = _COVERED * WIDTH * _HEIGHT / (math.pi * sum(sizes))
    return [round(min(max(math.sqrt(unit * size), _SMALLEST), _LARGEST), 1) for size in sizes]


def _room(radius: float, lines: Sequence[str]) -> tuple[float, float]:
    """Width and height of a disc with its name below it."""
    longest = max(map(len, lines), default=0)
    return max(2 * radius, longest * _LETTER) + 16, 2 * radius + len(lines) * _LINE + 18


def _wrapped(name: str) -> tuple[str, ...]:
    lines = textwrap.wrap(name, _LONGEST, max_lines=2, placeholder=" …", break_on_hyphens=False)
    return tuple(lines) or (name[:_LONGEST],)
