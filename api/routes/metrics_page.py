"""The page that Prometheus reads."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from api.errors import ProblemResponse, http_problem
from api.observability.metrics import CONTENT_TYPE, Metrics
from api.responses import refusals

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Metrics for Prometheus",
    response_class=PlainTextResponse,
    responses=refusals(403),
)
def read_metrics(request: Request) -> Response:
    """Requests, questions, problems, and how far each community is, in Prometheus' text format.

    Programs on this machine may read all of it.
    """
    if not _is_from_here(request):
        return ProblemResponse(http_problem(403, "only programs on this machine read metrics"))
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=CONTENT_TYPE)


def _is_from_here(request: Request) -> bool:
    return request.client is not None and request.client.host in ("127.0.0.1", "::1")
