"""The map: what members are for and who knows whom, as areas that lead to what is within."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, Copies, copies, cypher_text
from api.dashboard.map_findings import strangers, unsaid
from api.dashboard.map_view import told_map, trail
from api.dashboard.visits import AnyVisit, Visit
from api.engine import Engine
from api.maps.spots import Spot, area_at, found_at, is_at_hand
from community.areas import Area, AreaMap, Dots
from community.areas.area_map import Places
from community.phrases import marked

router = APIRouter(dependencies=[needs(Scope.INSIGHT)])

ON_A_PAGE = 50
SIDES: Mapping[str, str] = {
    "purpose": marked("What they are for"),
    "ties": marked("Who knows whom"),
}
"""What a map may be of, and what people read."""
_TEMPLATE = "parts/map.html.jinja"

Side = Annotated[str, Query(alias="by", max_length=20)]
Inside = Annotated[str, Query(alias="in", max_length=40)]


@router.get("/map")
def whole_page(visit: AnyVisit, side: Side = "purpose", inside: Inside = "") -> Response:
    """The page; the map comes after it where it has to be worked out."""
    spot = Spot.of(side, inside)
    html = None
    if is_at_hand(visit.engine, spot):
        # Our own template, which escapes whatever it is given.
        html = Markup(visit.render(_TEMPLATE, **told_map(visit, spot)))  # noqa: S704
    return visit.page(
        "map.html.jinja", here="map", sides=SIDES, spot=spot, html=html,
        count=len(visit.engine.picture().members), copies=_copies(visit, spot),
    )  # fmt: skip


@router.get("/map/picture")
def picture(visit: AnyVisit, side: Side = "purpose", inside: Inside = "") -> Response:
    """The map itself, or what is within one of its areas."""
    spot = Spot.of(side, inside)
    title = visit.language.texts.gettext(SIDES[side])
    return visit.part(_TEMPLATE, title, here="map", **told_map(visit, spot))


@router.get("/map/members")
def members(
    visit: AnyVisit,
    side: Side = "purpose",
    inside: Inside = "",
    who: Annotated[str, Query(max_length=20)] = "all",
    begin: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Who is behind a number, by name, a page at a time."""
    spot = Spot.of(side, inside)
    places = _whom(visit.engine, spot, who)
    picture, snapshot = visit.engine.picture(), visit.engine.picture().snapshot
    nodes = picture.members[places[picture.nameable[places]]].tolist()
    named = sorted((snapshot.name(node), snapshot.id(node)) for node in nodes)
    shown = named[begin : begin + ON_A_PAGE]
    end = begin + len(shown)
    place = {"by": side, "in": inside, "who": who}
    return visit.page(
        "map_members.html.jinja", here="map", spot=spot, who=WHO[who], people=shown,
        trail=trail(visit, spot), total=len(places), named_count=len(named), begin=begin, end=end,
        before=to("map/members", **place, begin=max(begin - ON_A_PAGE, 0) or None) if begin else "",
        after=to("map/members", **place, begin=end) if end < len(named) else "",
    )  # fmt: skip


def _whom(engine: Engine, spot: Spot, who: str) -> Places:
    """Places of those whom a number of the map is about.

    Raises:
        HTTPException: there is no such number.
    """
    area, found = area_at(engine, spot), found_at(engine, spot)
    if area is not None and who in _OF_AREA:
        return _OF_AREA[who](area)
    if isinstance(found, Dots) or who not in _OF_MAP:
        raise HTTPException(404)
    return _OF_MAP[who](found)


def _together(places: Iterable[Places]) -> Places:
    return np.unique(np.concatenate([np.zeros(0, np.int64), *places]))


_OF_AREA: Mapping[str, Callable[[Area], Places]] = {
    "all": lambda area: area.places,
    "alone": lambda area: area.alone,
    "bridges": lambda area: area.bridges,
    "aligned": lambda area: area.aligned,
}
_OF_MAP: Mapping[str, Callable[[AreaMap], Places]] = {
    "all": lambda found: found.places,
    "apart": lambda found: found.apart,
    "scattered": lambda found: found.scattered,
    "islands": lambda found: _together(each.places for each in found.areas if each.is_island),
    "bridges": lambda found: _together(each.bridges for each in found.areas),
    "strangers": lambda found: _together(found.areas[at].alone for at in strangers(found)),
    "unsaid": lambda found: _together(found.areas[at].places for at in unsaid(found)),
}
WHO: Mapping[str, str] = {
    "all": marked("Everybody here"),
    "alone": marked("Tied to nobody else in it"),
    "bridges": marked("Who alone holds a group to the rest"),
    "aligned": marked("Close to what the host says"),
    "apart": marked("Tied to nobody here"),
    "scattered": marked("In circles that are too small to be drawn"),
    "islands": marked("Cut off from the rest"),
    "strangers": marked("Who know nobody that is for the same"),
    "unsaid": marked("For what the host speaks of nowhere"),
}
"""What those are called whom a number leads to."""


def _copies(visit: Visit, spot: Spot) -> Copies:
    community = cypher_text(visit.community)
    place = {"by": spot.side, "in": spot.inside}
    call = Call("map", {name: said for name, said in place.items() if said})
    if spot.side == "purpose":
        cypher = (
            f"MATCH (m:Member {{community: {community}}})-[:HOLDS]->(p:Purpose)\n"
            "RETURN m.name, p.statement LIMIT 100"
        )
        return copies(visit.request, call, cypher)
    cypher = (
        f"MATCH (a:Member {{community: {community}}})-[r:HELPED|MENTORS|CONNECTED]-(b:Member)\n"
        "RETURN a, r, b LIMIT 300"
    )
    return copies(visit.request, call, cypher)
