"""Routes that tell what members are for."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, MemberPath
from api.past import PastQuery
from api.purpose_schemas import PurposeOfMember, PurposeSuggestions, PurposeThemes
from api.purposes import MOST_PAIRS, PAIRS, told_purpose, told_suggestions, told_themes
from api.responses import JsonResponse, refusals
from matcher.request_json import member_id

router = APIRouter(prefix="/v1", tags=["purposes"])

Past = Annotated[PastQuery, Query()]


class ThemesQuery(PastQuery):
    """How many pairs, and as of when."""

    pairs: int = Field(PAIRS, ge=0, le=MOST_PAIRS, description="Pairs of members for each reason.")


@router.get(
    "/members/{member}/purpose",
    operation_id="purpose_of_member",
    summary="What a member is for, and what carries it",
    response_model=PurposeOfMember,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.READ)],
)
@router.get(
    "/members/{member:path}/purpose", include_in_schema=False, dependencies=[needs(Scope.READ)]
)
def purpose_of_member(engine: AnyEngine, member: MemberPath, query: Past) -> Response:
    """Versions with parts and stages, what changed between them, and reasons to meet others.

    `expression` tells which of the member's doings carry the purpose, and which do not.
    """
    picture = engine.picture(query.moment())
    return JsonResponse(told_purpose(picture, member_id("member", member)))


@router.get(
    "/members/{member}/purpose/suggestions",
    operation_id="purpose_suggestions",
    summary="Drafts of a member's purpose in their own words",
    response_model=PurposeSuggestions,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.READ)],
)
@router.get(
    "/members/{member:path}/purpose/suggestions",
    include_in_schema=False,
    dependencies=[needs(Scope.READ)],
)
def purpose_suggestions(engine: AnyEngine, member: MemberPath, query: Past) -> Response:
    """Up to three, each with its evidence and questions that would sharpen it.

    Every draft stands letter by letter in a text of theirs; nothing is made up.
    """
    picture = engine.picture(query.moment())
    asked = member_id("member", member)
    return JsonResponse(told_suggestions(picture, asked, engine.embedder))


@router.get(
    "/purposes/themes",
    operation_id="purpose_themes",
    summary="What members are for together",
    response_model=PurposeThemes,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def purpose_themes(engine: AnyEngine, query: Annotated[ThemesQuery, Query()]) -> Response:
    """Themes of all present statements, and pairs of members who may want to meet.

    The first answer after a change takes seconds, in large communities up to a minute.
    """
    return JsonResponse(told_themes(engine.picture(query.moment()), query.pairs))
