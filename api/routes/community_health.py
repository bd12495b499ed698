"""The route that says how the community is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Query
from pydantic import Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.community_health_schemas import CommunityHealth
from api.deps import AnyEngine
from api.past import PastQuery
from api.responses import JsonResponse, refusals
from api.webhooks.alerts import tell_alerts
from community.picture import Picture
from matcher.json_text import write_json

router = APIRouter(prefix="/v1", tags=["community"], dependencies=[needs(Scope.INSIGHT)])


class HealthQuery(PastQuery):
    """As of when, and what counts as deserted."""

    floor: float | None = Field(
        None,
        allow_inf_nan=False,
        description="Active members a week below which the place counts as deserted; "
        "half the median week of the last year without it.",
    )


@router.get(
    "/community/health",
    operation_id="community_health",
    summary="How the community is, and what is to be expected",
    response_model=CommunityHealth,
    responses=refusals(422, 503, 504),
)
def community_health(engine: AnyEngine, query: Annotated[HealthQuery, Query()]) -> Response:
    """Every figure with its definition, interval and trend; the forecast with its back-test."""
    # statsmodels and lifelines take seconds to import: a server that is not asked does without.
    from api.health_json import health_json  # noqa: PLC0415
    from community.health import health  # noqa: PLC0415

    now = datetime.now(UTC)
    as_of = query.moment()
    picture = engine.picture(as_of)
    if as_of is not None:
        return JsonResponse(health_json(health(picture, floor=query.floor, today=now)))
    question = query.floor, now.date()
    kept = _LAST.get(picture)
    if kept is None or kept[0] != question:
        found = health(picture, floor=query.floor, today=now)
        tell_alerts(engine.documents, found.figures)
        kept = _LAST[picture] = question, write_json(health_json(found))
    return JsonResponse(kept[1])


_LAST: WeakKeyDictionary[Picture, tuple[tuple[float | None, date], str]] = WeakKeyDictionary()
"""The last floor and day asked of a picture, and the answer: working it out takes seconds."""
