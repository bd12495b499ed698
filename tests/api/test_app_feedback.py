"""Feedback over HTTP: kept at once, listed in plain words, and taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.feedback import FEEDBACK_FIELDS, parse_feedback
from api.feedback_schemas import FeedbackBody
from api.settings import Settings
from tests.api.conftest import client_of, records
from tests.api.test_app_recommendations import refused
from tests.conftest import StoreAddress

DISMISS = {"member": "ada", "feedback": "dismiss", "about": "member:bob"}
ONE = "/v1/members/ada/feedback?feedback=dismiss&about=member:bob"


@pytest.fixture
def anywhere(
    address: StoreAddress, community: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """The API of the same community in each kind of store."""
    with address.open(community) as store:
        store.write(records())
    settings = Settings(
        store=address.url,
        community=community,
        password=None if address.password is None else SecretStr(address.password),
        cache=tmp_path_factory.mktemp("cache"),
    )
    with client_of(create_app(settings)) as client:
        yield client


def recommended(client: TestClient, goal: str = "mentors") -> list[str]:
    answer = client.get(f"/v1/members/ada/recommendations?goal={goal}")
    return [result["id"] for result in answer.json()["results"]]


def test_the_dismissed_are_gone_from_the_next_answer_and_come_back(anywhere: TestClient) -> None:
    before = recommended(anywhere)
    assert "member:bob" in before
    told = anywhere.post("/v1/feedback", json=DISMISS)
    assert told.status_code == 200, told.text
    assert told.json()["effect"] == "member:bob is not recommended to the member again."
    assert "member:bob" not in recommended(anywhere)
    (listed,) = anywhere.get("/v1/members/ada/feedback").json()["feedback"]
    assert (listed["feedback"], listed["about"], listed["weight"]) == (
        "dismiss",
        "member:bob",
        -0.5,
    )
    assert listed["learned"] == "Bob is not recommended to the member again."
    assert anywhere.delete(ONE).json()["removed"] == 1
    assert recommended(anywhere) == before
    assert anywhere.get("/v1/members/ada/feedback").json()["feedback"] == []


def test_a_thing_that_does_not_suit_is_gone_too(anywhere: TestClient) -> None:
    assert "content:q1" in recommended(anywhere, "content")
    said = DISMISS | {"feedback": "not_suitable", "about": "content:q1"}
    assert anywhere.post("/v1/feedback", json=said).status_code == 200
    assert "content:q1" not in recommended(anywhere, "content")


def test_a_block_makes_invisible_both_ways(client: TestClient) -> None:
    client.post("/v1/feedback", json=DISMISS | {"feedback": "block"})
    assert "member:bob" not in recommended(client)
    answer = client.get("/v1/members/bob/recommendations?goal=members&k=1000")
    assert "member:ada" not in answer.text


def test_what_was_told_as_an_event_is_listed_and_taken_back(client: TestClient) -> None:
    event = {"id": "e1", "actor": "ada", "verb": "dismiss", "object": "member:bob"}
    client.post("/v1/events", json=event)
    assert len(client.get("/v1/members/ada/feedback").json()["feedback"]) == 1
    assert client.delete(ONE).json()["removed"] == 1
    assert "member:bob" in recommended(client)


def test_saying_it_again_at_the_same_time_changes_nothing(client: TestClient) -> None:
    dated = DISMISS | {"at": "2026-01-09T12:00:00Z"}
    first = client.post("/v1/feedback", json=dated).json()
    again = client.post("/v1/feedback", json=dated).json()
    assert (first["changed"], again["changed"]) == (True, False)
    assert again["revision"] == first["revision"]
    assert client.delete(ONE).json()["removed"] == 1
    assert client.delete(ONE).json()["removed"] == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"member": None}, "member"),
        ({"feedback": None}, "feedback"),
        ({"about": None}, "about"),
        ({"feedback": "love"}, "feedback"),
        ({"feedback": 3}, "feedback"),
        ({"feedback": "block", "about": "content:q1"}, "feedback"),
        ({"about": "bob"}, "about"),
        ({"about": "purpose:1"}, "about"),
        ({"about": "member:ada"}, "about"),
        ({"at": "noon"}, "at"),
        ({"why": "so"}, "why"),
    ],
)
def test_what_is_wrong_is_named(client: TestClient, change: dict[str, object], field: str) -> None:
    wrong = DISMISS | change
    if change.get("about") == "purpose:1":
        assert client.post("/v1/feedback", json=wrong).status_code in (404, 422)
        return
    assert refused(client.post("/v1/feedback", json=wrong), 422)["field"] == field


@pytest.mark.parametrize(("field", "entity"), [("member", "member:x"), ("about", "content:x")])
def test_who_or_what_is_unknown_is_named(client: TestClient, field: str, entity: str) -> None:
    problem = refused(client.post("/v1/feedback", json=DISMISS | {field: entity}), 404)
    assert (problem["type"], problem["field"]) == ("/problems/unknown-participant", field)


def test_wrong_questions_about_feedback_are_refused(client: TestClient) -> None:
    refused(client.get("/v1/members/nobody/feedback"), 404)
    refused(client.delete("/v1/members/ada/feedback?feedback=dismiss"), 422)
    refused(client.delete("/v1/members/ada/feedback?feedback=hug&about=member:bob"), 422)
    assert client.get("/v1/members/a%2Fb%20%C3%BC%F0%9F%98%80/feedback").status_code == 200


def test_the_documented_feedback_is_the_one_that_is_read() -> None:
    assert set(FeedbackBody.model_fields) == set(FEEDBACK_FIELDS)
    for example in FeedbackBody.model_json_schema()["examples"]:
        assert parse_feedback(example).feedback.name == "dismiss"
