"""The route that answers the five questions of shared purpose."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.past import PastQuery
from api.responses import JsonResponse, refusals
from api.shared_purpose_schemas import SharedPurposeAnswer
from community.shared_purpose import shared_purpose

router = APIRouter(prefix="/v1", tags=["community"], dependencies=[needs(Scope.INSIGHT)])


@router.get(
    "/shared-purpose",
    operation_id="shared_purpose",
    summary="Who is here, what for, what each contributes, how they relate, and the host's role",
    response_model=SharedPurposeAnswer,
    responses=refusals(422, 503, 504),
)
def read_shared_purpose(engine: AnyEngine, query: Annotated[PastQuery, Query()]) -> Response:
    """The five questions answered from data, what follows, and in `gaps` what data cannot tell."""
    return JsonResponse(asdict(shared_purpose(engine.picture(query.moment()))))
