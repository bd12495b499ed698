"""Webhooks through the API: set up, told by a real server, shown, changed, taken away."""

from __future__ import annotations

import hashlib
import json
from time import sleep
from urllib.request import Request, urlopen

import pytest
from fastapi.testclient import TestClient
from standardwebhooks import Webhook as Checker

from api.settings import Settings
from api.webhooks.outbox import TAKEN_FOR
from api.webhooks.subscriptions import EVENTS
from tests.api.served import free_port
from tests.api.test_app_recommendations import refused
from tests.api.test_processes import serving
from tests.api.webhooks.receiver import receiving

FEEDBACK = {
    "member": "ada",
    "feedback": "dismiss",
    "about": "member:bob",
    "at": "2026-01-09T12:00:00Z",
}


def test_what_happens_is_told_with_ids_and_no_words(client: TestClient) -> None:
    with receiving() as receiver:
        body = {"url": receiver.url, "events": list(EVENTS)}
        made = client.post("/v1/webhooks", json=body)
        assert made.status_code == 201
        webhook, secret = made.json()["id"], made.json()["secret"]
        entry = client.post("/v1/worklist").json()["entries"][0]["id"]
        client.post("/v1/feedback", json=FEEDBACK)
        client.post("/v1/feedback", json=FEEDBACK)  # changes nothing, so nothing is told
        client.post(f"/v1/worklist/{entry}", json={"result": "done"})
        client.post(f"/v1/webhooks/{webhook}/test")
        client.post("/v1/members", json={"id": "eve", "name": "Eve"})
        receiver.await_messages(5)
        client.delete("/v1/members/eve")
        receiver.await_messages(6)
        for headers, sent in receiver.received:
            Checker(secret).verify(sent, headers)
        told = {each["type"]: each["data"] for each in receiver.told()}
        assert set(told) == set(EVENTS) - {"job.finished", "health.alert"}
        assert told["recommendation.feedback"] == {
            "member": "member:ada",
            "feedback": "dismiss",
            "about": "member:bob",
            "goal": None,
        }
        assert told["member.changed"] == {"member": "member:eve"}
        digest = hashlib.sha256(b"member:eve").hexdigest()
        assert told["member.forgotten"] == {"member_sha256": digest}
        assert told["introduction.done"] == {"entry": entry, "result": "done"}
        assert entry in told["worklist.taken"]["entries"]
        words = b"".join(sent for _, sent in receiver.received)
        assert b"Lovelace" not in words
        assert b"telescope" not in words
        for _ in range(100):
            page = client.get(f"/v1/webhooks/{webhook}/deliveries?limit=4").json()
            if all(each["state"] == "delivered" for each in page["items"]):
                break
            sleep(0.05)
        rest = client.get(f"/v1/webhooks/{webhook}/deliveries?limit=4&cursor={page['next']}").json()
        messages = [each["message"] for each in page["items"] + rest["items"]]
        assert sorted(messages) == sorted(receiver.ids())
        assert rest["next"] is None


def test_the_end_of_a_job_is_told(client: TestClient) -> None:
    with receiving() as receiver:
        body = {"url": receiver.url, "events": ["job.finished"]}
        assert client.post("/v1/webhooks", json=body).status_code == 201
        asked = {"kind": "recommend_all", "arguments": {"goal": "nonsense"}}
        job = client.post("/v1/jobs", json=asked).json()["id"]
        receiver.await_messages(1)
        (told,) = receiver.told()
    assert told["data"] == {"job": job, "kind": "recommend_all", "state": "failed"}


def test_a_secret_is_shown_once(client: TestClient) -> None:
    body = {"url": "https://example.org/hook", "events": ["worklist.taken"]}
    made = client.post("/v1/webhooks", json=body).json()
    shown = client.get("/v1/webhooks").text + client.get(f"/v1/webhooks/{made['id']}").text
    assert made["secret"].startswith("whsec_")
    assert "whsec_" not in shown
    new = client.post(f"/v1/webhooks/{made['id']}/secret", json={"grace": 60}).json()
    assert new["secret"] != made["secret"]


def test_a_secret_is_not_kept_for_a_write_that_is_made_again(client: TestClient) -> None:
    body = {"url": "https://example.org/hook", "events": ["worklist.taken"]}
    again = {"Idempotency-Key": "b3f1c9d2-the-same"}
    made = client.post("/v1/webhooks", json=body, headers=again)
    assert made.headers["cache-control"] == "no-store"
    repeated = client.post("/v1/webhooks", json=body, headers=again)
    assert repeated.status_code == 409
    assert "whsec_" not in repeated.text
    assert len(client.get("/v1/webhooks").json()["webhooks"]) == 1


def test_changes_and_taking_away(client: TestClient) -> None:
    body = {"url": "https://example.org/hook", "events": ["worklist.taken"]}
    path = f"/v1/webhooks/{client.post('/v1/webhooks', json=body).json()['id']}"
    changed = client.patch(path, json={"enabled": False, "events": ["introduction.done"]}).json()
    assert (changed["enabled"], changed["events"]) == (False, ["introduction.done"])
    assert changed["url"] == body["url"]
    assert client.delete(path).status_code == 200
    refused(client.get(path), 404)
    refused(client.delete(path), 404)
    assert client.get("/v1/webhooks").json() == {"webhooks": []}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": "http://example.org/", "events": ["worklist.taken"]}, "url"),
        ({"url": "https://10.0.0.1/", "events": ["worklist.taken"]}, "url"),
        ({"url": "https://example.org/", "events": []}, "events"),
        ({"url": "https://example.org/", "events": ["rain"]}, "events[0]"),
        ({"url": "https://example.org/", "events": [["rain"]]}, "events[0]"),
        ({"url": "https://example.org/", "events": ["worklist.taken"], "x": 1}, "x"),
    ],
)
def test_what_is_wrong_is_named(client: TestClient, body: object, field: str) -> None:
    assert refused(client.post("/v1/webhooks", json=body), 422)["field"] == field


def test_odd_questions_are_refused(client: TestClient) -> None:
    body = {"url": "https://example.org/hook", "events": ["worklist.taken"]}
    path = f"/v1/webhooks/{client.post('/v1/webhooks', json=body).json()['id']}"
    assert refused(client.post(f"{path}/secret", json={"grace": -1}), 422)["field"] == "grace"
    for again in ({}, {"message": "m", "since": "2026-01-01"}, {"message": 7}, {"since": "soon"}):
        refused(client.post(f"{path}/replay", json=again), 422)
    refused(client.get(f"{path}/deliveries?limit=0"), 422)
    refused(client.get("/v1/webhooks/wh_none"), 404)


@pytest.mark.slow
def test_a_killed_server_loses_nothing_that_it_acknowledged(settings: Settings) -> None:
    port = free_port()
    with serving(settings) as (url, server):
        hook = {"url": f"http://127.0.0.1:{port}/", "events": ["recommendation.feedback"]}
        ask(f"{url}/v1/webhooks", hook)
        for about in ("member:bob", "member:cleo"):
            ask(f"{url}/v1/feedback", {**FEEDBACK, "about": about})
        server.kill()
        server.wait()
    with receiving(port) as receiver, serving(settings):
        # A message that the first one was sending when it was killed is its own for so long.
        receiver.await_messages(2, TAKEN_FOR + 60)
    assert {told["data"]["about"] for told in receiver.told()} == {"member:bob", "member:cleo"}


def ask(url: str, body: object) -> None:
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(url, json.dumps(body).encode(), headers), timeout=60) as answer:
        assert answer.status in (200, 201)
