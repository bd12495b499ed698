"""The map: what members are for and who knows whom, as areas that lead to what is within."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, Copies, copies, cypher_text
from api.dashboard.map_findings import strangers, unsaid
from api.dashboard.map_making import KIND, begin_making, told_making
from api.dashboard.map_view import told_map, trail
from api.dashboard.page_jobs import job_of
from api.dashboard.visits import AnyVisit, Visit
from api.jobs.job import Job, JobState
from api.maps.sheets import Sheet, present_sheet, sheet_at_hand
from api.maps.spots import Spot
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
_MAKING, _PLACE = "parts/map_making.html.jinja", "parts/map_place.html.jinja"
_SEE_OTHER = 303

Side = Annotated[str, Query(alias="by", max_length=20)]
Inside = Annotated[str, Query(alias="in", max_length=40)]


@router.get("/map")
def whole_page(visit: AnyVisit, side: Side = "purpose", inside: Inside = "") -> Response:
    """The page, with the map that is at hand; a job makes the present one if it is not."""
    spot = Spot.of(side, inside)
    sheet = sheet_at_hand(visit.engine, side)
    shown = {} if sheet is None else told_map(visit, sheet, spot)
    return visit.page(
        "map.html.jinja", here="map", sides=SIDES, copies=_copies(visit, spot),
        **told_making(visit, spot, sheet) | shown,
    )  # fmt: skip


@router.get("/map/picture")
def picture(visit: AnyVisit, side: Side = "purpose", inside: Inside = "") -> Response:
    """The map itself, or what is within one of its areas; made now where there is none yet."""
    spot = Spot.of(side, inside)
    sheet = _shown(visit, side)
    return visit.part(_TEMPLATE, _title(visit, side), here="map", **told_map(visit, sheet, spot))


@router.post("/map/making")
def begin(
    visit: AnyVisit,
    side: Annotated[str, Form(alias="by", max_length=20)] = "purpose",
    inside: Annotated[str, Form(alias="in", max_length=40)] = "",
    shown: Annotated[bool, Form()] = False,
) -> Response:
    """Have a job make the present map, unless somebody else had it made meanwhile."""
    spot = Spot.of(side, inside)
    sheet = sheet_at_hand(visit.engine, side)
    if sheet is not None and sheet.made.is_present:
        return _made(visit, spot, sheet, was_shown=shown)
    job = begin_making(visit, side)
    if visit.wants_part:
        return _making(visit, spot, job, was_shown=shown)
    return RedirectResponse(to("map/making", id=job.id, by=side, **{"in": inside}), _SEE_OTHER)


@router.get("/map/making")
def look(
    visit: AnyVisit,
    id: Annotated[str, Query(max_length=100)],  # noqa: A002 - in the address
    side: Side = "purpose",
    inside: Inside = "",
    shown: bool = False,
) -> Response:
    """How far the job is; once it is done, what it made in place of what was shown."""
    return _making(visit, Spot.of(side, inside), job_of(visit, KIND, id), was_shown=shown)


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
    sheet = _shown(visit, side)
    places = _whom(sheet, spot, who)
    picture, snapshot = sheet.picture, sheet.picture.snapshot
    nodes = picture.members[places[picture.nameable[places]]].tolist()
    named = sorted((snapshot.name(node), snapshot.id(node)) for node in nodes)
    shown = named[begin : begin + ON_A_PAGE]
    end = begin + len(shown)
    place = {"by": side, "in": inside, "who": who}
    return visit.page(
        "map_members.html.jinja", here="map", spot=spot, who=WHO[who], people=shown,
        trail=trail(visit, sheet, spot), total=len(places), named_count=len(named),
        begin=begin, end=end,
        before=to("map/members", **place, begin=max(begin - ON_A_PAGE, 0) or None) if begin else "",
        after=to("map/members", **place, begin=end) if end < len(named) else "",
    )  # fmt: skip


def _shown(visit: Visit, side: str) -> Sheet:
    """The map that is at hand; made now where there is none yet."""
    return sheet_at_hand(visit.engine, side) or present_sheet(visit.engine, side)


def _title(visit: Visit, side: str) -> str:
    return visit.language.texts.gettext(SIDES[side])


def _making(visit: Visit, spot: Spot, job: Job, *, was_shown: bool) -> Response:
    """How far the job is, in place of what told it; at its end the map in place of the last one."""
    if job.state is JobState.DONE:
        return _made(visit, spot, _shown(visit, spot.side), was_shown=was_shown)
    sheet = sheet_at_hand(visit.engine, spot.side) if was_shown else None
    said = told_making(visit, spot, sheet, job)
    return visit.part(_MAKING, _title(visit, spot.side), here="map", **said)


def _made(visit: Visit, spot: Spot, sheet: Sheet, *, was_shown: bool) -> Response:
    """The new map in place of the last one."""
    if not visit.wants_part:
        address = to("map", by=spot.side, **{"in": spot.inside})
        return RedirectResponse(address, _SEE_OTHER)
    if was_shown and spot.path:  # its areas are not those of the new one: nobody is moved
        said = told_making(visit, spot, sheet, is_new=True)
        return HTMLResponse(visit.render(_MAKING, visit=visit, **said))
    said = told_making(visit, spot, sheet, is_renewed=was_shown) | told_map(visit, sheet, spot)
    instead = {"HX-Retarget": "#map-place", "HX-Reswap": "outerHTML show:none"}
    return HTMLResponse(visit.render(_PLACE, visit=visit, **said), headers=instead)


def _whom(sheet: Sheet, spot: Spot, who: str) -> Places:
    """Places of those whom a number of the map is about.

    Raises:
        HTTPException: there is no such number.
    """
    area, found = sheet.area_at(spot), sheet.found_at(spot)
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
