"""The typed client: every operation, typed results, errors by name, another try where it helps."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.client import (
    InvalidAnswer,
    InvalidRequest,
    Kinpath,
    NotFound,
    NotReachable,
    Problem,
    Unavailable,
)
from api.client import calls as calls_module
from api.client.made.recommendations import Answer, Refusal
from api.settings import Settings
from environment.client_maker import make
from tests.api.served import free_port, serving_here

MADE = Path(__file__).parents[3] / "api" / "client" / "made"


@pytest.fixture
def kinpath(settings: Settings) -> Iterator[Kinpath]:
    """The client of a real server."""
    with serving_here(create_app(settings)) as url, Kinpath(url) as kinpath:
        yield kinpath


def test_every_operation_has_a_method_and_nothing_has_changed_since(
    client: TestClient, tmp_path: Path
) -> None:
    document = client.get("/openapi.json").json()
    for methods in document["paths"].values():
        for operation in methods.values():
            assert callable(getattr(Kinpath, operation["operationId"]))
    make(document, tmp_path)
    made = {file.name: file.read_text() for file in tmp_path.glob("*.py")}
    kept = {file.name: file.read_text() for file in MADE.glob("*.py")}
    assert kept == made, "the API has changed: run `make client`"


def test_importing_it_imports_no_server() -> None:
    code = (
        "import sys, api.client\n"
        "heavy = {'fastapi', 'starlette', 'uvicorn', 'torch', 'numpy', 'numba', 'typer', 'graph'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_answers_are_typed(kinpath: Kinpath) -> None:
    answer = kinpath.recommend(goal="mentors", member="ada", k=2)
    assert isinstance(answer, Answer)
    first = answer.results[0]
    assert first.id.startswith("member:")
    assert sum(first.explanation.shares.values()) == pytest.approx(first.score)
    assert kinpath.recommend_for_member("ada", goal="mentors", k=2).results[0].id == first.id
    assert kinpath.recommend_for_member("a/b ü😀", goal="peers").id == "a/b ü😀"
    both = kinpath.recommend_many([{"goal": "peers", "member": each} for each in ("ada", "no")])
    assert isinstance(both.answers[0], Answer)
    assert isinstance(both.answers[1], Refusal)
    assert both.answers[1].error.status == 404


def test_writes_are_read_back(kinpath: Kinpath) -> None:
    told = kinpath.record_events(actor="member:ada", verb="like", object="content:q1", id="e1")
    assert (told.accepted, told.created) == (1, 1)
    many = [{"actor": "member:ada", "verb": "like", "object": f"content:{a}"} for a in ("a1", "a2")]
    assert kinpath.record_events_many(many).accepted == 2
    kinpath.give_feedback(member="ada", feedback="dismiss", about="member:bob")
    assert [said.about for said in kinpath.feedback_of_member("ada").feedback] == ["member:bob"]
    assert kinpath.take_feedback_back("ada", feedback="dismiss", about="member:bob").removed == 1


def test_problems_are_errors_by_name(kinpath: Kinpath) -> None:
    with pytest.raises(NotFound, match="nobody") as missing:
        kinpath.recommend_for_member("nobody", goal="peers")
    assert missing.value.status == 404
    assert missing.value.request_id
    with pytest.raises(InvalidRequest) as wrong:
        kinpath.recommend(goal="peers", member="ada", k=0)
    assert wrong.value.field == "k"


# ------------------------------------------------------------------------- a server that stumbles


@dataclass
class Stumbling:
    """What a server answers, one after the other, and what it was asked."""

    answers: list[tuple[int, dict[str, str], bytes]]
    keys: list[str | None] = field(default_factory=list)


@contextmanager
def stumbling(*answers: tuple[int, dict[str, str], bytes]) -> Iterator[tuple[str, Stumbling]]:
    """A server on loopback that gives these answers."""
    state = Stumbling(list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            state.keys.append(self.headers.get("Idempotency-Key"))
            status, headers, body = state.answers.pop(0)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


DONE = b'{"accepted":1,"created":1,"updated":0,"unchanged":0,"revision":2,"unknown_verbs":[]}'
BUSY = b'{"type":"/problems/busy","title":"Busy","status":503,"detail":"later"}'
LIKE = {"actor": "member:ada", "verb": "like", "object": "content:q1"}


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_module, "FIRST_PAUSE", 0.001)


@pytest.mark.usefixtures("_hasty")
def test_a_busy_server_is_asked_again_with_the_same_key() -> None:
    with stumbling((503, {"Retry-After": "0"}, BUSY), (429, {}, BUSY), (200, {}, DONE)) as (
        url,
        at,
    ):
        with Kinpath(url) as kinpath:
            assert kinpath.record_events(**LIKE).accepted == 1
        assert len(at.keys) == 3
        assert len(set(at.keys)) == 1
        assert at.keys[0]


@pytest.mark.usefixtures("_hasty")
def test_it_gives_up_with_what_the_server_said_last() -> None:
    with stumbling(*[(503, {}, BUSY)] * 3) as (url, at):
        with Kinpath(url, retries=2) as kinpath, pytest.raises(Unavailable, match="later"):
            kinpath.record_events(**LIKE)
        assert len(at.keys) == 3


@pytest.mark.usefixtures("_hasty")
def test_what_cannot_get_better_is_asked_once() -> None:
    with stumbling((500, {}, b"<html>"), (200, {}, b'{"accepted": "x"}')) as (url, at):
        with Kinpath(url) as kinpath:
            with pytest.raises(Problem) as fault:
                kinpath.record_events(**LIKE)
            assert (fault.value.status, fault.value.title) == (500, "Internal Server Error")
            with pytest.raises(InvalidAnswer):
                kinpath.record_events(**LIKE)
        assert len(set(at.keys)) == 2


@pytest.mark.usefixtures("_hasty")
def test_nobody_there_is_said_after_some_attempts() -> None:
    with (
        Kinpath(f"http://127.0.0.1:{free_port()}", retries=2) as kinpath,
        pytest.raises(NotReachable, match=r"127\.0\.0\.1 does not answer"),
    ):
        kinpath.health()
