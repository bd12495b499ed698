"""Routes that are told what members say of what was recommended to them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Query, Request
from pydantic import BaseModel, ConfigDict, Field, SkipValidation
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.audit.recording import about
from api.deps import AnyEngine, MemberPath
from api.feedback import announced, listing, parse_feedback, record_feedback
from api.feedback_schemas import FeedbackBody, FeedbackList, FeedbackRecorded, FeedbackTakenBack
from api.responses import JsonResponse, refusals
from api.webhooks.outbox import Outbox
from matcher.feedback import find_feedback
from matcher.feedback_kept import feedback_of, take_back
from matcher.request_json import full_id, member_id

router = APIRouter(prefix="/v1", tags=["feedback"])


class FeedbackQuery(BaseModel):
    """Which feedback is meant."""

    model_config = ConfigDict(extra="forbid")

    feedback: str = Field(description="`accept`, `dismiss`, `not_suitable`, `block`, …")
    about: str = Field(description="Id of whom or what it was said of.")


@router.post(
    "/feedback",
    operation_id="give_feedback",
    summary="Tell what a member says of a recommendation",
    response_model=FeedbackRecorded,
    responses=refusals(400, 404, 413, 415, 422, 503, 504),
    dependencies=[needs(Scope.WRITE)],
)
def give(
    request: Request, engine: AnyEngine, body: Annotated[SkipValidation[FeedbackBody], Body()]
) -> Response:
    """`shown`, `accept`, `dismiss`, `not_suitable`, `block`, `met`, `helped` or `goal_reached`.

    The answer comes when it is safely in the store, and the next recommendation heeds it. One of
    `accept`, `dismiss` and `not_suitable` takes the others back.
    """
    said = parse_feedback(body)
    about(request.scope, member=said.member, about=said.about)
    written = record_feedback(engine.store, said)
    if written.unchanged == 0:
        Outbox(engine.documents).announce("recommendation.feedback", announced(said))
    return JsonResponse(
        {
            "feedback": said.feedback.name,
            "about": said.about,
            "changed": written.unchanged == 0,
            "effect": f"{said.about} {said.feedback.effect}.",
            "revision": engine.store.revision(),
        }
    )


@router.get(
    "/members/{member}/feedback",
    operation_id="feedback_of_member",
    summary="What a member said, and what was learned from it",
    response_model=FeedbackList,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.SENSITIVE)],
)
@router.get(
    "/members/{member:path}/feedback",
    include_in_schema=False,
    dependencies=[needs(Scope.SENSITIVE)],
)
def feedback_of_member(engine: AnyEngine, member: MemberPath) -> Response:
    """All feedback of a member, latest first, each with a plain sentence on its effect."""
    asked = member_id("member", member)
    return JsonResponse(listing(asked, feedback_of(engine.store, asked)))


@router.delete(
    "/members/{member}/feedback",
    operation_id="take_feedback_back",
    summary="Take feedback back",
    response_model=FeedbackTakenBack,
    responses=refusals(404, 422, 503, 504),
    dependencies=[needs(Scope.WRITE)],
)
@router.delete(
    "/members/{member:path}/feedback", include_in_schema=False, dependencies=[needs(Scope.WRITE)]
)
def take_feedback_back(
    engine: AnyEngine, member: MemberPath, query: Annotated[FeedbackQuery, Query()]
) -> Response:
    """Undo what a member said of somebody or something; `removed` is 0 when it was not said."""
    said_by, feedback = member_id("member", member), find_feedback(query.feedback)
    removed = take_back(engine.store, said_by, feedback, full_id("about", query.about))
    return JsonResponse({"removed": removed, "revision": engine.store.revision()})
