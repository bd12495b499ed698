"""Routes that tell whoever runs the server how it is."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.deps import AnyEngine
from api.errors import ProblemResponse, http_problem
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
def ready(engine: AnyEngine) -> Response:
    """The store answers and its snapshot is loaded; 503 until then."""
    revision = engine.store.revision()
    if engine.is_starting:
        return ProblemResponse(http_problem(503, "the first snapshot is being taken"))
    engine.matcher()
    told = {"status": "ready", "community": engine.store.community, "revision": revision}
    return JsonResponse(told)
