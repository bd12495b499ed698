"""Routes that are told what happened."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.audit.recording import counted
from api.deps import AnyEngine
from api.events import parse_event, record_events
from api.responses import JsonResponse, refusals
from api.schemas import EventBody, Recorded

router = APIRouter(prefix="/v1", tags=["events"], dependencies=[needs(Scope.WRITE)])


@router.post(
    "/events",
    operation_id="record_events",
    summary="Tell what happened",
    response_model=Recorded,
    responses=refusals(400, 404, 409, 413, 415, 422, 503, 504),
)
def tell_events(
    request: Request, engine: AnyEngine, body: Annotated[EventBody, Body()]
) -> Response:
    """One event or a list of up to 1,000: all of them are written, or none.

    The answer comes when they are safely in the store, and recommendations know of them within
    a second.
    An event with an `id` may be told again when an answer was lost: it is kept once. The same id
    of the same actor with another content is refused. Events may come in any order.
    """
    if isinstance(body, list):
        events = [parse_event(each, f"[{index}].") for index, each in enumerate(body)]
    else:
        events = [parse_event(body)]
    told = body if isinstance(body, list) else [body]
    one = not isinstance(body, list)
    members = sorted({event.source for event in events})
    counted(request.scope, {} if one else {"events": len(events)}, members=members)
    timeless = {index for index, each in enumerate(told) if _says_no_time(each)}
    recorded = record_events(engine.store, events, one, timeless)
    written = recorded.written
    return JsonResponse(
        {
            "accepted": len(events),
            "created": written.created,
            "updated": written.updated,
            "unchanged": written.unchanged,
            "revision": written.revision,
            "unknown_verbs": list(recorded.unknown_verbs),
        }
    )


def _says_no_time(told: object) -> bool:
    return isinstance(told, dict) and told.get("at") is None
