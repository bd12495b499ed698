"""The route that tells what a community's data lacks or may have wrong."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.data_quality_schemas import DataQualityAnswer
from api.deps import AnyEngine
from api.responses import JsonResponse, refusals
from api.worklist import now

router = APIRouter(prefix="/v1", tags=["community"], dependencies=[needs(Scope.INSIGHT)])


@router.get(
    "/data-quality",
    operation_id="data_quality",
    summary="What the data lacks or may have wrong",
    response_model=DataQualityAnswer,
    responses=refusals(503, 504),
)
def read_data_quality(engine: AnyEngine) -> Response:
    """Each flaw as a figure with its members and what may be done, and who may be here twice.

    Members without a purpose, profiles that say little, likely doubles, times that cannot be
    right, skills that nobody has or seeks. It changes nothing.
    """
    # It compares texts with a library that a server which is not asked does without.
    from community.data_quality import data_quality  # noqa: PLC0415

    picture = engine.picture()
    snapshot = picture.snapshot
    told = {"community": snapshot.community, "revision": snapshot.revision}
    return JsonResponse({**told, **asdict(data_quality(picture, now()))})
