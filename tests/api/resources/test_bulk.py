"""Many rows at once: written in any order, refused by line, and nothing of a strict body."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.bodies import MAX_BULK_BYTES
from api.resources.bulk import MAX_LINE_BYTES
from api.settings import Settings
from graph import EntityId, GraphStore
from tests.api.conftest import client_of
from tests.api.test_app_recommendations import refused

HEADERS = {"content-type": "application/x-ndjson"}
ROWS: list[dict[str, object]] = [
    {
        "table": "relationships",
        "member_id": "new",
        "verb": "follow",
        "other_id": "ada",
        "at": "2026-02-01",
    },
    {"table": "content", "id": "c9", "kind": "answer", "author_id": "new", "parent_id": "c8"},
    {"table": "content", "id": "c8", "kind": "question", "skills": ["optics"]},
    {"table": "members", "id": "new", "name": "New", "mood": "sunny"},
]


def lines(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def sent(door: TestClient, body: bytes, query: str = "") -> Response:
    return door.post(f"/v1/bulk{query}", content=body, headers=HEADERS)


def test_rows_in_any_order_are_written(door: TestClient, club: GraphStore) -> None:
    answer = sent(door, lines(*ROWS))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["refused"] == 0
    assert told["tables"]["content"] == {"read": 2, "written": 2, "unchanged": 0, "refused": 0}
    assert told["revision"] == club.revision()
    assert door.get("/v1/members/new").json() == {"id": "new", "name": "New", "mood": "sunny"}
    assert door.get("/v1/content/c9").json()["parent_id"] == "c8"
    again = sent(door, lines(*ROWS)).json()
    assert {name: each["written"] for name, each in again["tables"].items()} == {
        "members": 0, "content": 0, "relationships": 0,
    }  # fmt: skip
    assert again["revision"] == told["revision"]


BAD: list[tuple[bytes, str]] = [
    (b"{", "JSON"),
    (b"[1]", "object"),
    (b'{"id": "x"}', "table"),
    (b'{"table": "planets", "id": "x"}', "table"),
    (b'{"table": 3}', "table"),
    (b'{"table": "members", "bio": NaN, "id": "x"}', "NaN"),
    (b'{"table": "interactions", "value": 1e400}', "Infinity"),
    (b'{"table": "members", "id": "\\ud800"}', "half of a character"),
    (b'{"table": "members", "id": "\xff"}', "UTF-8"),
    (b'{"table": "members"}', "id"),
    (b'{"table": "skills", "id": "s", "name": "s", "broader": "none"}', "broader"),
    (b'{"table": "members", "id": "d", "x": ' + b"[" * 5000 + b"]" * 5000 + b"}", "nested"),
    (b'{"table": "members", "id": "' + b"x" * MAX_LINE_BYTES + b'"}', "longer"),
]


def test_what_cannot_be_used_is_named_by_its_line(door: TestClient, club: GraphStore) -> None:
    good = lines({"table": "members", "id": "good"})
    body = b"\n".join(line for line, _ in BAD) + b"\n\n" + good
    told = sent(door, body).json()
    reasons = {each["line"]: each["reason"] for each in told["refusals"]}
    assert sorted(reasons) == list(range(1, len(BAD) + 1))
    for number, (_, word) in enumerate(BAD, start=1):
        assert word in reasons[number], (number, reasons[number])
    assert told["refused"] == len(BAD)
    assert club.existing([EntityId("member:good")])


def test_a_strict_body_is_written_whole_or_not_at_all(door: TestClient, club: GraphStore) -> None:
    before = club.stamp()
    bad = {"table": "content", "id": "x", "kind": "post", "author_id": "nobody"}
    problem = refused(sent(door, lines(*ROWS, bad), "?strict=true"), 422)
    assert problem["refusals"] == [
        {
            "line": 5,
            "table": "content",
            "reason": "author_id names member 'nobody', which does not exist",
        }
    ]
    assert club.stamp() == before
    assert sent(door, lines(*ROWS), "?strict=true").json()["refused"] == 0
    assert club.stamp() != before


def test_an_empty_body_writes_nothing(refusing: TestClient) -> None:
    assert sent(refusing, b"").json()["tables"] == {}
    assert sent(refusing, b"\n \n").json()["refused"] == 0


@pytest.mark.parametrize("kind", ["text/csv", "application/octet-stream", ""])
def test_other_content_is_refused(refusing: TestClient, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    refused(refusing.post("/v1/bulk", content=lines(*ROWS), headers=headers), 415)


def test_a_body_that_is_too_long_is_refused(settings: Settings) -> None:
    small = settings.model_copy(update={"bulk_bytes": 2_000_000})
    app = create_app(small)
    door = client_of(app)
    row = lines({"table": "members", "id": "x", "bio": "b" * 500_000})

    def parts() -> Iterator[bytes]:
        for _ in range(6):
            yield row

    answer = door.post("/v1/bulk", content=parts(), headers=HEADERS)
    refused(answer, 413)
    refused(sent(door, row * 6), 413)
    assert sent(door, row * 3).json()["tables"]["members"]["refused"] == 2
    app.state.serving.close()


def test_the_limit_is_the_one_that_is_documented() -> None:
    assert Settings().bulk_bytes == MAX_BULK_BYTES
