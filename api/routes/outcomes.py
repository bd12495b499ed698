"""The route that says what changed between surveys."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.outcomes import study_plan
from api.outcomes_json import outcomes_json
from api.outcomes_schemas import OutcomesAnswer, OutcomesQuery
from api.responses import JsonResponse, refusals
from community.outcomes import outcomes

router = APIRouter(prefix="/v1", tags=["community"], dependencies=[needs(Scope.INSIGHT)])


@router.get(
    "/outcomes",
    operation_id="outcomes",
    summary="What changed between two surveys, and how sure that is",
    response_model=OutcomesAnswer,
    responses=refusals(422, 503, 504),
)
def outcomes_of_community(engine: AnyEngine, query: Annotated[OutcomesQuery, Query()]) -> Response:
    """Paired changes with intervals, sizes, corrected p, who left, and words that fit the design.

    Only of members who let research use their answers; nothing about fewer than five of them.
    """
    picture = engine.picture(query.moment())
    found = outcomes(picture, study_plan(**query.model_dump(exclude={"as_of"})))
    return JsonResponse({**outcomes_json(found), "revision": picture.snapshot.revision})
