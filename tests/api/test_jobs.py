"""Long work over HTTP: begun, followed, cancelled, fetched, and found lost."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine import Engine
from api.jobs.job import KEPT_SECONDS, Job, JobState
from api.jobs.kinds import KINDS
from api.jobs.ledger import Ledger
from api.jobs.results import JobResults
from api.jobs.running import AT_ONCE, WAITING, Jobs, Work
from api.jobs.schemas import KindName
from api.settings import Settings
from graph import Documents, open_documents, open_store
from graph.errors import EntityNotFound
from graph.progress import Progress
from graph.records import EntityId
from tests.api.conftest import COMMUNITY, CommandLine, client_of, engine_of, serving_of
from tests.api.learning_club import Club, founded
from tests.api.test_app_recommendations import refused
from tests.api.test_outcomes_doors import AFTER, BEFORE, N
from tests.community.outcomes.surveys import members, survey

PATIENCE = 200.0


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Club:
    return founded(tmp_path_factory.mktemp("club"), meetings=60)


@pytest.fixture(scope="module")
def clubs(club: Club) -> Iterator[TestClient]:
    """The door to the club; nothing here writes to it."""
    with client_of(create_app(club.settings)) as client:
        yield client


def begin(client: TestClient, kind: str, **arguments: object) -> str:
    response = client.post("/v1/jobs", json={"kind": kind, "arguments": arguments})
    assert response.status_code == 202, response.text
    job = response.json()
    assert response.headers["location"] == f"/v1/jobs/{job['id']}"
    assert (job["kind"], job["arguments"]) == (kind, arguments)
    return str(job["id"])


def until(client: TestClient, job: str, is_met: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The job once it is so."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        told: dict[str, Any] = client.get(f"/v1/jobs/{job}").json()
        if is_met(told):
            return told
        time.sleep(0.02)
    pytest.fail(f"it is still so: {told}")


def ended(client: TestClient, job: str) -> dict[str, Any]:
    return until(client, job, lambda told: told["state"] not in ("queued", "running"))


def found(client: TestClient, kind: str, **arguments: object) -> Any:
    """What a job finds."""
    told = ended(client, begin(client, kind, **arguments))
    assert told["state"] == "done", told
    response = client.get(told["result"])
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize(
    ("kind", "arguments", "command"),
    [
        ("shared_purpose", {}, ("shared-purpose",)),
        ("journeys", {}, ("journeys",)),
        ("roles", {"half_life": 100}, ("roles", "--half-life", "100")),
        ("reputation", {"member": "m01"}, ("reputation", "m01")),
        ("health", {"as_of": "1971-01-01"}, ("health", "--as-of", "1971-01-01")),
        pytest.param(
            "learn",
            {"goals": ["peers"], "dry_run": True},
            ("learn", "--goal", "peers", "--dry-run"),
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_job_finds_what_the_command_says(
    club: Club, clubs: TestClient, kind: str, arguments: dict[str, object], command: tuple[str, ...]
) -> None:
    assert found(clubs, kind, **arguments) == json.loads(club.kinpath.ok(*command, "--json"))


def test_outcomes_are_a_job_too(
    settings: Settings, kinpath: CommandLine, client: TestClient
) -> None:
    with open_store(settings.store, COMMUNITY) as store:
        store.write([*members(N), *survey("swls", {"pre": BEFORE, "post": AFTER})])
    printed = json.loads(kinpath.ok("outcomes", "--primary", "swls", "--json"))
    assert found(client, "outcomes", primary="swls") == printed


@pytest.mark.slow  # it loads the embedding model
def test_alignment_is_a_job_too(kinpath: CommandLine, client: TestClient) -> None:
    assert found(client, "alignment") == json.loads(kinpath.ok("alignment", "--json"))


def test_everybodys_answers_are_those_of_the_command(
    club: Club, clubs: TestClient, tmp_path: Path
) -> None:
    out = tmp_path / "answers.jsonl"
    club.kinpath.ok("recommend", "--all", "--goal", "peers", "-k", "3", "--out", str(out))
    expected = [json.loads(line) for line in out.read_text().splitlines()]
    told = ended(clubs, begin(clubs, "recommend_all", goal="peers", k=3))
    assert told["progress"]["total"] == len(expected) == 60
    answers: list[object] = []
    cursor: str | None = "0"
    while cursor is not None:
        page = clubs.get(f"{told['result']}?limit=25&cursor={cursor}").json()
        assert len(page["items"]) <= 25
        answers += page["items"]
        cursor = page["next"]
    assert answers == expected
    whole = clubs.get(told["result"]).json()
    assert whole == {"items": expected, "next": None}
    for wrong in ("7", "-1", "x", "9" * 20):
        problem = refused(clubs.get(f"{told['result']}?cursor={wrong}"), 422)
        assert problem["field"] == "cursor"


def test_nobody_hidden_is_among_everybody(client: TestClient) -> None:
    told = found(client, "recommend_all", goal="peers")
    assert "member:dan" not in json.dumps(told)
    assert len(told["items"]) == 6


@pytest.mark.parametrize("now", [{"visibility": "hidden"}, {"consent": ("research",)}])
def test_who_withdraws_is_in_no_earlier_result_either(
    client: TestClient, settings: Settings, now: dict[str, str | tuple[str, ...]]
) -> None:
    told = ended(client, begin(client, "recommend_all", goal="peers"))
    assert "member:bob" in client.get(told["result"]).text
    with open_store(settings.store, COMMUNITY) as store:
        bob = store.entity(EntityId("member:bob"))
        store.write([replace(bob, properties={**bob.properties, **now})])
    problem = refused(client.get(told["result"]), 410)
    assert problem["type"] == "/problems/result-withdrawn"
    again = found(client, "recommend_all", goal="peers")
    assert "member:bob" not in json.dumps(again)
    assert len(again["items"]) == 5


def test_a_snapshot_is_taken(clubs: TestClient) -> None:
    told = found(clubs, "snapshot")
    assert (told["community"], told["revision"], told["entities"]["member"]) == ("club", 1, 60)
    assert "directory" not in told


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"),
        ({"kind": "dance"}, "kind"),
        ({"kind": "health", "arguments": []}, "arguments"),
        ({"kind": "health", "when": "now"}, "when"),
        ({"kind": "health", "arguments": {"flor": 2}}, "arguments.flor"),
        ({"kind": "health", "arguments": {"floor": "x"}}, "arguments.floor"),
        ({"kind": "health", "arguments": {"as_of": "yesterday"}}, "as_of"),
        ({"kind": "snapshot", "arguments": {"directory": "/etc"}}, "arguments.directory"),
        ({"kind": "learn", "arguments": {"goals": []}}, "arguments.goals"),
        ({"kind": "reputation"}, "arguments.member"),
        ({"kind": "recommend_all", "arguments": {"k": 0}}, "arguments.k"),
        ({"kind": "recommend_all", "arguments": {"evenness": 2}}, "arguments.evenness"),
    ],
)
def test_a_wrong_argument_is_named_and_nothing_begins(
    client: TestClient, body: object, field: str
) -> None:
    assert refused(client.post("/v1/jobs", json=body), 422)["field"] == field
    assert client.get("/v1/jobs").json() == {"items": [], "next": None}


def test_what_goes_wrong_later_is_told_by_the_job(client: TestClient) -> None:
    told = ended(client, begin(client, "recommend_all", goal="friends"))
    assert told["state"] == "failed"
    assert told["problem"]["type"] == "/problems/invalid-request"
    assert told["problem"]["status"] == 422
    assert told["result"] is None
    refused(client.get(f"/v1/jobs/{told['id']}/result"), 409)


@pytest.mark.parametrize("job", ["nobody", "%00", "a/b", "..", "x" * 300, "0" * 28])
def test_an_unknown_job_is_not_found(client: TestClient, job: str) -> None:
    for response in (
        client.get(f"/v1/jobs/{job}"),
        client.get(f"/v1/jobs/{job}/result"),
        client.delete(f"/v1/jobs/{job}"),
    ):
        assert response.status_code in (404, 405), response.text


def test_every_kind_is_described() -> None:
    assert set(KINDS) == set(KindName.__args__)  # type: ignore[attr-defined]  # of a Literal


class Waiting:
    """Work that waits to be let go, and tells so."""

    def __init__(self) -> None:
        self.begun, self.release = Event(), Event()

    def __call__(self, _engine: Engine, progress: Progress, out: BinaryIO) -> None:
        self.begun.set()
        while not self.release.wait(0.01):
            progress("waiting", 1, 2)
        out.write(b'{"waited": true}')


@pytest.fixture
def engine(client: TestClient) -> Engine:
    return engine_of(serving_of(client))


@pytest.fixture
def jobs(client: TestClient) -> Jobs:
    found: Jobs = client.app.state.jobs  # type: ignore[attr-defined]
    return found


def start(jobs: Jobs, engine: Engine, work: Work) -> str:
    return jobs.start(engine, "health", {}, work, "somebody").id


def test_a_job_tells_how_far_it_is_and_has_no_result_before_its_end(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    work = Waiting()
    job = start(jobs, engine, work)
    told = until(client, job, lambda told: told["progress"]["done"] == 1)
    assert told["progress"] == {"label": "waiting", "done": 1, "total": 2}
    assert (told["state"], told["by"], told["ended_at"]) == ("running", "somebody", None)
    problem = refused(client.get(f"/v1/jobs/{job}/result"), 409)
    assert problem["type"] == "/problems/job-not-done"
    work.release.set()
    told = ended(client, job)
    assert told["began_at"] < told["ended_at"] < told["expires_at"]
    assert client.get(told["result"]).json() == {"waited": True}


def test_a_job_at_work_is_cancelled_in_the_middle(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    work = Waiting()
    job = start(jobs, engine, work)
    assert work.begun.wait(PATIENCE)
    told = client.delete(f"/v1/jobs/{job}").json()
    assert told["cancelling"] or told["state"] == "cancelled"
    told = ended(client, job)
    assert (told["state"], told["cancelling"], told["problem"]) == ("cancelled", False, None)
    refused(client.get(f"/v1/jobs/{job}/result"), 409)
    assert JobResults(engine.settings.job_results, engine.store).read(job) is None
    assert client.delete(f"/v1/jobs/{job}").json()["state"] == "cancelled"


def test_another_process_can_cancel_it(client: TestClient, jobs: Jobs, engine: Engine) -> None:
    work = Waiting()
    job = start(jobs, engine, work)
    assert work.begun.wait(PATIENCE)
    with closing(Jobs(lambda _: nullcontext(engine), engine.settings.job_results)) as other:
        assert other.cancel(engine, job).is_cancelling
    assert ended(client, job)["state"] == "cancelled"


def test_jobs_wait_for_their_turn_and_too_many_are_refused(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    works = [Waiting() for _ in range(AT_ONCE + WAITING)]
    started = [start(jobs, engine, work) for work in works]
    for work in works[:AT_ONCE]:
        assert work.begun.wait(PATIENCE)
    response = client.post("/v1/jobs", json={"kind": "health"})
    assert refused(response, 429)["type"] == "/problems/too-many-jobs"
    assert int(response.headers["retry-after"]) > 0
    assert not works[AT_ONCE].begun.wait(0.2)
    told = client.delete(f"/v1/jobs/{started[AT_ONCE]}").json()
    assert (told["state"], told["began_at"]) == ("cancelled", None)
    listed = client.get("/v1/jobs?limit=100").json()["items"]
    assert [each["id"] for each in listed] == sorted(started, reverse=True)
    states = [each["state"] for each in listed]
    assert (states.count("running"), states.count("queued")) == (AT_ONCE, WAITING - 1)
    for work in works:
        work.release.set()
    states = [ended(client, job)["state"] for job in started]
    assert states.count("done") == AT_ONCE + WAITING - 1
    assert not works[AT_ONCE].begun.is_set()


def test_jobs_are_listed_page_by_page(client: TestClient, jobs: Jobs, engine: Engine) -> None:
    work = Waiting()
    work.release.set()
    started = sorted((start(jobs, engine, work) for _ in range(5)), reverse=True)
    seen: list[str] = []
    query = "?limit=2"
    while True:
        page = client.get(f"/v1/jobs{query}").json()
        seen += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        query = f"?limit=2&cursor={page['next']}"
    assert seen == started
    assert refused(client.get("/v1/jobs?cursor=me"), 422)["field"] == "cursor"


def test_a_fault_ends_the_job_and_tells_no_details(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    def fault(_engine: Engine, _progress: Progress, _out: BinaryIO) -> None:
        raise RuntimeError("Ada's secret")

    told = ended(client, start(jobs, engine, fault))
    assert (told["state"], told["problem"]["status"]) == ("failed", 500)
    assert "secret" not in json.dumps(told)


def test_a_server_that_stops_says_that_its_jobs_are_lost(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    works = [Waiting() for _ in range(AT_ONCE + 1)]
    started = [start(jobs, engine, work) for work in works]
    for work in works[:AT_ONCE]:
        assert work.begun.wait(PATIENCE)
    jobs.close()
    states = [Ledger(engine.documents).find(job).state for job in started[:AT_ONCE]]
    assert states == [JobState.LOST] * AT_ONCE
    refused(client.post("/v1/jobs", json={"kind": "health"}), 429)


@pytest.fixture
def documents(engine: Engine) -> Iterator[Documents]:
    with open_documents(engine.settings.store, COMMUNITY) as opened:
        yield opened


def test_a_job_without_a_sign_of_life_is_lost(
    client: TestClient, jobs: Jobs, engine: Engine, documents: Documents
) -> None:
    work = Waiting()
    job = start(jobs, engine, work)
    assert work.begun.wait(PATIENCE)
    documents.remove("job_beat", job)
    told = client.get(f"/v1/jobs/{job}").json()
    assert (told["state"], told["problem"]["status"]) == ("lost", 503)
    assert client.get("/v1/jobs").json()["items"][0]["state"] == "lost"
    # It is at work all the same, and says so as soon as it can.
    assert until(client, job, lambda told: told["state"] == "running")["problem"] is None
    work.release.set()
    assert ended(client, job)["state"] == "done"


def test_a_job_of_another_community_is_not_there(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    work = Waiting()
    work.release.set()
    job = start(jobs, engine, work)
    ended(client, job)
    with (
        open_documents(engine.settings.store, "others") as others,
        pytest.raises(EntityNotFound),
    ):
        Ledger(others).find(job)


def test_results_are_kept_for_as_long_as_their_jobs(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    work = Waiting()
    work.release.set()
    first, second = (start(jobs, engine, work) for _ in range(2))
    for job in (first, second):
        ended(client, job)
    results = JobResults(engine.settings.job_results, engine.store)
    long_ago = time.time() - KEPT_SECONDS - 1
    os.utime(results.folder / f"{first}.json", (long_ago, long_ago))
    ended(client, start(jobs, engine, work))
    assert results.read(first) is None
    assert results.read(second) == b'{"waited": true}'
    refused(client.get(f"/v1/jobs/{first}/result"), 404)
    assert results.erase() == 2
    assert results.read(second) is None


def test_an_erasure_stops_jobs_and_deletes_what_they_found(
    client: TestClient, jobs: Jobs, engine: Engine
) -> None:
    told = found(client, "recommend_all", goal="peers")
    assert "member:bob" in json.dumps(told)
    earlier = client.get("/v1/jobs").json()["items"][0]["id"]
    work = Waiting()
    job = start(jobs, engine, work)
    assert work.begun.wait(PATIENCE)
    report = client.post("/v1/members/bob/erasure").json()
    assert report["whole"] is True, report
    (place,) = (each for each in report["places"] if each["place"] == "jobs")
    assert (place["found_before"], place["found_after"]) == (1, 0)
    assert ended(client, job)["state"] == "cancelled"
    results = JobResults(engine.settings.job_results, engine.store)
    assert (results.read(earlier), results.read(job)) == (None, None)
    refused(client.get(f"/v1/jobs/{earlier}/result"), 404)
    assert "member:bob" not in json.dumps(found(client, "recommend_all", goal="peers"))


def test_a_job_that_is_cancelled_at_the_last_moment_is_cancelled() -> None:
    job = Job.asked("health", {}, "somebody").began()
    assert job.finished(JobState.DONE, None).state is JobState.DONE
    assert job.asked_to_stop().finished(JobState.DONE, None).state is JobState.CANCELLED
    assert job.asked_to_stop().finished(JobState.LOST, {}).state is JobState.LOST


def test_an_expired_job_is_gone(
    client: TestClient, jobs: Jobs, engine: Engine, documents: Documents
) -> None:
    work = Waiting()
    work.release.set()
    job = start(jobs, engine, work)
    ended(client, job)
    kept = documents.get("job", job)
    assert kept is not None
    assert kept.expires is not None
    assert kept.expires - time.time() == pytest.approx(KEPT_SECONDS, abs=PATIENCE)
    documents.put("job", job, kept.value, expires=time.time() - 1)
    refused(client.get(f"/v1/jobs/{job}"), 404)
    assert client.get("/v1/jobs").json()["items"] == []


def test_settings_say_where_results_lie(settings: Settings) -> None:
    assert settings.job_results == settings.data / "jobs"
