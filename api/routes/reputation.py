"""The routes for what members are known for, and for the roles that they could take."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.deps import AnyEngine, MemberPath
from api.reputation_json import reputation_json, role_named, roles_json
from api.reputation_schemas import ReputationAnswer, RolesAnswer
from api.responses import JsonResponse, refusals
from api.skills import find_skill
from community.reputation import HALF_LIFE, propose_roles, reputation_of, reputations
from matcher.request_json import member_id

router = APIRouter(prefix="/v1", tags=["community"])

HalfLife = Annotated[float, Query(description="Days after which a deed weighs half.")]


@router.get(
    "/members/{member}/reputation",
    operation_id="reputation",
    summary="What a member is known for, with the evidence",
    response_model=ReputationAnswer,
    responses=refusals(404, 422, 503, 504),
)
@router.get("/members/{member:path}/reputation", include_in_schema=False)
def tell_reputation(
    engine: AnyEngine,
    member: MemberPath,
    skill: Annotated[str | None, Query(description="Only what was about this skill.")] = None,
    half_life: HalfLife = HALF_LIFE,
) -> Response:
    """For the member themselves: each deed, for whom, and what it weighs; the parts sum to it."""
    picture = engine.picture()
    found = reputations(picture, half_life)
    about = None if skill is None else find_skill(picture.snapshot, skill)
    told = reputation_of(found, member_id("member", member), about)
    return JsonResponse(reputation_json(told, picture.snapshot.revision))


@router.get(
    "/roles",
    operation_id="roles",
    summary="Roles that members could be asked to take",
    response_model=RolesAnswer,
    responses=refusals(422, 503, 504),
)
def tell_roles(
    engine: AnyEngine,
    role: Annotated[str | None, Query(description="Only the proposals for this role.")] = None,
    half_life: HalfLife = HALF_LIFE,
) -> Response:
    """For whoever cares for the community: proposals with their reasons; none is assigned."""
    wanted = role_named(role, "role")
    picture = engine.picture()
    found = propose_roles(reputations(picture, half_life))
    return JsonResponse(roles_json(found, picture.snapshot.revision, wanted))
