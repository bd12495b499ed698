"""Routes of the connector's worklist."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query
from pydantic import SkipValidation
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, AnyPrincipal
from api.responses import JsonResponse, refusals
from api.webhooks.outbox import Outbox
from api.worklist import (
    check_result_body,
    now,
    result_json,
    uplift_json,
    uplift_of,
    worklist_json,
    worklist_of,
)
from api.worklist_schemas import (
    ResultBody,
    ResultTold,
    UpliftAnswer,
    WorklistAnswer,
    WorklistLook,
    WorklistQuery,
)
from matcher.worklist import Wanted, conclude, remember

router = APIRouter(prefix="/v1", tags=["worklist"])


@router.get(
    "/worklist",
    operation_id="look_at_worklist",
    summary="Look at today's introductions",
    response_model=WorklistAnswer,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def look(engine: AnyEngine, query: Annotated[WorklistLook, Query()]) -> Response:
    """Whom to introduce to whom, the most urgent first; nothing is remembered."""
    wanted = Wanted(query.count, query.hold_out, query.rest_days, query.moment())
    return JsonResponse(worklist_json(worklist_of(engine, wanted), remembered=False))


@router.post(
    "/worklist",
    operation_id="take_worklist",
    summary="Take today's introductions",
    response_model=WorklistAnswer,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT, Scope.WRITE)],
)
def take(engine: AnyEngine, query: Annotated[WorklistQuery, Query()]) -> Response:
    """The same list, remembered: those who are on it are left alone on the days that follow.

    Asked again on the same day it answers the same, as far as nothing changed.
    """
    found = worklist_of(engine, Wanted(query.count, query.hold_out, query.rest_days))
    remember(engine.store, found)
    taken = [entry.id for entry in found.entries]
    Outbox(engine.documents).announce("worklist.taken", {"entries": taken})
    return JsonResponse(worklist_json(found, remembered=True))


@router.post(
    "/worklist/{entry}",
    operation_id="conclude_worklist_entry",
    summary="Tell what became of an entry",
    response_model=ResultTold,
    responses=refusals(400, 404, 413, 415, 422, 503, 504),
    dependencies=[needs(Scope.WRITE)],
)
def tell(
    principal: AnyPrincipal,
    engine: AnyEngine,
    entry: Annotated[str, Path(description="The id of an entry that was taken.")],
    body: Annotated[SkipValidation[ResultBody], Body()],
) -> Response:
    """`done`, or `skip` for what is not to be done; it does not come again."""
    result = check_result_body(body)
    told = conclude(engine.store, entry, result, now(), principal.who)
    Outbox(engine.documents).announce("introduction.done", {"entry": entry, "result": result})
    return JsonResponse(result_json(told, engine.store.revision()))


@router.get(
    "/worklist/uplift",
    operation_id="worklist_uplift",
    summary="What the introductions brought about",
    response_model=UpliftAnswer,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def read_uplift(engine: AnyEngine) -> Response:
    """What happened within 28 days of proposals that were made, beside those held out."""
    return JsonResponse(uplift_json(uplift_of(engine)))
