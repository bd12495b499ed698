"""One member: purpose, journey, skills, reputation, who and what suits them, who is around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access.needs import needs, require
from api.access.principals import Scope
from api.audit.recording import about as name_about
from api.dashboard.addresses import to
from api.dashboard.copying import Call, Copies, copies, cypher_text, in_path
from api.dashboard.members_found import shown_member
from api.dashboard.parts import Content
from api.dashboard.recommending import STEP, cards
from api.dashboard.surroundings import HEIGHT, WIDTH, around, placed
from api.dashboard.visits import AnyVisit, Visit
from api.dashboard.wording import GOALS, KINDS, SAID, STAGES, TIES
from api.engine import Engine
from api.feedback import Said, record_feedback
from api.purposes import told_purpose
from api.reputation_json import reputation_json
from api.worklist import now
from community.journeys import Grounds, journeys_of_member
from community.phrases import marked
from community.picture import Picture
from community.reputation import reputation_of, reputations
from graph.packing import moment_of
from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher.feedback import find_feedback
from matcher.feedback_kept import take_back
from matcher.request import RecommendationRequest
from matcher.request_json import full_id
from matcher.worklist import Cause, introduce, reopen, standing_of

router = APIRouter(dependencies=[needs(Scope.READ)])

MATCHES = 3
"""Cards for each goal."""
NEIGHBOURS = 18
"""Around a member, in the drawing and the table that says the same."""
DEEDS = 12
"""Of a member's reputation that are told one by one."""
_WIDTH_ALONE = 40
SKILLS = (RelationshipKind.HAS_SKILL, RelationshipKind.SEEKS_SKILL)

Id = Annotated[str, Query(max_length=600)]


@dataclass(frozen=True, slots=True)
class MemberPart:
    """A part of the page, worked out when it is asked for."""

    name: str
    title: str
    work: Callable[[Engine, EntityId], Content]
    scopes: tuple[Scope, ...] = ()

    @property
    def template(self) -> str:
        """What it is rendered with."""
        return f"parts/member_{self.name}.html.jinja"


@router.get("/member")
def member(visit: AnyVisit, id: Id) -> Response:  # noqa: A002 - the name in the address
    """The page; what takes a while comes after it."""
    asked = shown_member(visit.engine, id)
    entity = visit.engine.store.entity(asked)
    return visit.page(
        "member.html.jinja", here="members", member=entity, parts=PARTS, goals=MATCH_GOALS,
        titles=GOALS, skills=_skills(visit.engine.picture(), asked), copies=_copies(visit, asked),
    )  # fmt: skip


@router.get("/member/matches")
def matches(visit: AnyVisit, id: Id, goal: str) -> Response:  # noqa: A002
    """Who or what suits the member for one goal."""
    if goal not in MATCH_GOALS:
        raise HTTPException(404)
    asked = shown_member(visit.engine, id)
    found = cards(visit.engine, RecommendationRequest(goal, asked, k=MATCHES))
    return visit.part(
        "parts/matches.html.jinja", GOALS[goal], here="members", cards=found, member=asked,
        goal=goal, ties=TIES, step=STEP,
    )  # fmt: skip


@router.get("/member/{name}")
def member_part(visit: AnyVisit, name: str, id: Id) -> Response:  # noqa: A002
    """One part of it; what shows a member's private facts asks for a scope of its own."""
    part = next((part for part in PARTS if part.name == name), None)
    if part is None:
        raise HTTPException(404)
    require(visit.request, part.scopes)
    asked = shown_member(visit.engine, id)
    said = part.work(visit.engine, asked)
    return visit.part(part.template, part.title, here="members", member=asked, **said)


@router.post("/member/say", dependencies=[needs(Scope.WRITE)])
def say(
    visit: AnyVisit,
    id: Annotated[str, Form()],  # noqa: A002
    about: Annotated[str, Form()],
    said: Annotated[str, Form()],
    goal: Annotated[str, Form()] = "",
    undo: Annotated[str, Form()] = "",
) -> Response:
    """Introduce two, or tell on the member's behalf what they say of a recommendation; or undo it.

    `undo` is the id of the introduction, or anything for what was said.
    """
    asked, other = shown_member(visit.engine, id), full_id("about", about)
    name_about(visit.request.scope, member=asked, about=other)
    done = "" if undo else _say(visit, asked, other, said, goal)
    if undo:
        _take_back(visit.engine, asked, other, said, undo)
    name = visit.engine.store.entity(other).name
    return visit.done(
        "parts/said.html.jinja", to("member", id=asked), member=asked, about=other, name=name,
        said=said, goal=goal, undone=bool(undo), key=done, words=SAID,
    )  # fmt: skip


def _say(visit: Visit, asked: EntityId, other: EntityId, said: str, goal: str) -> str:
    """Keep it; returns the id of an introduction."""
    engine = visit.engine
    if said == "introduce":
        shown_member(engine, other)
        cause = Cause.MENTOR if goal == "mentors" else Cause.MUTUAL
        standing = standing_of(engine.picture())
        at = moment_of(standing.now) or now()
        return introduce(engine.store, asked, other, cause, at, visit.who).id
    record_feedback(engine.store, Said(asked, find_feedback(said), other, goal=goal or None))
    return "said"


def _take_back(engine: Engine, asked: EntityId, other: EntityId, said: str, key: str) -> None:
    if said == "introduce":
        reopen(engine.store, key)
    else:
        take_back(engine.store, asked, find_feedback(said), other)


def _purpose(engine: Engine, member: EntityId) -> Content:
    return {"purpose": told_purpose(engine.picture(), member), "stages": STAGES}


def _journey(engine: Engine, member: EntityId) -> Content:
    return {"journeys": journeys_of_member(_grounds(engine.picture()), member)}


def _reputation(engine: Engine, member: EntityId) -> Content:
    picture = engine.picture()
    told = reputation_of(reputations(picture), member)
    return {"reputation": reputation_json(told, picture.snapshot.revision), "most": DEEDS}


def _surroundings(engine: Engine, member: EntityId) -> Content:
    picture = engine.picture()
    found = around(picture, member, NEIGHBOURS)
    name = picture.snapshot.name(picture.snapshot.node(member))
    return {
        "name": name, "neighbours": found, "placed": placed(found), "width": WIDTH,
        "height": HEIGHT, "ties": TIES, "kinds": KINDS,
    }  # fmt: skip


@lru_cache(maxsize=2)
def _grounds(picture: Picture) -> Grounds:
    """What figures of journeys come from: kept until the community changes."""
    return Grounds(picture)


def _skills(picture: Picture, member: EntityId) -> list[tuple[EntityId, str, bool]]:
    """The member's skills: id, name, and whether they have it or want to learn it."""
    found = [
        (each.id, each.name, kind is RelationshipKind.HAS_SKILL)
        for each in around(picture, member, _WIDTH_ALONE * NEIGHBOURS)
        for kind, _ in each.ties
        if kind in SKILLS
    ]
    return sorted(found, key=lambda skill: (not skill[2], skill[1]))


def _copies(visit: Visit, member: EntityId) -> Copies:
    community, id_ = cypher_text(visit.community), cypher_text(member)
    cypher = (
        f"MATCH (m:Member {{community: {community}, id: {id_}}})-[r]-(n)\nRETURN m, r, n LIMIT 100"
    )
    call = Call(f"members/{in_path(member)}/recommendations", {"goal": "mentors", "k": MATCHES})
    return copies(visit.request, call, cypher)


MATCH_GOALS = ("mentors", "peers", "next_steps")
PARTS = (
    MemberPart("purpose", marked("Purpose"), _purpose),
    MemberPart("journey", marked("Journey"), _journey),
    MemberPart("reputation", marked("Known for"), _reputation, (Scope.SENSITIVE,)),
    MemberPart("surroundings", marked("Around them"), _surroundings),
)
