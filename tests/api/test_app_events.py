"""Events: kept once, safely, and known to the very next answer."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from api.events import EVENT_FIELDS, MAX_EVENTS, parse_event
from api.schemas import Event
from api.settings import Settings
from graph.records import EntityId, Relationship
from graph.schema import RelationshipKind
from graph.store import open_store
from tests.api.conftest import COMMUNITY, at
from tests.api.test_app_recommendations import refused

LIKE = {
    "id": "e1",
    "actor": "member:ada",
    "verb": "like",
    "object": "content:q1",
    "at": "2026-01-09T12:00:00Z",
    "value": 4.5,
}


def stored(settings: Settings, entity: str) -> list[Relationship]:
    with open_store(settings.store, COMMUNITY) as store:
        return list(store.relationships(touching=EntityId(entity)))


def test_an_event_is_in_the_store_when_it_is_acknowledged(
    client: TestClient, settings: Settings
) -> None:
    response = client.post("/v1/events", json=LIKE)
    assert response.status_code == 200, response.text
    assert response.json() == {
        "accepted": 1,
        "created": 1,
        "updated": 0,
        "unchanged": 0,
        "revision": 2,
        "unknown_verbs": [],
    }
    expected = Relationship(
        RelationshipKind.ENGAGED,
        EntityId("member:ada"),
        EntityId("content:q1"),
        "e1",
        at(9),
        {"verb": "like", "value": 4.5},
    )
    assert expected in stored(settings, "member:ada")


def test_an_event_told_again_is_kept_once(client: TestClient, settings: Settings) -> None:
    client.post("/v1/events", json=LIKE)
    before = stored(settings, "member:ada")
    again = client.post("/v1/events", json=LIKE).json()
    assert (again["unchanged"], again["revision"]) == (1, 2)
    without_id = {key: value for key, value in LIKE.items() if key != "id"}
    assert client.post("/v1/events", json=[without_id, without_id]).json()["created"] == 1
    assert client.post("/v1/events", json=without_id).json()["unchanged"] == 1
    assert len(stored(settings, "member:ada")) == len(before) + 1


def test_the_next_answer_knows_of_an_event(client: TestClient) -> None:
    path = "/v1/members/ada/recommendations?goal=mentors"
    before = client.get(path).json()
    assert "member:bob" in [result["id"] for result in before["results"]]
    block = {"actor": "ada", "verb": "block", "object": "member:bob"}
    assert client.post("/v1/events", json=block).status_code == 200
    after = client.get(path).json()
    assert "member:bob" not in [result["id"] for result in after["results"]]
    assert after["revision"] == before["revision"] + 1


@pytest.mark.parametrize(
    ("verb", "thing", "kind"),
    [
        ("join", "group:makers", "JOINED"),
        ("leave", "group:makers", "LEFT"),
        ("dismiss", "content:q1", "DISMISSED"),
        ("like", "skill:optics", "ENGAGED"),
        ("mentor", "member:bob", "MENTORS"),
        ("dismiss", "member:bob", "DISMISSED"),
        ("wave", "member:bob", "RELATED"),
        ("ponder", "content:q1", "RELATED"),
    ],
)
def test_verbs_become_relationships(verb: str, thing: str, kind: str) -> None:
    event = parse_event({"actor": "ada", "verb": verb, "object": thing})
    assert event.kind.value == kind
    assert event.properties["verb"] == verb
    assert event.at is not None


def test_unknown_verbs_are_kept_and_named(client: TestClient, settings: Settings) -> None:
    events = [
        {"actor": "ada", "verb": "wave", "object": "member:bob"},
        {"actor": "ada", "verb": "ponder", "object": "content:q1"},
        LIKE,
    ]
    answer = client.post("/v1/events", json=events).json()
    assert answer["unknown_verbs"] == ["ponder", "wave"]
    assert answer["created"] == 3
    verbs = {edge.properties.get("verb") for edge in stored(settings, "member:ada")}
    assert {"wave", "ponder", "like"} <= verbs


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"actor": None}, "actor"),
        ({"verb": None}, "verb"),
        ({"object": None}, "object"),
        ({"actor": "skill:optics"}, "actor"),
        ({"actor": 7}, "actor"),
        ({"verb": " "}, "verb"),
        ({"verb": "v" * 300}, "verb"),
        ({"object": "q1"}, "object"),
        ({"object": "purpose:1"}, "object"),
        ({"object": "member:ada"}, "object"),
        ({"at": "noon"}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"value": [1]}, "value"),
        ({"value": True}, "value"),
        ({"value": 10**30}, "value"),
        ({"value": "v" * 300}, "value"),
        ({"id": ""}, "id"),
        ({"id": "i" * 300}, "id"),
        ({"when": "now"}, "when"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    client: TestClient, change: dict[str, object], field: str
) -> None:
    wrong = LIKE | change
    assert refused(client.post("/v1/events", json=wrong), 422)["field"] == field
    assert refused(client.post("/v1/events", json=[LIKE, wrong]), 422)["field"] == f"[1].{field}"


@pytest.mark.parametrize(("field", "entity"), [("actor", "member:x"), ("object", "content:x")])
def test_who_or_what_is_unknown_is_named(client: TestClient, field: str, entity: str) -> None:
    problem = refused(client.post("/v1/events", json=LIKE | {field: entity}), 404)
    assert (problem["type"], problem["field"]) == ("/problems/unknown-participant", field)
    many = refused(client.post("/v1/events", json=[LIKE, LIKE | {field: entity}]), 404)
    assert many["field"] == f"[1].{field}"
    assert entity in str(many["detail"])


def test_a_list_is_written_whole_or_not_at_all(client: TestClient, settings: Settings) -> None:
    before = stored(settings, "member:ada")
    client.post("/v1/events", json=[LIKE, LIKE | {"object": "content:nothing"}])
    client.post("/v1/events", json=[LIKE, LIKE | {"verb": ""}])
    assert stored(settings, "member:ada") == before


@pytest.mark.parametrize("body", [[], [LIKE] * (MAX_EVENTS + 1), 3, "like", [3], {}])
def test_bodies_of_another_shape_are_refused(client: TestClient, body: object) -> None:
    refused(client.post("/v1/events", json=body), 422)


def test_the_documented_event_is_the_one_that_is_read() -> None:
    assert set(Event.model_fields) == set(EVENT_FIELDS)
    for example in Event.model_json_schema()["examples"]:
        assert parse_event(example).kind is RelationshipKind.ENGAGED
