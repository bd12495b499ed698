"""Routes that recommend."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.deps import AnyEngine, MemberPath
from api.errors import problem_of
from api.responses import JsonResponse, refusals
from api.schemas import Answer, Answers, QuestionBody, Questions
from graph.errors import EntityNotFound, InvalidRequest
from graph.records import MAX_ID_LENGTH
from matcher import Matcher, parse_request
from matcher.json_text import write_json
from matcher.request import DEFAULT_COUNT, MAX_COUNT
from matcher.request_json import named

router = APIRouter(prefix="/v1", tags=["recommendations"])


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
) -> Response:
    """Who or what suits a member, best first, and why."""
    asked = {"id": member[:MAX_ID_LENGTH], "member": member, **query.model_dump(exclude_none=True)}
    return JsonResponse(engine.answer_json(parse_request(asked)))


@router.post(
    "/recommendations",
    operation_id="recommend",
    summary="Answer one question, or up to 100",
    response_model=Answer | Answers,
    responses=refusals(400, 404, 413, 415, 422, 503, 504),
)
def recommend(engine: AnyEngine, body: Annotated[QuestionBody, Body()]) -> Response:
    """A member, a text and seeds may ask, alone or together.

    With `{"requests": [...]}` the answer is `{"answers": [...]}` in the same order, from one
    revision of the community; a question that cannot be answered has an `error` in its place.
    """
    if isinstance(body, Questions):
        matcher = engine.matcher()
        answers = [_answer(matcher, each, index) for index, each in enumerate(body.requests)]
        return JsonResponse(b'{"answers": [%b]}' % b", ".join(answers))
    return JsonResponse(engine.answer_json(parse_request(named(body, "request"))))


def _answer(matcher: Matcher, question: object, index: int) -> bytes:
    name: str | None = None
    try:
        asked = named(question, str(index))
        name = asked["id"] if isinstance(asked["id"], str) else None
        return matcher.recommend_json(parse_request(asked))
    except (InvalidRequest, EntityNotFound) as error:
        return write_json({"id": name, "error": problem_of(error)}).encode()
