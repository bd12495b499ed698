"""Routes that tell whoever runs the server how it is."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.serving import serving_of
from api.errors import ProblemResponse
from api.problems.statuses import http_problem
from api.responses import JsonResponse, refusals
from api.schemas import Health, Readiness

router = APIRouter(tags=["health"])


@router.get("/health", operation_id="health", summary="Alive?", response_model=Health)
async def health() -> Response:
    """The process answers; it may still wait for its store."""
    return JsonResponse({"status": "ok"})


@router.get(
    "/ready",
    operation_id="ready",
    summary="Ready to answer?",
    response_model=Readiness,
    responses=refusals(503, 504),
)
def ready(request: Request) -> Response:
    """The store answers and the first snapshot is loaded; 503 until then.

    Which community it is and its revision is told as long as nobody needs a key.
    """
    serving = serving_of(request)
    serving.doorkeeper.look_up(None)  # asks the store
    if serving.first is None:
        return JsonResponse({"status": "ready"})
    with serving.engines.lent(serving.first) as engine:
        revision = engine.store.revision()
        if engine.is_starting:
            return ProblemResponse(http_problem(503, "the first snapshot is being taken"))
        engine.matcher()
    more = {"community": serving.first, "revision": revision} if serving.doorkeeper.is_open else {}
    return JsonResponse({"status": "ready", **more})
