"""Finding a member by name, as it is typed."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, copies, cypher_text
from api.dashboard.members_found import find_named
from api.dashboard.visits import AnyVisit

router = APIRouter(dependencies=[needs(Scope.READ)])

ON_A_PAGE = 25
MOST_LETTERS = 200


@router.get("/members")
def members(
    visit: AnyVisit,
    q: Annotated[str, Query(max_length=MOST_LETTERS)] = "",
    begin: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Those whose names hold the words, in the order of their names."""
    found = find_named(visit.engine, q, begin, ON_A_PAGE)
    end = begin + len(found.members)
    said = {
        "q": q,
        "found": found,
        "begin": begin,
        "end": end,
        "before": to("members", q=q, begin=max(begin - ON_A_PAGE, 0) or None) if begin else "",
        "after": to("members", q=q, begin=end) if end < found.total else "",
    }
    if visit.wants_part:
        return HTMLResponse(visit.render("parts/members_found.html.jinja", visit=visit, **said))
    cypher = (
        f"MATCH (m:Member {{community: {cypher_text(visit.community)}}})\n"
        f"WHERE toLower(m.name) CONTAINS toLower({cypher_text(q)})\n"
        "RETURN m.id, m.name ORDER BY m.name LIMIT 25"
    )
    found_too = copies(visit.request, Call("members", {"name": q or None}), cypher)
    return visit.page("members.html.jinja", here="members", copies=found_too, **said)
