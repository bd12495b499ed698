"""Single questions by POST are answered before the framework, and as the documented route does."""

from __future__ import annotations

from collections.abc import Iterator
from threading import current_thread

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.access.guard import AccessGuard
from api.access.serving import Serving
from api.app import create_app
from api.bodies import BodyGuard
from api.engine import Engine
from api.settings import Settings
from api.single_questions import SingleQuestions
from api.waiting import QUESTIONS, Line
from matcher.request import RecommendationRequest
from tests.api.conftest import client_of, engine_of, node
from tests.api.test_app_recommendations import refused

ADA = {"id": "q", "goal": "mentors", "member": "ada"}


async def handed_on(scope: Scope, receive: Receive, send: Send) -> None:
    """The application behind."""
    await Response("handed on")(scope, receive, send)


def asking(serving: Serving) -> TestClient:
    questions = SingleQuestions(handed_on, serving.engines, Line())
    return client_of(AccessGuard(BodyGuard(questions), serving.doorkeeper))


@pytest.fixture
def alone(settings: Settings) -> Iterator[TestClient]:
    with Serving.open(settings) as serving:
        yield asking(serving)


def test_one_question_is_answered_at_once(alone: TestClient) -> None:
    answer = alone.post(QUESTIONS, json=ADA).json()
    assert (answer["id"], answer["revision"]) == ("q", 1)
    assert alone.post(QUESTIONS, json=ADA | {"id": None}).json()["id"] == "request"


def test_what_is_at_hand_needs_no_thread(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_threads: list[str] = []
    answer_json = Engine.answer_json

    def remembering(engine: Engine, request: RecommendationRequest) -> bytes:
        by_threads.append(current_thread().name.partition("_")[0])
        return answer_json(engine, request)

    monkeypatch.setattr(Engine, "answer_json", remembering)
    with Serving.open(settings) as serving:
        client = asking(serving)
        told = [client.post(QUESTIONS, json=ADA).text for _ in range(3)]
        assert told[0] == told[1] == told[2]
        assert by_threads == ["question"]
        engine_of(serving).store.write([node("member:eve")])
        assert client.post(QUESTIONS, json=ADA).json()["revision"] == 2
        assert by_threads == ["question", "question"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", QUESTIONS, {"requests": [ADA]}),
        ("POST", QUESTIONS, [ADA]),
        ("POST", QUESTIONS, 1),
        ("POST", f"{QUESTIONS}/", ADA),
        ("POST", "/v1/events", ADA),
        ("PUT", QUESTIONS, ADA),
        ("GET", "/v1/members/ada/recommendations", None),
    ],
)
def test_all_else_is_handed_on(alone: TestClient, method: str, path: str, body: object) -> None:
    assert alone.request(method, path, json=body).text == "handed on"


def test_both_ways_say_the_same(client: TestClient) -> None:
    asked = [ADA, ADA | {"goal": "next_steps"}, ADA | {"k": 0}, ADA | {"member": "nobody"}]
    together = client.post(QUESTIONS, json={"requests": asked}).json()["answers"]
    apart = [client.post(QUESTIONS, json=each).json() for each in asked]
    # Where in the request it is wrong is told of a request, not of one question among many.
    said = [{name: each[name] for name in each if name != "errors"} for each in apart]
    assert [each.get("error", each) for each in together] == said


def test_the_route_is_documented_and_answers_the_same(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    assert QUESTIONS in client.get("/openapi.json").json()["paths"]
    behind = FastAPI(routes=app.routes)
    behind.state.serving = app.state.serving
    behind.add_middleware(AccessGuard, doorkeeper=app.state.serving.doorkeeper)
    assert client_of(behind).post(QUESTIONS, json=ADA).text == client.post(QUESTIONS, json=ADA).text


def test_a_fault_is_told_as_a_problem(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings)
    with client_of(app) as client:
        client.post(QUESTIONS, json=ADA)
        app.state.warming.join()
        monkeypatch.setattr(engine_of(app.state.serving), "at_hand", None)
        assert refused(client.post(QUESTIONS, json=ADA), 500)["title"] == "Internal error"
