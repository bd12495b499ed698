"""What a map's template shows: rows for its areas, sentences on what stands out, its drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.dashboard.map_drawing import WIDTH, drawn_areas, drawn_dots
from api.dashboard.map_findings import Finding, findings
from api.dashboard.visits import Visit
from api.kept import KEPT
from api.maps.sheets import Sheet
from api.maps.spots import Spot
from api.maps.told import names_of
from community.areas import Area, AreaMap, Dots
from community.phrases import marked
from community.picture import Picture
from graph.records import EntityId

_UNNAMED = marked("Circle %(number)s")
_MOST_JOINED = 2
Named = tuple[EntityId, str]
"""Somebody or something, and what it is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """An area in the table.

    Attributes:
        number: its place on the map.
        shared: what its members have in common, and how many of them.
        joined: names of the areas that most ties join it to, and how many ties.
    """

    number: int
    name: str
    area: Area
    shared: tuple[tuple[Named, int], ...]
    middle: Named | None
    joined: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Something that stands out, with the names of what it is about.

    Attributes:
        carrier: the one member whom a link hangs on, where they may be named.
    """

    finding: Finding
    names: tuple[str, ...]
    carrier: Named | None


def told_map(visit: Visit, sheet: Sheet, spot: Spot) -> dict[str, object]:
    """What the template of a map is given at a place."""
    found, picture = sheet.found_at(spot), sheet.picture
    said = {
        "spot": spot, "trail": trail(visit, sheet, spot), "area": sheet.area_at(spot),
        "width": WIDTH, "is_zoomed": visit.request.headers.get("hx-target") == "map",
    }  # fmt: skip
    if isinstance(found, Dots):
        people = _people(found, picture)
        shown = tuple(name for _, name, _ in people)
        question = "dots", spot, shown, sheet.made.at
        drawing = KEPT.get(picture, question, lambda: drawn_dots(found, shown))
        return {**said, "found": found, "people": people, "findings": (), "drawing": drawing}
    names = names_at(visit, sheet, found)
    question = "drawing", spot, names, sheet.made.at
    return {
        **said, "found": found, "people": (), "rows": _rows(found, names, picture),
        "drawing": KEPT.get(picture, question, lambda: drawn_areas(found, names)),
        "disc_names": list(zip(names, (len(area.places) for area in found.areas), strict=True)),
        "findings": [_said(each, names, picture) for each in findings(found)],
    }  # fmt: skip


def trail(visit: Visit, sheet: Sheet, spot: Spot) -> list[tuple[Spot, str]]:
    """The areas that lead to a place, each with its name; the place itself is the last."""
    found: list[tuple[Spot, str]] = []
    while spot.path:
        names = names_at(visit, sheet, sheet.map_at(spot.above))
        found.append((spot, names[spot.path[-1]]))
        spot = spot.above
    return found[::-1]


def names_at(visit: Visit, sheet: Sheet, found: AreaMap) -> tuple[str, ...]:
    """What the areas of a map are called, in the visitor's language."""
    return names_of(found, sheet.picture, visit.language.texts.gettext(_UNNAMED))


def _rows(found: AreaMap, names: Sequence[str], picture: Picture) -> list[Row]:
    joined: list[list[tuple[str, int]]] = [[] for _ in names]
    for link in found.links:  # the most ties first
        joined[link.one].append((names[link.other], link.ties))
        joined[link.other].append((names[link.one], link.ties))
    return [
        Row(
            number, names[number], area,
            tuple(((each.id, _name(picture, each.id)), each.count) for each in area.shared),
            None if area.middle is None else (area.middle, _name(picture, area.middle)),
            tuple(joined[number][:_MOST_JOINED]),
        )
        for number, area in enumerate(found.areas)
    ]  # fmt: skip


def _said(finding: Finding, names: Sequence[str], picture: Picture) -> Said:
    carrier = None
    if finding.link is not None:
        place = int(finding.link.carriers[0])
        if picture.nameable[place]:
            member = picture.snapshot.id(int(picture.members[place]))
            carrier = member, _name(picture, member)
    return Said(finding, tuple(names[number] for number in finding.areas), carrier)


def _people(found: Dots, picture: Picture) -> list[tuple[EntityId, str, int]]:
    """Those who are drawn: id, name, and how many here they are tied to."""
    ids = picture.ids(picture.members[found.shown])
    return [
        (each, _name(picture, each), ties)
        for each, ties in zip(ids, found.ties.tolist(), strict=True)
    ]


def _name(picture: Picture, entity: EntityId) -> str:
    return picture.snapshot.name(picture.snapshot.node(entity))
