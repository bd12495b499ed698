"""What the API recommends, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.problems.statuses import PROBLEM_JSON
from api.schemas import MAX_REQUESTS, Question
from graph.records import EntityId
from matcher import parse_request
from matcher.request_json import REQUEST_FIELDS


class AnyResponse(Protocol):
    """What the test client answers with, whichever HTTP library it uses."""

    @property
    def status_code(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    def json(self) -> Any: ...


def refused(response: AnyResponse, status: int) -> dict[str, object]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM_JSON
    problem = response.json()
    assert problem["status"] == status
    assert {"type", "title", "detail"} <= problem.keys()
    return dict(problem)


def ids(answer: dict[str, list[dict[str, str]]]) -> list[str]:
    return [result["id"] for result in answer["results"]]


@pytest.mark.parametrize("member", ["ada", "member:ada"])
def test_recommendations_for_a_member(client: TestClient, member: str) -> None:
    response = client.get(f"/v1/members/{member}/recommendations?goal=mentors&k=2")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert answer["id"] == member
    assert answer["revision"] == 1
    assert set(ids(answer)) == {"member:bob", "member:cleo"}
    for result in answer["results"]:
        shares = result["explanation"]["shares"]
        assert sum(shares.values()) == pytest.approx(result["score"], abs=1e-6)
        assert result["explanation"]["reasons"]


def test_members_may_be_called_anything(client: TestClient) -> None:
    path = f"/v1/members/{quote('a/b ü😀', safe='')}/recommendations?goal=members"
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.json()["id"] == "a/b ü😀"


def test_nobody_hidden_is_recommended(client: TestClient) -> None:
    for goal in ("mentors", "peers", "members"):
        response = client.get(f"/v1/members/ada/recommendations?goal={goal}&k=1000")
        assert "member:dan" not in response.text


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "goal"),
        ("goal=friends", "goal"),
        ("goal=peers&k=0", "k"),
        ("goal=peers&k=1001", "k"),
        ("goal=peers&k=ten", "k"),
        ("goal=peers&k=1e400", "k"),
        ("goal=peers&k=NaN", "k"),
        ("goal=peers&as_of=yesterday", "as_of"),
        ("goal=peers&gaol=peers", "gaol"),
        ("goal=", "goal"),
    ],
)
def test_a_wrong_query_is_named(client: TestClient, query: str, field: str) -> None:
    problem = refused(client.get(f"/v1/members/ada/recommendations?{query}"), 422)
    assert problem["field"] == field
    assert problem["type"] == "/problems/invalid-request"


@pytest.mark.parametrize("member", ["nobody", "%F0%9F%98%80", "%00", "x" * 256])
def test_an_unknown_member_is_not_found(client: TestClient, member: str) -> None:
    problem = refused(client.get(f"/v1/members/{member}/recommendations?goal=peers"), 404)
    assert problem["type"] == "/problems/entity-not-found"


def test_a_path_that_is_no_text_is_refused(client: TestClient) -> None:
    problem = refused(client.get("/v1/members/%ff/recommendations?goal=peers"), 400)
    assert problem["detail"] == "path is not UTF-8"


@pytest.mark.parametrize("member", ["skill:optics", "member:", "x" * 257])
def test_what_cannot_be_a_member_is_refused(client: TestClient, member: str) -> None:
    problem = refused(client.get(f"/v1/members/{member}/recommendations?goal=peers"), 422)
    assert problem["field"] == "member"


def test_one_question(client: TestClient) -> None:
    asked = {"goal": "mentors", "seeds": ["skill:optics"], "k": 1}
    response = client.post("/v1/recommendations", json=asked)
    assert response.status_code == 200, response.text
    assert response.json()["id"] == "request"
    assert len(response.json()["results"]) == 1
    named = client.post("/v1/recommendations", json=asked | {"id": "q7"})
    assert named.json()["id"] == "q7"
    assert named.json()["results"] == response.json()["results"]


def test_both_routes_say_the_same(client: TestClient) -> None:
    get = client.get("/v1/members/ada/recommendations?goal=mentors").json()
    asked = {"id": "ada", "goal": "mentors", "member": "ada"}
    assert client.post("/v1/recommendations", json=asked).json() == get


def test_many_questions_with_a_wrong_one_among_them(client: TestClient) -> None:
    good = {"id": "good", "goal": "mentors", "member": "ada"}
    questions = [
        good,
        {"goal": "mentors", "member": "nobody"},
        {"id": "bad", "goal": "mentors", "member": "ada", "k": 0},
        "not a question",
        {"goal": "peers", "member": "ada"},
    ]
    response = client.post("/v1/recommendations", json={"requests": questions})
    assert response.status_code == 200, response.text
    first, missing, wrong, no_object, last = response.json()["answers"]
    assert first == client.post("/v1/recommendations", json=good).json()
    assert missing["id"] == "1"
    assert missing["error"]["status"] == 404
    assert (wrong["id"], wrong["error"]["field"]) == ("bad", "k")
    assert no_object["error"]["status"] == 422
    assert last["id"] == "4"
    assert last["results"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"requests": []}, "requests"),
        ({"requests": [{}] * (MAX_REQUESTS + 1)}, "requests"),
        ({"requests": "all"}, "requests"),
        ({"requests": [{}], "k": 3}, "k"),
        ({"goal": "peers"}, "member"),
        ({"goal": "peers", "member": "ada", "limit": 3}, "limit"),
        ({"goal": "peers", "text": " "}, "member"),
        ({"goal": "peers", "member": "ada", "k": 2.5}, "k"),
        ({"goal": "peers", "seeds": ["7"]}, "seeds[0]"),
        ([], "request"),
        (3, "request"),
        ("peers", "request"),
        ({}, "goal"),
    ],
)
def test_a_wrong_body_is_named(client: TestClient, body: object, field: str) -> None:
    problem = refused(client.post("/v1/recommendations", json=body), 422)
    assert problem["field"] == field


def test_an_unknown_seed_is_not_found(client: TestClient) -> None:
    asked = {"goal": "peers", "seeds": ["skill:nothing"]}
    problem = refused(client.post("/v1/recommendations", json=asked), 404)
    assert "skill:nothing" in str(problem["detail"])


def test_the_documented_question_is_the_one_that_is_read() -> None:
    assert set(Question.model_fields) == set(REQUEST_FIELDS)
    for example in Question.model_json_schema()["examples"]:
        assert parse_request({"id": "x", **example}).member == EntityId("member:ada")


def test_answers_are_written_as_files_have_them(client: TestClient) -> None:
    path = f"/v1/members/{quote('a/b ü😀', safe='')}/recommendations?goal=members"
    response = client.get(path)
    assert "ü😀" in response.text
    assert "\n" not in response.text
    assert response.json()["results"]
