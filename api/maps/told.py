"""What both doors tell of a map: its areas, the ties between them, and who is on none."""

from __future__ import annotations

from collections.abc import Sequence

from api.engine import Engine
from api.maps.sheets import present_sheet
from api.maps.spots import Spot
from community.areas import Area, AreaMap, Dots, Link
from community.areas.area_map import Places
from community.picture import Picture
from graph.progress import Progress, silent
from graph.records import EntityId, iso_of

MOST_NAMED = 20
"""Members behind a number who are named."""
MOST_CARRIERS = 3
"""Of those whom the ties of two areas hang on."""
UNNAMED = "Circle %(number)s"
"""What an area is called whose members share nothing, and none of whom may be named."""

Json = dict[str, object]


def map_json(engine: Engine, spot: Spot, progress: Progress = silent) -> Json:
    """What is at a place of a map.

    Raises:
        EntityNotFound: there is no such place.
    """
    sheet = present_sheet(engine, spot.side, progress)
    picture, found = sheet.picture, sheet.found_at(spot)
    whole = {
        "revision": sheet.made.revision,
        "worked_out_at": iso_of(sheet.made.at),
        "by": spot.side,
        "in": spot.inside,
        "members": len(found.places),
    }
    return whole | (_dots(found, picture) if isinstance(found, Dots) else _areas(found, picture))


def names_of(found: AreaMap, picture: Picture, unnamed: str = UNNAMED) -> tuple[str, ...]:
    """What the areas of a map are called: their theme, what they share, who is in the middle.

    What one area is called by is left to it: the next smaller one takes something else.
    """
    names: list[str] = []
    for number, area in enumerate(found.areas, 1):
        said = [area.name] if area.name else [_name(picture, each.id) for each in area.shared]
        if area.middle is not None:
            said.append(_name(picture, area.middle))
        said.append(unnamed % {"number": number})
        names.append(next((name for name in said if name not in names), said[-1]))
    return tuple(names)


def _areas(found: AreaMap, picture: Picture) -> Json:
    names = names_of(found, picture)
    areas = [_area(number, names, area, picture) for number, area in enumerate(found.areas)]
    return {
        "areas": areas,
        "ties": [_link(link, picture) for link in found.links],
        "islands": [number for number, area in enumerate(found.areas) if area.is_island],
        "scattered": len(found.scattered),
        "apart": len(found.apart),
        "people": [],
        "pairs": [],
        "notes": [str(note) for note in found.notes],
    }


def _dots(found: Dots, picture: Picture) -> Json:
    ids = picture.ids(picture.members[found.shown])
    people = zip(ids, found.ties.tolist(), strict=True)
    return {
        "areas": [],
        "ties": [],
        "islands": [],
        "scattered": 0,
        "apart": 0,
        "people": [_named(picture, each) | {"ties": ties} for each, ties in people],
        "pairs": [[ids[one], ids[other]] for one, other in found.pairs.tolist()],
        "notes": [],
    }


def _area(number: int, names: Sequence[str], area: Area, picture: Picture) -> Json:
    return {
        "number": number,
        "name": names[number],
        "members": len(area.places),
        "shared": [_named(picture, each.id) | {"count": each.count} for each in area.shared],
        "middle": None if area.middle is None else _named(picture, area.middle),
        "ties": area.inside,
        "alone": len(area.alone),
        "bridges": _counted(picture, area.bridges),
        "is_island": area.is_island,
        "host": _host(area),
    }


def _host(area: Area) -> Json | None:
    """How near the host is to what they are for; None in a map by ties."""
    theme = area.theme
    if theme is None:
        return None
    return {
        "spoken_of": theme.spoken_of,
        "close": len(area.aligned),
        "low": theme.aligned.low,
        "high": theme.aligned.high,
        "example": theme.example,
    }


def _link(link: Link, picture: Picture) -> Json:
    carriers = _counted(picture, link.carriers, MOST_CARRIERS)
    return {"one": link.one, "other": link.other, "ties": link.ties, "carriers": carriers}


def _counted(picture: Picture, places: Places, most: int = MOST_NAMED) -> Json:
    """How many, and those of the first who may be named."""
    snapshot = picture.snapshot
    nodes = picture.members[places[picture.nameable[places]][:most]].tolist()
    members = [{"id": snapshot.id(node), "name": snapshot.name(node)} for node in nodes]
    return {"count": len(places), "named": members}


def _named(picture: Picture, entity: EntityId) -> Json:
    return {"id": entity, "name": _name(picture, entity)}


def _name(picture: Picture, entity: EntityId) -> str:
    return picture.snapshot.name(picture.snapshot.node(entity))
