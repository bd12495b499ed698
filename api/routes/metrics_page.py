"""The page that Prometheus reads."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from api.access.needs import principal_of
from api.access.principals import Scope
from api.access.refusals import ScopeMissing
from api.access.requests import is_from_here, shown_by
from api.observability.metrics import CONTENT_TYPE, Metrics
from api.responses import refusals

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Metrics for Prometheus",
    response_class=PlainTextResponse,
    responses=refusals(401, 403),
)
def read_metrics(request: Request) -> Response:
    """Requests, questions, problems, and how far each community is, in Prometheus' text format.

    Programs on this machine may read all of it; whoever has a key with the scope `insight`, what
    is about their community.
    """
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(_only(request)), media_type=CONTENT_TYPE)


def _only(request: Request) -> str | None:
    """The one community that may be told of; None: all of them."""
    if is_from_here(request.scope, shown_by(request.scope)):
        return None
    principal = principal_of(request)
    missing = principal.lacks([Scope.INSIGHT])
    if missing:
        raise ScopeMissing(missing)
    return principal.community
