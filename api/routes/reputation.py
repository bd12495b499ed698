"""The routes for what members are known for, and for the roles that they could take."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, MemberPath
from api.past import PastQuery
from api.reputation_json import reputation_json, role_named, roles_json
from api.reputation_schemas import ReputationAnswer, RolesAnswer
from api.responses import JsonResponse, refusals
from api.skills import find_skill
from community.reputation import HALF_LIFE, propose_roles, reputation_of, reputations
from matcher.request_json import member_id

router = APIRouter(prefix="/v1", tags=["community"])


class WeighingQuery(PastQuery):
    """How deeds are weighed, and as of when."""

    half_life: float = Field(HALF_LIFE, description="Days after which a deed weighs half.")


class ReputationQuery(WeighingQuery):
    """For what, how deeds are weighed, and as of when."""

    skill: str | None = Field(None, description="Only what was about this skill.")


class RolesQuery(WeighingQuery):
    """Which proposals, how deeds are weighed, and as of when."""

    role: str | None = Field(None, description="Only the proposals for this role.")


@router.get(
    "/members/{member}/reputation",
    operation_id="reputation",
    summary="What a member is known for, with the evidence",
    response_model=ReputationAnswer,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.SENSITIVE)],
)
@router.get(
    "/members/{member:path}/reputation",
    include_in_schema=False,
    dependencies=[needs(Scope.SENSITIVE)],
)
def tell_reputation(
    engine: AnyEngine, member: MemberPath, query: Annotated[ReputationQuery, Query()]
) -> Response:
    """For the member themselves: each deed, for whom, and what it weighs; the parts sum to it."""
    picture = engine.picture(query.moment())
    found = reputations(picture, query.half_life)
    about = None if query.skill is None else find_skill(picture.snapshot, query.skill)
    told = reputation_of(found, member_id("member", member), about)
    return JsonResponse(reputation_json(told, picture.snapshot.revision))


@router.get(
    "/roles",
    operation_id="roles",
    summary="Roles that members could be asked to take",
    response_model=RolesAnswer,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def tell_roles(engine: AnyEngine, query: Annotated[RolesQuery, Query()]) -> Response:
    """For whoever cares for the community: proposals with their reasons; none is assigned."""
    wanted = role_named(query.role, "role")
    picture = engine.picture(query.moment())
    found = propose_roles(reputations(picture, query.half_life))
    return JsonResponse(roles_json(found, picture.snapshot.revision, wanted))
