"""Routes for webhooks: setting them up, secrets, what became of messages, and telling again."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Request
from pydantic import SkipValidation
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.responses import JsonResponse, refusals
from api.webhooks.addresses import Reach
from api.webhooks.outbox import Outbox
from api.webhooks.schemas import (
    Again,
    DeliveryList,
    NewWebhook,
    Rotation,
    ToldAgain,
    WebhookChanges,
    WebhookGone,
    WebhookList,
    WebhookTold,
    WebhookWithSecret,
)
from api.webhooks.subscriptions import LONGEST_GRACE, Webhook, parse_webhook
from graph.errors import InvalidRequest
from matcher.request_json import moment

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], dependencies=[needs(Scope.ADMIN)])

WebhookPath = Annotated[str, Path(description="The id of a webhook, `wh_…`.")]
_BODY = refusals(400, 413, 415, 422, 503, 504)


@router.post(
    "",
    operation_id="create_webhook",
    summary="Set up a webhook",
    response_model=WebhookWithSecret,
    status_code=201,
    responses=_BODY,
)
def create(
    engine: AnyEngine, request: Request, body: Annotated[SkipValidation[NewWebhook], Body()]
) -> Response:
    """The answer shows its secret, once: receivers check signatures with it."""
    said = parse_webhook(body, reach_of(request), is_new=True)
    made = Outbox(engine.documents).webhooks.add(**said)
    answer = _with_secret(made, 201)
    answer.headers["Location"] = f"/v1/webhooks/{made.id}"
    return answer


@router.get(
    "",
    operation_id="list_webhooks",
    summary="Every webhook",
    response_model=WebhookList,
    responses=refusals(503, 504),
)
def list_all(engine: AnyEngine) -> Response:
    """Where to, for which events, and whether they are heard; no secrets."""
    found = Outbox(engine.documents).webhooks.all()
    return JsonResponse({"webhooks": [each.told() for each in found]})


@router.get(
    "/{webhook}",
    operation_id="read_webhook",
    summary="One webhook",
    response_model=WebhookTold,
    responses=refusals(404, 422, 503, 504),
)
def read(engine: AnyEngine, webhook: WebhookPath) -> Response:
    """Whether it is heard, and why it was switched off, if it was."""
    return JsonResponse(Outbox(engine.documents).webhooks.get(webhook).told())


@router.patch(
    "/{webhook}",
    operation_id="change_webhook",
    summary="Change a webhook",
    response_model=WebhookTold,
    responses=refusals(404, 412) | _BODY,
)
def change(
    engine: AnyEngine,
    request: Request,
    webhook: WebhookPath,
    body: Annotated[SkipValidation[WebhookChanges], Body()],
) -> Response:
    """Fields that are absent stay. One that was switched off goes on with `enabled`."""
    said = parse_webhook(body, reach_of(request), is_new=False)
    webhooks = Outbox(engine.documents).webhooks
    return JsonResponse(webhooks.change(webhooks.get(webhook), **said).told())


@router.delete(
    "/{webhook}",
    operation_id="delete_webhook",
    summary="Take a webhook away",
    response_model=WebhookGone,
    responses=refusals(404, 422, 503, 504),
)
def delete(engine: AnyEngine, webhook: WebhookPath) -> Response:
    """What was still to be told to it is not told any more."""
    webhooks = Outbox(engine.documents).webhooks
    webhooks.remove(webhooks.get(webhook))
    return JsonResponse({"removed": webhook})


@router.post(
    "/{webhook}/secret",
    operation_id="rotate_webhook_secret",
    summary="Give a webhook a new secret",
    response_model=WebhookWithSecret,
    responses=refusals(404, 412) | _BODY,
)
def rotate(
    engine: AnyEngine, webhook: WebhookPath, body: Annotated[SkipValidation[Rotation], Body()]
) -> Response:
    """Both secrets sign for `grace` seconds, so that receivers can change without a gap."""
    grace = _grace(body)
    webhooks = Outbox(engine.documents).webhooks
    return _with_secret(webhooks.rotate(webhooks.get(webhook), grace), 200)


@router.post(
    "/{webhook}/test",
    operation_id="test_webhook",
    summary="Send a test to a webhook",
    response_model=ToldAgain,
    responses=refusals(404, 422, 503, 504),
)
def test(engine: AnyEngine, webhook: WebhookPath) -> Response:
    """The event `webhook.test`; what became of it is among the deliveries."""
    outbox = Outbox(engine.documents)
    outbox.test(outbox.webhooks.get(webhook))
    return JsonResponse({"queued": 1})


@router.get(
    "/{webhook}/deliveries",
    operation_id="webhook_deliveries",
    summary="What became of messages to a webhook",
    response_model=DeliveryList,
    responses=refusals(404, 422, 503, 504),
)
def deliveries(
    engine: AnyEngine,
    webhook: WebhookPath,
    cursor: Annotated[str | None, Query(max_length=64, description="`next` of a page.")] = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Response:
    """Latest first; they are kept for 30 days."""
    outbox = Outbox(engine.documents)
    found = outbox.deliveries(outbox.webhooks.get(webhook), cursor, limit)
    following = found[-1]["cursor"] if len(found) == limit else None
    return JsonResponse({"items": found, "next": following})


@router.post(
    "/{webhook}/replay",
    operation_id="replay_webhook",
    summary="Tell a webhook again",
    response_model=ToldAgain,
    responses=refusals(404) | _BODY,
)
def replay(
    engine: AnyEngine, webhook: WebhookPath, body: Annotated[SkipValidation[Again], Body()]
) -> Response:
    """One `message`, or all that it wants `since` a time, of the last 30 days."""
    message, since = _again(body)
    outbox = Outbox(engine.documents)
    return JsonResponse({"queued": outbox.replay(outbox.webhooks.get(webhook), since, message)})


def reach_of(request: Request) -> Reach:
    """Where messages of this server may go."""
    reach: Reach = request.app.state.reach
    return reach


def _with_secret(webhook: Webhook, status: int) -> Response:
    told = {**webhook.told(), "secret": webhook.keys[0].secret}
    # Kept by nobody on the way, nor for a write that is made again with its Idempotency-Key.
    return JsonResponse(told, status, {"Cache-Control": "no-store"})


def _grace(body: Any) -> float:
    said = _fields(body, "grace").get("grace", 86_400.0)
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    if not is_number or not 0 <= said <= LONGEST_GRACE:
        raise InvalidRequest("grace", f"must be a number of seconds from 0 to {LONGEST_GRACE:,}")
    return float(said)


def _again(body: Any) -> tuple[str | None, float | None]:
    said = _fields(body, "message", "since")
    message, since = said.get("message"), said.get("since")
    if (message is None) == (since is None):
        raise InvalidRequest("message", "or since must be given, and not both")
    if message is not None and not isinstance(message, str):
        raise InvalidRequest("message", "must be the id of a message")
    return message, None if since is None else moment("since", since).timestamp()


def _fields(body: Any, *known: str) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise InvalidRequest("request", "must be an object")
    for name in body:
        if name not in known:
            raise InvalidRequest(str(name), f"is not known here; known: {', '.join(known)}")
    return body
