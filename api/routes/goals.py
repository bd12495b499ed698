"""Routes for goals: how each is set, its versions, and which of them is in use."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Request
from starlette.responses import Response

from api.access.needs import needs, principal_of
from api.access.principals import Scope
from api.deps import AnyEngine
from api.goals.schemas import GoalInUse, GoalSetting, GoalVersions, WhatIf, WhatIfTold
from api.goals.told import goal_json, versions_json
from api.goals.what_if import what_if
from api.responses import JsonResponse, refusals

router = APIRouter(prefix="/v1/goals", tags=["weights"])

GoalPath = Annotated[str, Path(description="A goal, such as `mentors`.", examples=["mentors"])]
VersionPath = Annotated[
    int, Path(ge=0, le=1_000_000, description="Its number; 0: as it comes with Kinpath.")
]


@router.get(
    "/{goal}",
    operation_id="read_goal",
    summary="How a goal is set",
    response_model=GoalInUse,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def read_goal(engine: AnyEngine, goal: GoalPath) -> Response:
    """The weights, rules and variety in use, and where they come from."""
    return JsonResponse(goal_json(engine, goal))


@router.put(
    "/{goal}",
    operation_id="set_goal",
    summary="Set a goal for this community",
    response_model=GoalInUse,
    responses=refusals(400, 413, 415, 422, 503, 504),
    dependencies=[needs(Scope.ADMIN)],
)
def set_goal(
    request: Request, engine: AnyEngine, goal: GoalPath, body: Annotated[GoalSetting, Body()]
) -> Response:
    """Kept as the next version, and used from the next answer on.

    What is not given stays as the goal comes, or as it was learned. Weights that are set here go
    before learned ones.
    """
    engine.goals.add(goal, body.setting(), body.note, principal_of(request).who)
    return JsonResponse(goal_json(engine, goal))


@router.post(
    "/{goal}/what-if",
    operation_id="try_goal",
    summary="What if a goal were set otherwise",
    response_model=WhatIfTold,
    responses=refusals(400, 413, 415, 422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def try_goal(engine: AnyEngine, goal: GoalPath, body: Annotated[WhatIf, Body()]) -> Response:
    """Who would be shown more, who less, and who would be left with nobody; nothing is kept.

    A job of the kind `what_if` takes the same, and tells what the community's past says as well.
    """
    return JsonResponse(what_if(engine, goal, body.setting(), body.sample()))


@router.get(
    "/{goal}/versions",
    operation_id="list_goal_versions",
    summary="Versions of a goal",
    response_model=GoalVersions,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def list_versions(engine: AnyEngine, goal: GoalPath) -> Response:
    """How it was set before, why, and which version is in use."""
    return JsonResponse(versions_json(engine, goal))


@router.post(
    "/{goal}/versions/{version}/use",
    operation_id="use_goal_version",
    summary="Use a version of a goal",
    response_model=GoalInUse,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.ADMIN)],
)
def use_version(engine: AnyEngine, goal: GoalPath, version: VersionPath) -> Response:
    """From the next answer on; nothing is deleted, so that each can be gone back to."""
    engine.goals.use(goal, version)
    return JsonResponse(goal_json(engine, goal))
