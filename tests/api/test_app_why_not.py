"""Why not, over HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from api.why_not import WHY_NOT_FIELDS, parse_why_not
from api.why_not_schemas import WhyNotAnswer, WhyNotQuestion
from graph.store import open_store
from tests.api.conftest import COMMUNITY, at, edge
from tests.api.test_app_recommendations import refused

ASK = {"entity": "member:cleo", "goal": "mentors", "member": "ada", "k": 1}


def test_a_blocked_member_is_answered_for_byte_for_byte_like_an_unknown_id(
    client: TestClient, settings: Settings
) -> None:
    before = client.post("/v1/why-not", json=ASK)
    assert before.json()["status"] in ("outranked", "shown")
    with open_store(settings.store, COMMUNITY) as store:
        store.write([edge("member:cleo", "BLOCKS", "member:ada", at(9))])
    one = {"X-Request-Id": "one"}
    blocked = client.post("/v1/why-not", json=ASK, headers=one)
    unknown = client.post("/v1/why-not", json=ASK | {"entity": "member:nobody"}, headers=one)
    hidden = client.post("/v1/why-not", json=ASK | {"entity": "member:dan"})
    theirs = client.post("/v1/why-not", json=ASK | {"entity": "content:q2"})
    assert blocked.status_code == 200
    assert blocked.json()["status"] == "not_seen"
    assert blocked.content == unknown.content == hidden.content == theirs.content
    assert blocked.headers == unknown.headers


def test_one_of_two_is_outranked_and_says_what_would_do(client: TestClient) -> None:
    first = client.get("/v1/members/ada/recommendations?goal=mentors&k=1").json()["results"][0]
    other = "member:cleo" if first["id"] == "member:bob" else "member:bob"
    told = client.post("/v1/why-not", json=ASK | {"entity": other}).json()
    assert (told["id"], told["status"]) == ("request", "outranked")
    assert (told["last_shown"]["id"], told["last_shown"]["rank"]) == (first["id"], 1)
    assert told["last_shown"]["shares"] == first["explanation"]["shares"]
    assert told["gap"] == pytest.approx(told["last_shown"]["score"] - told["asked_for"]["score"])
    change = told["change"]
    assert change is None or (change["confirmed"], change["rank"]) == (True, 1)


def test_a_dismissal_is_the_rule_that_says_no(client: TestClient) -> None:
    said = {"member": "ada", "feedback": "dismiss", "about": "member:bob"}
    client.post("/v1/feedback", json=said)
    told = client.post("/v1/why-not", json=ASK | {"entity": "member:bob", "id": "q1"}).json()
    assert (told["id"], told["status"], told["rule"]) == ("q1", "excluded", "not_dismissed")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"entity": None}, "entity"),
        ({"entity": "cleo"}, "entity"),
        ({"entity": 7}, "entity"),
        ({"goal": "friends"}, "goal"),
        ({"goal": None}, "goal"),
        ({"k": 0}, "k"),
        ({"who": "ada"}, "who"),
    ],
)
def test_what_is_wrong_is_named(client: TestClient, change: dict[str, object], field: str) -> None:
    assert refused(client.post("/v1/why-not", json=ASK | change), 422)["field"] == field


@pytest.mark.parametrize("body", [[], 3, "why"])
def test_bodies_of_another_shape_are_refused(client: TestClient, body: object) -> None:
    refused(client.post("/v1/why-not", json=body), 422)


def test_an_unknown_asker_is_not_found(client: TestClient) -> None:
    refused(client.post("/v1/why-not", json=ASK | {"member": "nobody"}), 404)


def test_the_documented_shapes_are_those_that_are_read_and_written(client: TestClient) -> None:
    assert set(WhyNotQuestion.model_fields) == set(WHY_NOT_FIELDS)
    for example in WhyNotQuestion.model_json_schema()["examples"]:
        assert parse_why_not(example)[1] == "member:bob"
    told = client.post("/v1/why-not", json=ASK).json()
    assert WhyNotAnswer.model_validate(told).model_dump() == told
