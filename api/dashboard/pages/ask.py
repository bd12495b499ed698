"""Ask: who, or what, suits a question in free words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.copying import Call, Copies, copies, cypher_text
from api.dashboard.members_found import find_named, shown_member
from api.dashboard.recommending import STEP, Card, cards
from api.dashboard.visits import AnyVisit, Visit
from api.dashboard.wording import GOALS, TIES
from graph.errors import EntityNotFound, InvalidRequest, KinpathError, shortened
from graph.records import EntityId
from matcher.request import RecommendationRequest

router = APIRouter(dependencies=[needs(Scope.READ)])

MOST_LETTERS = 2_000
COUNTS = (5, 10, 20)


@router.get("/ask")
def ask(
    visit: AnyVisit,
    q: Annotated[str, Query(max_length=MOST_LETTERS)] = "",
    goal: str = "mentors",
    member: Annotated[str, Query(max_length=600)] = "",
    k: Annotated[int, Query(ge=1, le=50)] = COUNTS[0],
) -> Response:
    """The question, its filters, and the answers as soon as there is a question."""
    text, asker, problem = q.strip(), None, ""
    found: tuple[Card, ...] = ()
    try:
        asker = _asker(visit, member)
        if text or asker:
            found = cards(visit.engine, RecommendationRequest(goal, asker, text or None, k=k))
    except KinpathError as error:
        if visit.wants_part:
            raise
        problem = str(error)
    said = {
        "q": q, "goal": goal, "asked_for": member, "k": k, "cards": found, "member": asker,
        "is_asked": bool(text or asker), "problem": problem, "ties": TIES, "step": STEP,
        "copies": _copies(visit, text, goal, asker, k),
    }  # fmt: skip
    if visit.wants_part:
        return HTMLResponse(visit.render("parts/answers.html.jinja", visit=visit, **said))
    return visit.page("ask.html.jinja", here="ask", goals=GOALS, counts=COUNTS, **said)


def _asker(visit: Visit, member: str) -> EntityId | None:
    """For whom it is asked: whoever was named by id or name."""
    wanted = member.strip()
    if not wanted:
        return None
    if visit.engine.picture().snapshot.find(wanted) is not None:
        return shown_member(visit.engine, wanted)
    found = find_named(visit.engine, wanted, 0, 1)
    if found.total > 1:
        reason = f"{shortened(wanted)} fits {found.total} members: write more of the name, or an id"
        raise InvalidRequest("member", reason)
    if not found.members:
        raise EntityNotFound(f"member {wanted}", visit.community)
    return found.members[0].id


def _copies(visit: Visit, text: str, goal: str, asker: EntityId | None, k: int) -> Copies | None:
    if not text and not asker:
        return None
    said = {"goal": goal, "member": asker, "text": text or None, "k": k}
    body = {name: value for name, value in said.items() if value is not None}
    cypher = (
        f"MATCH (s:Skill {{community: {cypher_text(visit.community)}}})<-[:HAS_SKILL]-(m:Member)\n"
        f"WHERE toLower({cypher_text(text)}) CONTAINS toLower(s.name)\n"
        "RETURN m.id, m.name, s.name LIMIT 25"
    )
    return copies(visit.request, Call("recommendations", body=body), cypher)
