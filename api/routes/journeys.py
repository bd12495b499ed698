"""Routes that tell of journeys: their stages, where members stand, and what moves them on."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, MemberPath
from api.engine import Engine
from api.journeys_json import journey_json, journeys_json, member_journeys_json, mined_json
from api.journeys_schemas import JourneyList, JourneyTold, MemberJourneys, MinedJourneyTold
from api.past import PastQuery
from api.responses import JsonResponse, refusals
from community.journeys import Grounds, journeys_of_member, mine
from community.picture import Picture
from matcher.request_json import member_id

router = APIRouter(prefix="/v1", tags=["journeys"])

JourneyPath = Annotated[str, Path(description="`maker`, `journey:maker` or a name.")]
Past = Annotated[PastQuery, Query()]


class MinedQuery(PastQuery):
    """Whose ways, and as of when."""

    toward: str = Field(
        description="What those whose ways are told got to: `mentoring`, `role:mentor`, …"
    )


@router.get(
    "/journeys",
    operation_id="journeys",
    summary="Every journey, and who is on it",
    response_model=JourneyList,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def tell_all(engine: AnyEngine, query: Past) -> Response:
    """Journeys in short, and those that cannot be followed, with the reason."""
    return JsonResponse(journeys_json(_grounds(engine, query)))


@router.get(
    "/journeys/{journey}",
    operation_id="journey",
    summary="One journey: its stages, how long they take, and where people fall off",
    response_model=JourneyTold,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def tell_one(engine: AnyEngine, journey: JourneyPath, query: Past) -> Response:
    """Each figure with its definition and interval, and whom it is about if they may be named."""
    return JsonResponse(journey_json(_grounds(engine, query).view(journey)))


@router.get(
    "/members/{member}/journeys",
    operation_id="member_journeys",
    summary="Where a member stands, and what would move them on",
    response_model=MemberJourneys,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.READ)],
)
@router.get(
    "/members/{member:path}/journeys", include_in_schema=False, dependencies=[needs(Scope.READ)]
)
def tell_member(engine: AnyEngine, member: MemberPath, query: Past) -> Response:
    """By their own word, and by what they did, with how sure that is."""
    grounds = _grounds(engine, query)
    asked = member_id("member", member)
    found = journeys_of_member(grounds, asked)
    return JsonResponse(member_journeys_json(grounds.picture, asked, found))


@router.get(
    "/mined-journeys",
    operation_id="mined_journey",
    summary="The usual way of those who got somewhere",
    response_model=MinedJourneyTold,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def tell_mined(engine: AnyEngine, query: Annotated[MinedQuery, Query()]) -> Response:
    """A journey proposed from the order in which they reached milestones, with its evidence."""
    picture = engine.picture(query.moment())
    return JsonResponse(mined_json(mine(picture, query.toward), picture.snapshot.revision))


def _grounds(engine: Engine, query: PastQuery) -> Grounds:
    as_of = query.moment()
    picture = engine.picture(as_of)
    return _present_grounds(picture) if as_of is None else Grounds(picture)


@lru_cache(maxsize=1)
def _present_grounds(picture: Picture) -> Grounds:
    """What figures of journeys come from: kept until the community changes."""
    return Grounds(picture)
