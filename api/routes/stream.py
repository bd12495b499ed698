"""Routes of a member's activity stream."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, MemberPath
from api.engine import Engine
from api.responses import JsonResponse, refusals
from api.stream import stream_json
from api.stream_schemas import StreamAnswer, StreamLook, StreamQuery
from matcher.request_json import member_id
from matcher.stream import Stream, make_stream, parse_attention, remember_stream

router = APIRouter(prefix="/v1", tags=["stream"])


@router.get(
    "/members/{member}/stream",
    operation_id="look_at_stream",
    summary="Look at a member's stream of today",
    response_model=StreamAnswer,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.READ)],
)
@router.get(
    "/members/{member:path}/stream", include_in_schema=False, dependencies=[needs(Scope.READ)]
)
def look(engine: AnyEngine, member: MemberPath, query: Annotated[StreamLook, Query()]) -> Response:
    """What serves the member's purpose and stage now; nothing is remembered."""
    found = _stream(engine, member, query.attention, query.moment())
    return JsonResponse(stream_json(found, remembered=False))


@router.post(
    "/members/{member}/stream",
    operation_id="show_stream",
    summary="Show a member their stream of today",
    response_model=StreamAnswer,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.WRITE)],
)
@router.post(
    "/members/{member:path}/stream", include_in_schema=False, dependencies=[needs(Scope.WRITE)]
)
def show(engine: AnyEngine, member: MemberPath, query: Annotated[StreamQuery, Query()]) -> Response:
    """The same, remembered: what it holds does not come again on a later day.

    Asked again on the same day, what was shown comes first and counts as part of the day.
    """
    found = _stream(engine, member, query.attention, None)
    remember_stream(engine.store, found)
    return JsonResponse(stream_json(found, remembered=True))


def _stream(engine: Engine, member: str, attention: str, as_of: datetime | None) -> Stream:
    asked = member_id("member", member)
    budget = parse_attention(attention)
    return make_stream(engine.matcher(), engine.store, asked, budget, as_of)
