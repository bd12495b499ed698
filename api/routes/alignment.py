"""The route that compares the host with its members."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.alignment_json import alignment_json, one_of
from api.alignment_schemas import AlignmentAnswer
from api.deps import AnyEngine
from api.responses import JsonResponse, refusals
from community.alignment import alignment

router = APIRouter(prefix="/v1", tags=["community"])


@router.get(
    "/alignment",
    operation_id="alignment",
    summary="The host's purpose and values against its members'",
    response_model=AlignmentAnswer,
    responses=refusals(404, 422, 503, 504),
)
def read_alignment(
    engine: AnyEngine,
    member: Annotated[
        str | None, Query(description="Also tell how one member stands: an id or a name.")
    ] = None,
) -> Response:
    """Who is aligned, themes, claims and values both ways, and how the host moved.

    `missing` names what the community's data does not tell.
    """
    picture = engine.picture()
    found = alignment(picture, engine.embedder)
    one = None if member is None else one_of(found, picture, member)
    return JsonResponse(alignment_json(found, one))
