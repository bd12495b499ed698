"""No door gives an id that nobody can see or type; what is called so already goes on working."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from graph import Entity, EntityId, GraphStore
from tests.api.test_app_recommendations import refused

ODD = EntityId("member:a\nb")
SEEN = {"member_id": "ada", "verb": "view", "object_kind": "content", "object_id": "q1"}
EVENT = {"actor": "ada", "verb": "view", "object": "content:q1", "at": "2026-02-01"}
LINES = {"content-type": "application/x-ndjson"}


def revision(door: TestClient) -> int:
    return int(door.get("/v1/communities").json()["items"][0]["revision"])


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/v1/members", {"id": "a\x07"}, "id"),
        ("POST", "/v1/skills", {"id": " a", "name": "A"}, "id"),
        ("PUT", "/v1/members/a%C2%9Bb", {"name": "A"}, "id"),
        ("POST", "/v1/journey-plans", {"id": "j", "name": "J", "stages": ["a\x07"]}, "stages"),
        ("POST", "/v1/interactions", SEEN | {"event_id": "e\n"}, "event_id"),
        ("POST", "/v1/edges", {"kind": "FOLLOWS", "source": "member:ada", "target": "member:bob",
                               "key": "e\x07"}, "key"),
        ("POST", "/v1/events", EVENT | {"id": "e\x07"}, "id"),
        ("POST", "/v1/events", [EVENT, EVENT | {"id": "e "}], "[1].id"),
    ],
)  # fmt: skip
def test_what_would_be_called_so_is_refused_with_the_field(
    refusing: TestClient, method: str, path: str, body: object, field: str
) -> None:
    before = revision(refusing)
    answer = refusing.request(method, path, json=body)
    assert refused(answer, 422)["field"] == field
    assert revision(refusing) == before


def test_lines_of_many_rows_are_no_way_around_it(refusing: TestClient) -> None:
    before = revision(refusing)
    rows = [
        {"table": "members", "id": "a\x07"},
        {"table": "entities", "id": "member:a\x00b"},
        SEEN | {"table": "interactions", "event_id": "e\x07"},
    ]
    body = "\n".join(json.dumps(row) for row in rows)
    body += '\n{"table": "members", "id": "eve", "name": "Eve", "name": "Ada"}'
    told = refusing.post("/v1/bulk", content=body, headers=LINES).json()
    reasons = {each["line"]: each["reason"] for each in told["refusals"]}
    assert reasons[1].startswith("id holds a control character")
    assert reasons[2].startswith("id holds a control character")
    assert reasons[3].startswith("event_id holds a control character")
    assert reasons[4] == "name is there twice"
    assert revision(refusing) == before


def test_what_is_called_so_already_goes_on_working(door: TestClient, club: GraphStore) -> None:
    club.write([Entity(ODD, None, {"name": "Odd"})])
    path = "/v1/members/a%0Ab"
    assert door.get(path).json()["name"] == "Odd"
    assert door.patch(path, json={"name": "Odder"}).json()["name"] == "Odder"
    assert door.put(path, json={"name": "Oddest"}).status_code == 200
    event = EVENT | {"actor": ODD}
    assert door.post("/v1/events", json=event).status_code == 200
    row = json.dumps({"table": "members", "id": "a\nb", "name": "Odd again"})
    told = door.post("/v1/bulk", content=row, headers=LINES).json()
    assert told["tables"]["members"]["written"] == 1
    assert door.get(path).json()["name"] == "Odd again"
    assert door.delete(path).status_code == 204
