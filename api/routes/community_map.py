"""The route for the map of a community."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.maps.schemas import MapQuery, MapTold
from api.maps.told import map_json
from api.responses import JsonResponse, refusals

router = APIRouter(prefix="/v1", tags=["community"], dependencies=[needs(Scope.INSIGHT)])


@router.get(
    "/map",
    operation_id="community_map",
    summary="The community as a map of areas",
    response_model=MapTold,
    responses=refusals(404, 422, 503, 504),
)
def read_map(engine: AnyEngine, query: Annotated[MapQuery, Query()]) -> Response:
    """Themes of purpose with how near the host is, or who has to do with whom; bridges, islands.

    It is kept for as long as the community stays as it is. Of a large one it takes up to a
    minute the first time: a job of the kind `map` waits for it.
    """
    return JsonResponse(map_json(engine, query.spot()))
