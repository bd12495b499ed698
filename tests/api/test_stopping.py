"""A real server that is told to stop: what was asked is answered, nothing new is taken."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.settings import Settings
from tests.api.test_processes import START_SECONDS, serving

pytestmark = pytest.mark.slow  # each starts processes of its own

QUESTION = b'{"goal": "mentors", "member": "ada"}'


def await_refusal(port: int) -> None:
    limit = time.monotonic() + START_SECONDS
    while time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.02)
    pytest.fail("new connections are still taken")


def begin_question(port: int) -> HTTPConnection:
    """A request of which the server has seen everything but the last letters of its body."""
    asked = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    asked.putrequest("POST", "/v1/recommendations")
    asked.putheader("Content-Type", "application/json")
    asked.putheader("Content-Length", str(len(QUESTION)))
    asked.putheader("X-Request-Id", "the-last-one")
    asked.endheaders(QUESTION[:-5])
    time.sleep(0.5)  # long enough to be read
    return asked


def test_what_is_in_flight_is_answered_and_nothing_new_is_taken(settings: Settings) -> None:
    with serving(settings) as (url, server):
        port = urlsplit(url).port or 0
        asked = begin_question(port)
        server.send_signal(signal.SIGTERM)
        await_refusal(port)
        asked.send(QUESTION[-5:])
        answer = asked.getresponse()
        assert answer.status == 200
        assert answer.getheader("x-request-id") == "the-last-one"
        assert json.load(answer)["results"]
        asked.close()
        _, told = server.communicate(timeout=START_SECONDS)
    lines = [json.loads(line) for line in told.splitlines()]  # a pipe gets JSON, and only that
    assert [line["operation"] for line in lines if line.get("request_id") == "the-last-one"] == [
        "recommend"
    ]
    assert "ada" not in told.decode()


def workers_of(server: subprocess.Popen[bytes]) -> list[int]:
    below = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    return [
        pid for pid in map(int, below) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]


def test_workers_answer_and_all_of_them_end(settings: Settings) -> None:
    with serving(settings, "--workers", "2") as (url, server):
        workers = workers_of(server)
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        time.sleep(6)  # as where others have the processors
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        for number in range(20):
            member = "ada" if number % 2 else "bob"
            with urlopen(
                f"{url}/v1/members/{member}/recommendations?goal=peers", timeout=60
            ) as got:
                assert json.load(got)["id"] == member
        with urlopen(f"{url}/metrics", timeout=60) as got:
            counted = text_string_to_metric_families(got.read().decode())
            asked = {family.name: sum(s.value for s in family.samples if s.name.endswith("_total"))
                     for family in counted}  # fmt: skip
        assert asked["kinpath_questions"] == 20  # whichever of them answered
        assert workers_of(server) == workers
        server.send_signal(signal.SIGTERM)
        _, told = server.communicate(timeout=START_SECONDS)
        await_refusal(urlsplit(url).port or 0)
    said = [json.loads(line)["message"] for line in told.splitlines()]
    assert said.count("Application shutdown complete.") == 2
