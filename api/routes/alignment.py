"""The route that compares the host with its members."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.alignment_json import alignment_json, one_of
from api.alignment_schemas import AlignmentAnswer
from api.deps import AnyEngine
from api.past import PastQuery
from api.responses import JsonResponse, refusals
from community.alignment import alignment

router = APIRouter(prefix="/v1", tags=["community"], dependencies=[needs(Scope.INSIGHT)])


class AlignmentQuery(PastQuery):
    """As of when, and of whom besides."""

    member: str | None = Field(
        None, description="Also tell how one member stands: an id or a name."
    )


@router.get(
    "/alignment",
    operation_id="alignment",
    summary="The host's purpose and values against its members'",
    response_model=AlignmentAnswer,
    responses=refusals(404, 422, 503, 504),
)
def read_alignment(engine: AnyEngine, query: Annotated[AlignmentQuery, Query()]) -> Response:
    """Who is aligned, themes, claims and values both ways, and how the host moved.

    `missing` names what the community's data does not tell.
    """
    picture = engine.picture(query.moment())
    found = alignment(picture, engine.embedder)
    one = None if query.member is None else one_of(found, picture, query.member)
    return JsonResponse(alignment_json(found, one))
