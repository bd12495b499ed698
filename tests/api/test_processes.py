"""The real program in processes of its own: the server, interruptions, pipes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from api.engine import Engine
from api.jobs.ledger import ALIVE_SECONDS
from api.settings import Settings
from graph.records import Entity, EntityId
from matcher import RecommendationRequest, to_json
from tests.api.conftest import environment
from tests.api.served import await_answer, free_port

pytestmark = pytest.mark.slow  # each starts processes of its own

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from api.cli import main; main()")
START_SECONDS = 60


def surroundings(settings: Settings) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("KINPATH_")}
    given = {k: v for k, v in environment(settings).items() if v is not None}
    return {**env, **given, "PYTHONPATH": str(ROOT)}


def run(settings: Settings, *arguments: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*PROGRAM, *arguments],
        env=surroundings(settings),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
        **more,
    )


def test_stdout_is_data_and_stderr_is_talk(settings: Settings) -> None:
    done = run(settings, "recommend", "ada", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [
        "mentors", "peers", "next_steps",
    ]  # fmt: skip


@pytest.mark.slow
def test_errors_are_one_line(settings: Settings) -> None:
    done = run(settings, "recommend", "nobody")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: no 'member nobody' in community 'optics-club'")
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_a_fault_is_one_line_and_a_code_of_its_own(settings: Settings, tmp_path: Path) -> None:
    code = (
        "import api.communities, api.cli.stats as stats\n"
        "def broken(settings): raise TypeError('odd')\n"
        "stats.open_chosen = broken\n"
        "from api.cli import main; main()"
    )
    command = [sys.executable, "-c", code]
    env = surroundings(settings)
    done = subprocess.run(
        [*command, "stats"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 5
    assert done.stderr.startswith("error: TypeError in ")
    assert "Traceback" not in done.stderr
    debug = subprocess.run(
        [*command, "--debug", "stats"],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert debug.returncode == 5
    assert "Traceback" in debug.stderr


@pytest.mark.slow
def test_a_reader_that_has_enough_is_no_error(settings: Settings) -> None:
    questions = '{"id": "q", "goal": "members", "member": "ada"}\n' * 300
    program = subprocess.Popen(
        [*PROGRAM, "recommend", "--requests", "-"],
        env=surroundings(settings),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdin
    assert program.stdout
    assert program.stderr
    program.stdin.write(questions.encode())
    program.stdin.close()
    program.stdout.readline()
    program.stdout.close()
    told = program.stderr.read().decode()
    program.stderr.close()
    program.wait(START_SECONDS)
    assert "Traceback" not in told
    assert "fault" not in told


@pytest.mark.slow
def test_an_interruption_ends_with_130_and_leaves_no_half_answers(
    settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "answers" / "out.jsonl"
    out.parent.mkdir()
    many = tmp_path / "many.jsonl"
    many.write_text('{"id": "q", "goal": "members", "member": "ada"}\n' * 50_000)
    program = subprocess.Popen(
        [*PROGRAM, "recommend", "--requests", str(many), "--out", str(out)],
        env=surroundings(settings),
        stderr=subprocess.PIPE,
    )
    limit = time.monotonic() + START_SECONDS
    while not list(out.parent.iterdir()) and time.monotonic() < limit:
        time.sleep(0.05)
    assert list(out.parent.iterdir()), "it is not at it yet"
    program.send_signal(signal.SIGINT)
    _, told = program.communicate(timeout=START_SECONDS)
    assert program.returncode == 130
    assert b"Traceback" not in told
    assert list(out.parent.iterdir()) == []


@contextmanager
def serving(settings: Settings, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`kinpath serve` on loopback, ready to answer; stopped with the block."""
    port = free_port()
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port), *options],
        env=surroundings(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        await_answer(f"{url}/ready", server)
        yield url, server
    finally:
        if server.poll() is None:
            server.kill()
        server.communicate(timeout=START_SECONDS)


def test_a_real_server_answers_and_stops_when_told(settings: Settings) -> None:
    with serving(settings) as (url, server):
        with urlopen(f"{url}/v1/members/ada/recommendations?goal=mentors", timeout=30) as answer:
            served = json.load(answer)
        server.send_signal(signal.SIGTERM)
        out, told = server.communicate(timeout=START_SECONDS)
    assert server.returncode in (0, -signal.SIGTERM)
    assert out == b""
    assert b"Traceback" not in told
    assert b"shutdown complete" in told
    with Engine.open(settings) as engine:
        request = RecommendationRequest("mentors", member=EntityId("member:ada"), id="ada")
        assert served == to_json(engine.recommend(request))


@pytest.mark.slow
def test_a_job_of_a_killed_server_is_found_lost(settings: Settings) -> None:
    """Killed in the middle, and seen by the next server on the same store."""
    with Engine.open(settings) as engine:
        engine.store.write([Entity(EntityId(f"member:more{n:04}")) for n in range(3_000)])
    body = json.dumps({"kind": "recommend_all", "arguments": {"goal": "members"}}).encode()
    with serving(settings) as (url, server):
        request = Request(f"{url}/v1/jobs", body, {"Content-Type": "application/json"})
        with urlopen(request, timeout=30) as answer:
            begun = json.load(answer)
        limit = time.monotonic() + START_SECONDS
        while job_at(url, begun["id"])["progress"]["label"] != "answering":
            assert time.monotonic() < limit
            time.sleep(0.02)
        server.kill()
        server.wait(START_SECONDS)
    with serving(settings) as (url, _):
        limit = time.monotonic() + ALIVE_SECONDS + START_SECONDS
        while (told := job_at(url, begun["id"]))["state"] == "running":
            assert time.monotonic() < limit
            time.sleep(0.2)
        assert (told["state"], told["problem"]["status"]) == ("lost", 503)


def job_at(url: str, job: str) -> dict[str, Any]:
    with urlopen(f"{url}/v1/jobs/{job}", timeout=30) as answer:
        told: dict[str, Any] = json.load(answer)
        return told


@pytest.mark.slow
def test_several_workers_answer(settings: Settings) -> None:
    with serving(settings, "--workers", "2") as (url, server):
        for _ in range(6):
            with urlopen(f"{url}/health", timeout=30) as answer:
                assert json.load(answer) == {"status": "ok"}
        server.send_signal(signal.SIGINT)
        _, told = server.communicate(timeout=START_SECONDS)
    assert b"Traceback" not in told


def test_the_first_answer_on_a_machine_says_why_it_takes_longer(
    settings: Settings, tmp_path: Path
) -> None:
    asked = (*PROGRAM, "recommend", "nobody", "--goal", "mentors")
    for more, is_told in (({}, False), ({"NUMBA_CACHE_DIR": str(tmp_path)}, True)):
        with Engine.open(settings) as engine:
            engine.recommend(RecommendationRequest("mentors", EntityId("member:ada")))
        env = {**surroundings(settings), **more}
        done = subprocess.run(asked, env=env, capture_output=True, text=True, check=False)
        assert done.returncode
        assert "nobody" in done.stderr
        assert ("are compiled" in done.stderr) == is_told
