"""One figure of health: what it says, how it was worked out, and who is behind it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.copying import Call, copies, cypher_text
from api.dashboard.visits import AnyVisit
from api.kept import KEPT
from api.worklist import now
from community.health import health

router = APIRouter(dependencies=[needs(Scope.INSIGHT)])


@router.get("/figure")
def figure(visit: AnyVisit, key: str) -> Response:
    """The figure of that key."""
    picture = visit.engine.picture()
    today = now()
    found = KEPT.get(picture, ("health", today.date()), lambda: health(picture, today=today))
    tracked = next((each for each in found.figures if each.key == key), None)
    if tracked is None:
        raise HTTPException(404)
    snapshot = picture.snapshot
    behind = [(each, snapshot.name(snapshot.node(each))) for each in tracked.figure.members]
    cypher = (
        f"MATCH (m:Member {{community: {cypher_text(visit.community)}}})\n"
        f"WHERE m.id IN [{', '.join(cypher_text(each) for each, _ in behind)}]\n"
        "RETURN m.id, m.name"
    )
    return visit.page(
        "figure.html.jinja", here="today", tracked=tracked, behind=behind,
        copies=copies(visit.request, Call("community/health"), cypher),
    )  # fmt: skip
