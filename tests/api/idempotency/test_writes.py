"""Requests that are sent twice over HTTP, at once and one after the other."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.access.keys import Keys
from api.access.principals import PRINCIPAL, Role, anybody
from api.app import create_app
from api.communities import open_server_documents
from api.idempotency.ledger import COLLECTION
from api.idempotency.middleware import IdempotentWrites
from api.settings import Settings
from tests.api.access.conftest import bearer
from tests.api.conftest import COMMUNITY, client_of, engine_of, serving_of
from tests.api.served import START_SECONDS, await_answer, free_port
from tests.api.test_app_recommendations import refused

HEADER = "Idempotency-Key"
GIVEN_UP = 0.5
"""Seconds after which a request counts as cut off whose server was killed."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Two workers on one store, and the headers of two who may change it."""

    one: TestClient
    two: TestClient
    ann: dict[str, str]
    ben: dict[str, str]


@pytest.fixture(scope="module")
def doors(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    folder = tmp_path_factory.mktemp("twice")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(
        store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder / "cache", data=folder / "data"
    )
    with open_server_documents(settings) as documents:
        keys = Keys(documents)
        ann, ben = (bearer(keys.create(COMMUNITY, n, Role.OWNER).token) for n in ("ann", "ben"))
    with start_blocking_portal() as portal:
        clients = [client_of(create_app(settings)) for _ in range(2)]
        for client in clients:
            client.portal = portal
        yield Doors(clients[0], clients[1], ann, ben)
        for client in clients:
            client.app.state.jobs.close()  # type: ignore[attr-defined]
            serving_of(client).close()


def new_key() -> dict[str, str]:
    return {HEADER: f'"{secrets.token_hex(16)}"'}


def kind_of(problem: dict[str, object]) -> str:
    return str(problem["type"]).rpartition("/")[2]


def member() -> dict[str, Any]:
    return {"id": f"new-{secrets.token_hex(4)}", "name": "New"}


def test_the_same_request_is_carried_out_once(doors: Doors) -> None:
    sent, headers = member(), {**doors.ann, **new_key()}
    first = doors.one.post("/v1/members", json=sent, headers=headers)
    assert first.status_code == 201
    for door in (doors.one, doors.two):  # the other worker, or the same one after a restart
        again = door.post("/v1/members", json=sent, headers=headers)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        for name in ("etag", "location", "content-type", "content-length"):
            assert again.headers[name] == first.headers[name]
    assert "idempotency-replayed" not in first.headers


def test_a_key_without_quotes_is_the_same_key(doors: Doors) -> None:
    sent, key = member(), secrets.token_hex(16)
    doors.one.post("/v1/members", json=sent, headers={**doors.ann, HEADER: f'"{key}"'})
    again = doors.one.post("/v1/members", json=sent, headers={**doors.ann, HEADER: key})
    assert again.status_code == 201


def test_a_write_whose_server_was_killed_before_its_answer_was_kept_is_not_repeated(
    doors: Doors,
) -> None:
    """The process is a real one, and so are its end and what it left in the database."""
    # Carried out twice it would be there twice: without a time of its own it happens when told.
    sent = b'{"actor": "ada", "verb": "killed", "object": "content:q1"}'
    headers = {**doors.ann, **new_key(), "Content-Type": "application/json"}
    with killed_server(doors) as url:
        told = Request(f"{url}/v1/events", sent, headers)
        with pytest.raises((URLError, ConnectionError)):
            urlopen(told, timeout=START_SECONDS)
    first = doors.two.post("/v1/events", content=sent, headers=headers)
    time.sleep(GIVEN_UP)
    assert kind_of(refused(first, 409)) in ("request-in-flight", "outcome-unknown")
    for door in (doors.one, doors.two):
        again = door.post("/v1/events", content=sent, headers=headers)
        assert kind_of(refused(again, 409)) == "outcome-unknown"
    seen = doors.one.get("/v1/interactions?member=ada&verb=killed", headers=doors.ann).json()
    assert len(seen["items"]) == 1


@contextmanager
def killed_server(doors: Doors) -> Iterator[str]:
    """Where a third worker listens, which ends as soon as it has carried out a write."""
    settings, port = serving_of(doors.one).settings, free_port()
    said = {
        "store": settings.store, "cache": str(settings.cache), "data": str(settings.data),
        "port": port, "lease": GIVEN_UP,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.api.idempotency.killed_server"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as server:
        try:
            assert server.stdin is not None
            server.stdin.write(json.dumps(said).encode() + b"\n")
            server.stdin.close()
            await_answer(f"http://127.0.0.1:{port}/health", server)
            yield f"http://127.0.0.1:{port}"
            assert server.wait(START_SECONDS) == -signal.SIGKILL
        finally:
            server.kill()


def test_another_request_needs_another_key(doors: Doors) -> None:
    sent, headers = member(), {**doors.ann, **new_key()}
    assert doors.one.post("/v1/members", json=sent, headers=headers).status_code == 201
    for answer in (
        doors.one.post("/v1/members", json={**sent, "name": "Other"}, headers=headers),
        doors.one.post("/v1/skills", json=sent, headers=headers),
        doors.two.patch(f"/v1/members/{sent['id']}", json={"name": "Y"}, headers=headers),
        doors.one.patch(
            f"/v1/members/{sent['id']}", json={}, headers={**headers, "If-Match": '"old"'}
        ),
    ):
        problem = refused(answer, 422)
        assert kind_of(problem) == "key-used-otherwise"
        assert problem["field"] == HEADER


def test_nobody_gets_what_somebody_else_was_answered(doors: Doors) -> None:
    sent, key = member(), new_key()
    assert doors.one.post("/v1/members", json=sent, headers={**doors.ann, **key}).is_success
    others = doors.one.post("/v1/members", json=sent, headers={**doors.ben, **key})
    assert kind_of(refused(others, 409)) == "already-exists"
    assert doors.one.post("/v1/members", json=sent, headers=key).status_code == 401


def test_a_refusal_is_told_again_and_what_was_not_read_is_not(doors: Doors) -> None:
    headers = {**doors.ann, **new_key()}
    wrong = doors.one.post("/v1/members", json={"name": "No id"}, headers=headers)
    refused(wrong, 422)
    again = doors.two.post("/v1/members", json={"name": "No id"}, headers=headers)
    assert (again.status_code, again.content) == (422, wrong.content)
    headers = {**doors.ann, **new_key(), "Content-Type": "application/json"}
    refused(doors.one.post("/v1/members", content=b"{", headers=headers), 400)
    assert doors.one.post("/v1/members", json=member(), headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["", '""', '"a', "a b", "ü", "x" * 256, '"a", "b"'])
def test_what_is_no_key_is_refused(doors: Doors, key: str) -> None:
    headers = [(name.encode(), value.encode()) for name, value in doors.ann.items()]
    headers.append((HEADER.encode(), key.encode()))
    answer = doors.one.post("/v1/members", json=member(), headers=headers)
    assert refused(answer, 400)["field"] == HEADER


def test_without_a_key_and_for_questions_nothing_is_kept(doors: Doors) -> None:
    documents = engine_of(serving_of(doors.one)).documents
    before = documents.count(COLLECTION)
    assert doors.one.post("/v1/members", json=member(), headers=doors.ann).is_success
    question = {"goal": "peers", "member": "ada"}
    headers = {**doors.ann, **new_key()}
    for _ in range(2):
        answer = doors.one.post("/v1/recommendations", json=question, headers=headers)
        assert "idempotency-replayed" not in answer.headers
    assert documents.count(COLLECTION) == before


def test_many_rows_come_twice(doors: Doors) -> None:
    lines = "".join(json.dumps({"table": "members", **member()}) + "\n" for _ in range(3))
    headers = {**doors.ann, **new_key(), "Content-Type": "application/x-ndjson"}
    first = doors.one.post("/v1/bulk", content=lines, headers=headers)
    again = doors.two.post("/v1/bulk", content=lines, headers=headers)
    assert first.json()["tables"]["members"]["written"] == 3
    assert again.content == first.content
    refused(doors.one.post("/v1/bulk", content=lines + lines, headers=headers), 422)


def test_of_those_that_come_at_once_one_is_carried_out(doors: Doors) -> None:
    headers, body = {**doors.ann, **new_key()}, member()

    def send(door: TestClient) -> tuple[int, str]:
        answer = door.post("/v1/members", json=body, headers=headers)
        return answer.status_code, str(answer.json().get("type", "")).rpartition("/")[2]

    with ThreadPoolExecutor(6) as threads:
        answers = set(threads.map(send, [doors.one, doors.two] * 3))
    # Of one that was carried out a second time, 409 would say `already-exists`.
    assert (201, "") in answers
    assert answers <= {(201, ""), (409, "request-in-flight")}
    assert doors.two.post("/v1/members", json=body, headers=headers).status_code == 201


def test_no_answer_stays_that_names_who_was_erased(doors: Doors) -> None:
    sent, headers = member(), {**doors.ann, **new_key()}
    sent["name"] = f"Xylander {sent['id']}"
    assert doors.one.post("/v1/members", json=sent, headers=headers).is_success
    erased = doors.one.post(f"/v1/members/{sent['id']}/erasure", headers=doors.ann)
    assert erased.json()["whole"]
    again = doors.two.post("/v1/members", json=sent, headers=headers)
    assert kind_of(refused(again, 409)) == "answer-not-kept"
    assert engine_of(serving_of(doors.one)).documents.holding(sent["name"]) == []
    assert doors.one.get(f"/v1/members/{sent['id']}", headers=doors.ann).status_code == 404


@pytest.fixture
def slowly(doors: Doors) -> Slow:
    return Slow(doors)


class Slow:
    """Carries requests out as slowly as a test likes, in front of the real documents."""

    def __init__(self, doors: Doors) -> None:
        self.door = IdempotentWrites(self, serving_of(doors.one).engines, 1_000)
        self.may_end = asyncio.Event()
        self.count = 0
        self.fails = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.count += 1
        assert (await receive())["body"] == b"{}"
        await self.may_end.wait()
        if self.fails:
            raise RuntimeError("a fault")
        secret = {"cache-control": "no-store"} if scope["path"].endswith("secret") else {}
        await Response("carried out", headers=secret)(scope, receive, send)

    async def ask(self, key: bytes, path: str = "/v1/events") -> int:
        said: list[int] = []

        async def send(message: Any) -> None:
            said.extend([message["status"]] if "status" in message else [])

        async def receive() -> Any:
            return {"type": "http.request", "body": b"{}"}

        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": path,
            "query_string": b"",
        }
        scope |= {"headers": [(HEADER.lower().encode(), key)], PRINCIPAL: anybody(COMMUNITY)}
        await self.door(scope, receive, send)
        return said[0]


def test_while_it_is_carried_out_the_same_is_a_conflict(slowly: Slow) -> None:
    async def ask() -> list[int]:
        first = asyncio.create_task(slowly.ask(b"slow"))
        while not slowly.count:
            await asyncio.sleep(0.01)
        second = await slowly.ask(b"slow")
        slowly.may_end.set()
        return [second, await first, await slowly.ask(b"slow")]

    began = time.monotonic()
    assert asyncio.run(ask()) == [409, 200, 200]
    assert slowly.count == 1
    assert time.monotonic() - began < 5


def test_after_a_fault_nobody_knows(slowly: Slow) -> None:
    async def ask() -> int:
        slowly.may_end.set()
        slowly.fails = True
        with pytest.raises(RuntimeError):
            await slowly.ask(b"fault")
        return await slowly.ask(b"fault")

    assert asyncio.run(ask()) == 409
    assert slowly.count == 1


def test_an_answer_that_tells_a_secret_is_not_kept(slowly: Slow) -> None:
    async def ask() -> list[int]:
        slowly.may_end.set()
        return [await slowly.ask(b"told", "/v1/secret") for _ in range(2)]

    assert asyncio.run(ask()) == [200, 409]
    assert slowly.count == 1
