"""Today: whom to introduce, how the community is, who is new, and what changed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, Copies, copies, cypher_text
from api.dashboard.parts import Content, Part
from api.dashboard.visits import AnyVisit, Visit
from api.dashboard.wording import CAUSES, HAPPENINGS
from api.engine import Engine
from api.webhooks.alerts import tell_alerts
from api.worklist import now, worklist_of
from community.lately import lately
from community.phrases import marked
from community.picture import Picture
from graph.packing import DAY, moment_of, seconds
from graph.records import EntityId
from matcher.worklist import (
    Person,
    Proposal,
    Wanted,
    conclude,
    followed_up,
    newcomers,
    proposals,
    remember,
    reopen,
    standing_of,
)

router = APIRouter(dependencies=[needs(Scope.INSIGHT)])

SIGNS = ("active_share", "came_again", "unanswered_day", "first_answer", "helpers", "isolated")
"""The figures of health that stand here."""
MOST_NEWCOMERS = 12
FOLLOWED_DAYS = 28
"""Introductions of so many days are followed up."""
SPANS = {"day": 1, "week": 7}
"""Days that `what changed` looks back on."""


@router.get("/today")
def today(visit: AnyVisit) -> Response:
    """The page; what takes long comes after it."""
    shown = [(part, part.at_hand(visit)) for part in PARTS]
    moment = visit.engine.picture().now
    return visit.page(
        "today.html.jinja", here="today", parts=shown, at=moment, copies=_copies(visit)
    )


@router.get("/today/{name}")
def today_part(visit: AnyVisit, name: str) -> Response:
    """One part of it."""
    part = next((part for part in PARTS if part.name == name), None)
    if part is None:
        raise HTTPException(404)
    return visit.part(part.template, part.title, here="today", **part.content(visit))


@router.post("/today/worklist/{entry}", dependencies=[needs(Scope.WRITE)])
def conclude_entry(
    visit: AnyVisit, entry: Annotated[str, Path()], result: Annotated[str, Form()]
) -> Response:
    """Tell what became of an entry: `done` or `skip`; `undo` takes it back."""
    store = visit.engine.store
    if result == "undo":
        told = reopen(store, entry)
    else:
        _take(visit, entry)
        told = conclude(store, entry, result, now(), visit.who)
    template = "parts/entry_told.html.jinja"
    return visit.done(template, to("today"), told=told, names=_names(visit.engine, told))


def _take(visit: Visit, entry: str) -> None:
    """Remember the list that an entry is on, with the first of it that is done or skipped.

    Whoever only looks at the page asks nobody for anything.
    """
    store = visit.engine.store
    if all(each.id != entry for each in proposals(store)):
        remember(store, WORKLIST.content(visit)["worklist"])  # type: ignore[arg-type] # _worklist's


def _worklist(engine: Engine) -> Content:
    return {"worklist": worklist_of(engine, Wanted()), "causes": CAUSES}


def _concluded(engine: Engine) -> Content:
    """What was done or skipped in the last weeks, the latest first, and what came of it."""
    picture = engine.picture()
    if picture.now is None:
        return {"concluded": ()}
    standing = standing_of(picture)
    since = standing.ago(FOLLOWED_DAYS)
    made = [each for each in proposals(engine.store) if each.result]
    recent = [each for each in made if seconds(each.at) >= since]
    found = [
        (each, _names(engine, each), came)
        for each, came in followed_up(standing, recent)
        if _may_be_named(picture, each)
    ]
    return {"concluded": sorted(found, key=lambda each: each[0].result_at, reverse=True)}


def _health(engine: Engine) -> Content:
    # statsmodels and lifelines take seconds to import: a server that is not asked does without.
    from community.health import health  # noqa: PLC0415

    found = health(engine.picture(), today=now())
    tell_alerts(engine.documents, found.figures)
    return {"figures": [found.figure(key) for key in SIGNS]}


def _newcomers(engine: Engine) -> Content:
    picture = engine.picture()
    if picture.now is None:
        return {"newcomers": (), "at": None}
    standing = standing_of(picture)
    return {"newcomers": newcomers(standing, MOST_NEWCOMERS), "at": moment_of(standing.now)}


def _changes(engine: Engine) -> Content:
    picture = engine.picture()
    if picture.now is None:
        return {"spans": (), "kinds": HAPPENINGS, "names": {}}
    end = standing_of(picture).now
    spans = [(name, lately(picture, end - days * DAY, end)) for name, days in SPANS.items()]
    named = {member for _, found in spans for each in found for member in each.members}
    names = {member: picture.snapshot.name(picture.snapshot.node(member)) for member in named}
    return {"spans": spans, "kinds": HAPPENINGS, "names": names}


def _names(engine: Engine, told: Proposal) -> tuple[Person, Person]:
    return _person(engine, told.member), _person(engine, told.target)


def _person(engine: Engine, entity: EntityId) -> Person:
    """Somebody or something as it may be called: by its id where it is out of sight."""
    snapshot = engine.picture().snapshot
    node = snapshot.find(entity)
    return Person(entity, entity if node is None else snapshot.name(node))


def _may_be_named(picture: Picture, told: Proposal) -> bool:
    return all(picture.snapshot.find(each) is not None for each in (told.member, told.target))


def _copies(visit: Visit) -> Copies:
    community = cypher_text(visit.community)
    cypher = (
        f"MATCH (a:Member {{community: {community}}})-[r:RELATED {{verb: 'proposed'}}]->(b)\n"
        "RETURN r.at, a.name, r.act, b.name, r.result\n"
        "ORDER BY r.at DESC LIMIT 25"
    )
    return copies(visit.request, Call("worklist"), cypher)


WORKLIST = Part("today", "worklist", marked("To do today"), _worklist)
PARTS = (
    WORKLIST,
    Part("today", "newcomers", marked("New here"), _newcomers),
    Part("today", "health", marked("How the community is"), _health),
    Part("today", "changes", marked("What changed"), _changes),
    Part("today", "concluded", marked("Introduced lately"), _concluded),
)
