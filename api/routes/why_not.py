"""The route that says why somebody or something is not in an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import SkipValidation
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.responses import JsonResponse, refusals
from api.why_not import parse_why_not, why_not_json
from api.why_not_schemas import WhyNotAnswer, WhyNotQuestion
from matcher.why_not import why_not

router = APIRouter(prefix="/v1", tags=["recommendations"], dependencies=[needs(Scope.READ)])


@router.post(
    "/why-not",
    operation_id="why_not",
    summary="Why somebody or something is not in an answer",
    response_model=WhyNotAnswer,
    responses=refusals(400, 404, 413, 415, 422, 503, 504),
)
def ask_why_not(
    engine: AnyEngine, body: Annotated[SkipValidation[WhyNotQuestion], Body()]
) -> Response:
    """The rule that says no, or the shares beside those of the last one shown.

    `change` is the smallest change found that brings it in; asking again with it did. Whoever the
    asker may not see is answered for exactly as an id that does not exist.
    """
    request, entity = parse_why_not(body)
    return JsonResponse(why_not_json(request, why_not(engine.matcher(), request, entity)))
