"""Routes that other systems tell by themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.serving import serving_of
from api.errors import ProblemResponse
from api.problems.locating import BODY_READ
from api.problems.statuses import http_problem
from api.responses import JsonResponse, refusals
from api.sources.discourse import Told, is_signed, record_event

router = APIRouter(prefix="/v1/sources", tags=["events"])


class EventTold(BaseModel):
    """What became of an event."""

    outcome: str = Field(description="`kept`, `known` (it was told before) or `ignored`.")
    changed: int = Field(description="How many entities and relationships changed.")


@router.post(
    "/discourse/webhook",
    operation_id="tell_discourse_event",
    summary="Take an event of a Discourse forum",
    response_model=EventTold,
    responses=refusals(400, 403, 404, 413, 415, 422, 503, 504),
)
async def tell_discourse_event(
    request: Request,
    x_discourse_event: Annotated[str, Header(description="Such as `post_created`.")] = "",
    x_discourse_event_id: Annotated[str, Header(max_length=128)] = "",
    x_discourse_event_signature: Annotated[
        str, Header(description="`sha256=` and the HMAC of the body.")
    ] = "",
) -> Response:
    """What a webhook of the forum sends. It is known by its signature, and needs no key.

    404 where `KINPATH_DISCOURSE_SECRET` is not set, 403 where the signature does not fit.
    """
    serving = serving_of(request)
    secret, community = serving.settings.discourse_secret, serving.first
    if secret is None or community is None:
        return ProblemResponse(http_problem(404, "no secret of a Discourse forum is set"))
    body = await request.body()
    if not is_signed(body, x_discourse_event_signature, secret.get_secret_value()):
        return ProblemResponse(http_problem(403, "the signature does not fit the body"))
    payload = request.scope.get(BODY_READ)

    def record() -> Told:
        with serving.engines.lent(community) as engine:
            return record_event(engine, x_discourse_event, x_discourse_event_id, payload)

    told = await run_in_threadpool(record)
    return JsonResponse({"outcome": told.outcome, "changed": told.changed})
