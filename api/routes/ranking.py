"""Routes that tell how ranking works."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.engine import Engine
from api.responses import JsonResponse, refusals
from api.rights.ranking import GoalRanking, ranking_json, rankings
from api.rights.ranking_report import ranking_report
from api.rights.schemas import RankingTold
from community.reports import as_html
from matcher.goals import find_goal
from matcher.request_json import member_id

router = APIRouter(prefix="/v1", tags=["rights"], dependencies=[needs(Scope.READ)])

GoalQuery = Annotated[
    str | None, Query(description="One goal alone; else mentors, peers and next steps.")
]
MemberQuery = Annotated[
    str | None, Query(description="With this member's own factors; else with nobody's.")
]


@router.get(
    "/ranking",
    operation_id="ranking",
    summary="How ranking works, in plain words",
    response_model=RankingTold,
    responses=refusals(404, 422, 503, 504),
)
def tell_ranking(engine: AnyEngine, goal: GoalQuery = None, member: MemberQuery = None) -> Response:
    """The main parameters, how much each counts, from which data, and what is never used.

    Made from the weights in use, learned or not: it changes when they do.
    """
    found, revision = _found(engine, goal, member)
    return JsonResponse(ranking_json(engine.store.community, revision, found))


@router.get(
    "/ranking.html",
    operation_id="ranking_page",
    summary="How ranking works, as a page",
    response_class=HTMLResponse,
    responses=refusals(404, 422, 503, 504),
)
def show_ranking(engine: AnyEngine, goal: GoalQuery = None, member: MemberQuery = None) -> Response:
    """The same as a page that needs nothing else."""
    found, revision = _found(engine, goal, member)
    return HTMLResponse(as_html(ranking_report(engine.store.community, revision, found)))


def _found(engine: Engine, goal: str | None, member: str | None) -> tuple[list[GoalRanking], int]:
    matcher = engine.matcher()
    wanted = None if goal is None else find_goal(matcher.goals, goal)
    asker = None if member is None else member_id("member", member)
    if asker is not None:
        engine.store.entity(asker)
    return rankings(matcher, wanted, asker), matcher.snapshot.revision
