"""The audit log: what is written down, what is not, and how it is found again."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.access.keys import Keys
from api.access.principals import Role
from api.app import create_app
from api.audit.entries import AUDIT, Asked, AuditEntry, append, find_entries
from api.settings import Settings
from graph.documents import Documents
from tests.api.access.conftest import bearer
from tests.api.conftest import COMMUNITY, CommandLine, client_of, engine_of, environment, serving_of
from tests.api.test_app_recommendations import refused

SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Watched:
    """A server, and two who ask it."""

    client: TestClient
    settings: Settings
    owner: dict[str, str]
    reader: dict[str, str]
    who: str

    @property
    def documents(self) -> Documents:
        return engine_of(serving_of(self.client)).documents

    def count(self) -> int:
        return self.documents.count(AUDIT)

    def last(self) -> dict[str, Any]:
        """The latest entry, as the route tells it."""
        answer = self.client.get("/v1/audit?limit=1", headers=self.owner)
        assert answer.status_code == 200, answer.text
        (entry,) = answer.json()["items"]
        return dict(entry)


@pytest.fixture(scope="module")
def watched(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("audit")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(
        store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder / "cache", data=folder / "data"
    )
    with client_of(create_app(settings)) as client:
        keys = Keys(serving_of(client).documents)
        owner = keys.create(COMMUNITY, "the owner", Role.OWNER)
        reader = bearer(keys.create(COMMUNITY, "reader", Role.VIEWER).token)
        yield Watched(client, settings, bearer(owner.token), reader, f"key:{owner.key.id}")


def hashed(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def test_plain_reads_leave_nothing(watched: Watched) -> None:
    before = watched.count()
    for path in (
        "/v1/members/ada/recommendations?goal=peers", "/v1/skills", "/v1/worklist",
        "/v1/communities", "/dashboard/members", "/dashboard/today", "/v1/audit",
    ):  # fmt: skip
        assert watched.client.get(path, headers=watched.owner).status_code == 200, path
    question = {"goal": "peers", "member": "ada"}
    watched.client.post("/v1/recommendations", json=question, headers=watched.owner)
    assert watched.count() == before


@pytest.mark.parametrize(
    ("method", "path", "body", "operation", "ids", "status"),
    [
        ("GET", "/v1/members/ada/export", None, "export_member", {"member": "member:ada"}, 200),
        ("GET", "/v1/members/nob/export", None, "export_member",
         {"member": hashed("member:nob")}, 404),
        ("GET", "/v1/members/a%2Fb%20%C3%BC%F0%9F%98%80/consent", None, "consent_of_member",
         {"member": "member:a/b ü😀"}, 200),
        ("GET", "/dashboard/member/reputation?id=member:ada", None,
         "GET /dashboard/member/{name}", {"id": "member:ada", "name": hashed("reputation")}, 200),
        ("PUT", "/v1/members/ada/consent", {"research": False}, "give_consent",
         {"member": "member:ada"}, 200),
        ("PUT", "/v1/members/ada/consent", {"research": "secret"}, "give_consent",
         {"member": hashed("member:ada")}, 422),
        ("POST", "/v1/feedback", {"member": "ada", "feedback": "dismiss", "about": "member:bob"},
         "give_feedback", {"member": "member:ada", "about": "member:bob"}, 200),
        ("POST", "/v1/events", {"actor": "ada", "verb": "view", "object": "content:q1"},
         "record_events", {"members": ["member:ada"]}, 200),
        ("POST", "/v1/skills", {"id": "glass", "name": "glass"}, "create_skill",
         {"skill": "skill:glass"}, 201),
        ("PATCH", "/v1/skills/glass", {"description": "private words"}, "change_skill",
         {"skill": "skill:glass"}, 200),
        ("POST", "/v1/worklist/nothing", {"result": "done"}, "conclude_worklist_entry",
         {"entry": hashed("nothing")}, 404),
    ],
)  # fmt: skip
def test_changes_and_looks_at_what_is_sensitive_are_written_down(
    watched: Watched, method: str, path: str, body: Any, operation: str, ids: object, status: int
) -> None:
    before = watched.count()
    answer = watched.client.request(method, path, json=body, headers=watched.owner)
    assert answer.status_code == status, answer.text
    assert watched.count() == before + 1
    told = watched.last()
    assert datetime.now(UTC) - datetime.fromisoformat(told.pop("at")) < timedelta(seconds=60)
    assert told == {
        "who": watched.who, "name": "the owner", "operation": operation, "ids": ids,
        "status": status, "request": answer.headers["x-request-id"], "counts": {},
    }  # fmt: skip


def test_what_is_not_open_to_somebody_is_written_down_as_well(watched: Watched) -> None:
    refused(watched.client.get("/v1/members/ada/export", headers=watched.reader), 403)
    assert (watched.last()["name"], watched.last()["status"]) == ("reader", 403)
    said = {"id": "member:ada", "about": "member:cleo", "said": "introduce"}
    headers = watched.owner | SAME_SITE
    done = watched.client.post("/dashboard/member/say", data=said, headers=headers)
    assert done.status_code == 200
    assert watched.last()["operation"] == "POST /dashboard/member/say"
    assert watched.last()["ids"] == {"member": "member:ada", "about": "member:cleo"}
    refused(watched.client.get("/v1/audit", headers=watched.reader), 403)


def test_of_many_at_once_the_first_are_named_and_all_are_counted(watched: Watched) -> None:
    rows = [{"table": "skills", "id": f"s{each:02}", "name": "skill"} for each in range(30)]
    rows += [{"table": "skills", "id": "no name"}, {"table": "members", "id": "tom"}]
    rows += [{"table": "member_skills", "member_id": "tom", "skill_id": "s01", "relation": "has"}]
    body = "\n".join(json.dumps(row) for row in rows)
    headers = watched.owner | {"Content-Type": "application/x-ndjson"}
    assert watched.client.post("/v1/bulk", content=body, headers=headers).json()["refused"] == 1
    told = watched.last()
    assert told["ids"] == {"ids": [f"skill:s{each:02}" for each in range(20)]}
    assert told["counts"] == {"members": 1, "skills": 30, "member_skills": 1}
    refused(watched.client.post("/v1/bulk?strict=true", content=body, headers=headers), 422)
    assert (watched.last()["ids"], watched.last()["counts"]) == ({}, {})
    events = [
        {"actor": actor, "verb": "view", "object": "content:q1", "at": f"2026-02-0{day}"}
        for actor in ("ada", "bob")
        for day in (1, 2)
    ]
    watched.client.post("/v1/events", json=events, headers=watched.owner)
    assert watched.last()["ids"] == {"members": ["member:ada", "member:bob"]}
    assert watched.last()["counts"] == {"events": 4}


def test_no_texts_are_in_it(watched: Watched) -> None:
    headers = watched.owner
    row = {"id": "zoe", "name": "Zoe Zimmermann", "bio": "Born in a small town."}
    created = watched.client.post("/v1/members", json=row, headers=headers)
    assert created.status_code == 201
    assert watched.last()["ids"] == {"member": "member:zoe"}
    watched.client.patch("/v1/members/zoe", json={"bio": "A new text."}, headers=headers)
    seen = {"member_id": "zoe", "verb": "view", "object_kind": "content", "object_id": "q1"}
    told = watched.client.post("/v1/interactions", json=seen, headers=headers)
    assert told.status_code == 201
    for text in ("Zimmermann", "small town", "A new text", headers["Authorization"][7:]):
        assert [each for each in watched.documents.holding(text) if each.collection == AUDIT] == []
    erased = watched.client.post("/v1/members/zoe/erasure", headers=headers)
    assert erased.status_code == 200, erased.text
    assert watched.last()["ids"] == {"member": hashed("member:zoe")}
    assert watched.documents.holding("member:zoe") == []
    found = watched.client.get("/v1/audit?operation=create_member", headers=headers).json()
    assert "erased:" in found["items"][0]["ids"]["member"]


def test_both_doors_find_entries_again(watched: Watched) -> None:
    ask = watched.client.get
    for _ in range(3):
        ask("/v1/members/bob/feedback", headers=watched.owner)
    query = f"/v1/audit?operation=feedback_of_member&principal={watched.who}&limit=2"
    first = ask(query, headers=watched.owner).json()
    assert len(first["items"]) == 2
    second = ask(f"{query}&cursor={first['next']}", headers=watched.owner).json()
    assert len(second["items"]) == 1
    assert second["next"] is None
    assert ask("/v1/audit?principal=key:other", headers=watched.owner).json()["items"] == []
    late = "/v1/audit?since=2999-01-01T00:00:00Z"
    assert ask(late, headers=watched.owner).json() == {"items": [], "next": None}
    early = "/v1/audit?until=2000-01-01T00:00:00Z"
    assert ask(early, headers=watched.owner).json()["items"] == []
    for wrong in ("since=yesterday", "cursor=x", "limit=0", "who=x"):
        refused(ask(f"/v1/audit?{wrong}", headers=watched.owner), 422)
    kinpath = CommandLine(environment(watched.settings))
    told = json.loads(kinpath.ok("audit", "--operation", "feedback_of_member", "--json"))
    assert told["items"] == [*first["items"], *second["items"]]
    assert "feedback_of_member" in kinpath.ok("audit", "--principal", watched.who)
    assert kinpath("audit", "--since", "yesterday").exit_code == 1


def test_what_cannot_be_written_down_is_not_answered(watched: Watched) -> None:
    settings = watched.settings.model_copy(update={"deadline": 1.0})
    path = settings.store.removeprefix("sqlite:///")
    with client_of(create_app(settings)) as client, closing(connect(path)) as other:
        ask = partial(client.get, "/v1/members/ada/feedback", headers=watched.owner)
        assert "Bob" in ask().text
        other.execute("BEGIN IMMEDIATE")  # nobody else may write now, and all may read
        told = ask()
        assert refused(told, 504)["type"] == "/problems/store-timeout"
        assert "Bob" not in told.text
        other.rollback()
        assert "Bob" in ask().text


def test_entries_are_found_on_each_kind_of_store(documents: Documents) -> None:
    entries = [
        AuditEntry(f"2026-01-{day:02}T00:00:00+00:00", who, who, "look", {"member": "x"}, 200)
        for day in range(1, 6)
        for who in ("account:anna", "account:bert")
    ]
    for entry in entries:
        append(documents, entry, 3)
    latest = entries[::-1]
    assert find_entries(documents, Asked()).entries == latest
    annas = find_entries(documents, Asked(who="account:anna", limit=2))
    assert annas.entries == [latest[1], latest[3]]
    more = find_entries(documents, Asked(who="account:anna", before=annas.next))
    assert more.entries == [latest[5], latest[7], latest[9]]
    since, until = (datetime(2026, 1, day, tzinfo=UTC) for day in (2, 4))
    assert find_entries(documents, Asked(since=since, until=until)).entries == latest[4:8]
