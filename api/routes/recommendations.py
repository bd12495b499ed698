"""Routes that recommend."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, MemberPath
from api.engine import Engine
from api.observability.answered import GOALS
from api.problems.statuses import problem_of
from api.responses import JsonResponse, refusals
from api.schemas import Answer, Answers, QuestionBody, Questions
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import MAX_ID_LENGTH
from matcher import Matcher, parse_request
from matcher.json_text import write_json
from matcher.request import DEFAULT_COUNT, MAX_COUNT, RecommendationRequest
from matcher.request_json import named

router = APIRouter(prefix="/v1", tags=["recommendations"], dependencies=[needs(Scope.READ)])


class MemberQuery(BaseModel):
    """What is asked for one member."""

    model_config = ConfigDict(extra="forbid")

    goal: str = Field(description="`mentors`, `peers`, `next_steps`, `content`, …")
    k: int = Field(DEFAULT_COUNT, ge=1, le=MAX_COUNT, description="Results at most.")
    as_of: str | None = Field(
        None, description="ISO 8601: answer from what was known before that time."
    )


@router.get(
    "/members/{member}/recommendations",
    operation_id="recommend_for_member",
    summary="Recommend for one member",
    response_model=Answer,
    responses=refusals(404, 422, 503, 504),
)
@router.get("/members/{member:path}/recommendations", include_in_schema=False)
def recommend_for_member(
    engine: AnyEngine,
    member: MemberPath,
    query: Annotated[MemberQuery, Query()],
    request: Request,
) -> Response:
    """Who or what suits a member, best first, and why."""
    asked = {"id": member[:MAX_ID_LENGTH], "member": member, **query.model_dump(exclude_none=True)}
    return _answered(engine, parse_request(asked), request)


@router.post(
    "/recommendations",
    operation_id="recommend",
    summary="Answer one question, or up to 1,000",
    response_model=Answer | Answers,
    responses=refusals(400, 404, 413, 415, 422, 503, 504),
)
def recommend(
    engine: AnyEngine, body: Annotated[QuestionBody, Body()], request: Request
) -> Response:
    """A member, a text and seeds may ask, alone or together.

    With `{"requests": [...]}` the answer is `{"answers": [...]}` in the same order, from one
    revision of the community; a question that cannot be answered has an `error` in its place.
    """
    if isinstance(body, Questions):
        matcher = engine.matcher()
        goals: list[str] = []
        request.scope[GOALS] = goals
        answers = [_answer(matcher, each, index, goals) for index, each in enumerate(body.requests)]
        return JsonResponse(b'{"answers": [%b]}' % b", ".join(answers))
    return _answered(engine, parse_request(named(body, "request")), request)


def _answered(engine: Engine, asked: RecommendationRequest, request: Request) -> Response:
    found = engine.answer_json(asked)
    request.scope[GOALS] = (asked.goal,)
    return JsonResponse(found)


def _answer(matcher: Matcher, question: object, index: int, goals: list[str]) -> bytes:
    name: str | None = None
    try:
        asked = named(question, str(index))
        name = asked["id"] if isinstance(asked["id"], str) else None
        request = parse_request(asked)
        found = matcher.recommend_json(request)
        goals.append(request.goal)
        return found
    except (InvalidRequest, EntityNotFound) as error:
        return write_json({"id": name, "error": problem_of(error)}).encode()
