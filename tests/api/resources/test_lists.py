"""Lists of resources: whole page by page, narrowed, and steady under writes."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.resources.kinds import RESOURCES
from graph import GraphStore
from tests.api.conftest import node
from tests.api.test_app_recommendations import refused

ROWS = [
    {"member_id": who, "verb": verb, "object_kind": "content", "object_id": what}
    for who in ("ada", "bob", "cleo")
    for verb in ("like", "view", "ponder")
    for what in ("q1", "q2")
]


def walked(door: TestClient, path: str, **query: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    asked = {key: value for key, value in query.items() if value is not None}
    while True:
        answer = door.get(path, params={key: str(value) for key, value in asked.items()})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= int(str(asked.get("limit", 100)))
        rows += page["items"]
        if page["next"] is None:
            return rows
        asked["cursor"] = page["next"]


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_pages_together_are_the_list(door: TestClient, limit: int) -> None:
    for row in ROWS:
        assert door.post("/v1/interactions", json=row).status_code == 201
    names = [row["id"] for row in walked(door, "/v1/members", limit=limit)]
    assert names == sorted(["ada", "bob", "cleo", "dan", "sam1", "sam2", "a/b ü😀"])
    told = walked(door, "/v1/interactions", limit=limit)
    assert len({row["id"] for row in told}) == len(told) == len(ROWS)
    own = walked(door, "/v1/interactions", limit=limit, member="ada")
    assert {row["member_id"] for row in own} == {"ada"}
    assert len(own) == 6
    likes = walked(door, "/v1/interactions", limit=limit, verb="like")
    assert [row["verb"] for row in likes] == ["like"] * 6
    assert len(walked(door, "/v1/interactions", limit=limit, verb="ponder", member="bob")) == 2
    assert len(walked(door, "/v1/edges", limit=limit, kind="engaged")) == 12
    answers = walked(door, "/v1/content", limit=limit, kind="answer")
    assert [row["id"] for row in answers] == ["a1", "a2"]
    assert [row["id"] for row in walked(door, "/v1/members", limit=limit, name="S")] == [
        "sam1", "a/b ü😀",
    ]  # fmt: skip


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
def test_only_what_changed_since(door: TestClient, club: GraphStore, resource: Any) -> None:
    revision = door.get(f"/v1/{resource.path}").json()["revision"]
    assert revision == club.revision()
    assert walked(door, f"/v1/{resource.path}", changed_since=revision) == []
    club.write([node("member:ada", name="Ada B."), node("member:new", name="New")])
    if resource.path == "members":
        changed = walked(door, "/v1/members", changed_since=revision, limit=1)
        assert sorted(row["id"] for row in changed) == ["ada", "new"]


def test_writes_between_pages_hide_nothing(door: TestClient, club: GraphStore) -> None:
    first = door.get("/v1/members?limit=3").json()
    club.write([node("member:aa"), node("member:zz"), node("member:sam1", name="Samuel")])
    rest = door.get("/v1/members", params={"cursor": first["next"]}).json()
    assert [row["id"] for row in rest["items"]] == ["cleo", "dan", "sam1", "sam2", "zz"]


def test_a_page_of_a_rare_kind_ends_without_reading_all(door: TestClient, club: GraphStore) -> None:
    club.write([node(f"content:c{number:05}", kind="post") for number in range(1_500)])
    page = door.get("/v1/content?kind=question&limit=10").json()
    assert page["next"] is not None
    assert len(walked(door, "/v1/content", kind="question", limit=10)) == 2


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=x", "limit"),
        ("changed_since=-1", "changed_since"),
        ("changed_since=" + "9" * 30, "changed_since"),
        ("verb=like", "verb"),
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
        ("cursor=é", "cursor"),
        ("cursor=" + "A" * 5000, "cursor"),
        ("name=" + "n" * 501, "name"),
    ],
)
def test_queries_that_are_refused(refusing: TestClient, query: str, field: str) -> None:
    assert refused(refusing.get(f"/v1/members?{query}"), 422)["field"] == field


def test_a_cursor_continues_its_own_list_alone(refusing: TestClient) -> None:
    cursor = refusing.get("/v1/members?limit=1").json()["next"]
    assert refusing.get(f"/v1/members?limit=5&cursor={cursor}").status_code == 200
    for other in ("members?name=S", "members?changed_since=1", "skills?", "content?"):
        refused(refusing.get(f"/v1/{other}&cursor={cursor}"), 422)
    whole = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    for forged in (whole[:-1], whole + b"x", json.dumps([0, "member:x"]).encode()):
        text = base64.urlsafe_b64encode(forged).decode().rstrip("=")
        refused(refusing.get(f"/v1/members?cursor={text}"), 422)


@pytest.mark.parametrize("query", ["member=skill:1", "source=ada", "kind=EATS"])
def test_filters_that_cannot_be(refusing: TestClient, query: str) -> None:
    path = "interactions" if query.startswith("member") else "edges"
    refused(refusing.get(f"/v1/{path}?{query}"), 422)
