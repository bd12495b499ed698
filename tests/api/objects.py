"""One object of each kind that paths name, made over HTTP."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from fastapi.testclient import TestClient

from api.resources.kinds import RESOURCES
from loaders.column_meanings import EXAMPLES

EXPORT = "members"
JOB: Mapping[str, Any] = {"kind": "export", "arguments": {"export": EXPORT}}
"""A job that has a result and a file."""
EVERYWHERE = {"goal": "peers", "version": "0", "export": EXPORT}
"""What paths name that each community has of its own."""
_LOCALS = frozenset(("ada", "bob", "p1", "optics", "q1", "night", "makers", "maker", "11", "12"))
"""What the examples of rows are called, and the things that they name."""
_NEEDED: Mapping[str, list[dict[str, Any]]] = {
    "members": [{"id": "bob", "name": "Bob"}],
    "content": [{"id": "11", "kind": "post"}, {"id": "12", "kind": "post"}],
}


def objects(
    client: TestClient, owner: Mapping[str, str], community: str, renamed: Callable[[str], str]
) -> dict[str, str]:
    """One of each kind in a community; what it is called by, as paths name it.

    Args:
        client: who asks the server.
        owner: the header of the community's owner; empty where nobody is asked.
        community: its id.
        renamed: what is called here what the examples call so.
    """
    ids = {"community": community, "entry": renamed("0" * 16)}
    for path, rows in _NEEDED.items():
        for row in rows:
            said = _renamed(row, renamed)
            client.put(f"/v1/{path}/{said['id']}", json=said, headers=dict(owner))
    order = ("members", "skills", "content", "journeys", "groups")
    for resource in sorted(RESOURCES, key=lambda each: each.table not in order):
        row = _renamed(EXAMPLES[resource.table], renamed)
        made = client.post(f"/v1/{resource.path}", json=row, headers=dict(owner))
        assert made.status_code == 201, (resource.path, made.text)
        ids[resource.parameter] = made.headers["location"].split("/")[3]
    ids["journey"] = ids["journey_plan"]
    hook = {"url": "https://example.org/hook", "events": ["worklist.taken"]}
    ids["webhook"] = client.post("/v1/webhooks", json=hook, headers=dict(owner)).json()["id"]
    said = {"member": "ada", "about": "member:bob", "feedback": "dismiss"}
    dismissed = client.post("/v1/feedback", json=_renamed(said, renamed), headers=dict(owner))
    assert dismissed.status_code == 200
    ids["job"], ids["import"] = _done(client, owner), _brought(client, owner)
    return ids


def following(local: str) -> str:
    """An id of the same form with the next letter in front."""
    return chr(ord(local[0]) + 1) + local[1:]


def settle(client: TestClient, who: Mapping[str, str]) -> None:
    """Wait until no import of a community is under way: there is one at a time."""
    while "running" in client.get("/v1/imports", headers=dict(who)).text:
        time.sleep(0.02)


def _done(client: TestClient, owner: Mapping[str, str]) -> str:
    """A job that was done."""
    job = client.post("/v1/jobs", json=JOB, headers=dict(owner)).json()["id"]
    while client.get(f"/v1/jobs/{job}", headers=dict(owner)).json()["state"] != "done":
        time.sleep(0.05)
    return str(job)


def _brought(client: TestClient, owner: Mapping[str, str]) -> str:
    """A file that was brought and tried."""
    told = client.post(
        "/v1/imports", content="id\nada\n", params={"dry_run": True},
        headers={**owner, "Content-Type": "text/csv"},
    )  # fmt: skip
    assert told.status_code == 202, told.text
    settle(client, owner)
    return str(told.json()["id"])


def _renamed(said: Mapping[str, Any], renamed: Callable[[str], str]) -> dict[str, Any]:
    """A row whose ids are renamed, also those with their kind, and in lists."""

    def of(value: Any) -> Any:
        if isinstance(value, list):
            return [of(each) for each in value]
        kind, colon, local = str(value).rpartition(":")
        return f"{kind}{colon}{renamed(local)}" if local in _LOCALS else value

    return {name: of(value) for name, value in said.items()}
