"""Who takes consent to matching back is in no answer of any door; without research, in no study."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.cli.commands import _NAMES, _PANELS
from api.jobs.kinds import KINDS
from graph.records import EntityId
from matcher.goals import default_goals
from tests.api.conftest import CommandLine, serving_of
from tests.api.rights.club import COMMUNITY, NAME, SECRET, VERA

HERS = quote(VERA.partition(":")[2], safe="")
OTHERS = ("member0", "member3", "donor0", "staff1")
IN_PATHS = {"member": OTHERS, "journey": ("saw",), "export": ("figures", "worklist")}
"""What stands in the paths of operations; one that asks for something else has to say by what."""
RECORDS = {"rights", "resources", "access", "health", "webhooks", "weights", "imports"}
"""Operations of these kinds answer about a record that is named, and match nobody."""
WRITES = {
    "record_events", "give_feedback", "take_feedback_back", "conclude_worklist_entry",
    "tell_discourse_event",
}  # fmt: skip
"""Operations that write what they are told, and list nobody."""
FURTHER = {
    "recommend_for_member": [f"goal={goal}&k=50" for goal in default_goals()],
    "mined_journey": ["toward=being helped"],
}
"""Query strings to ask an operation by; none where it is not here."""
BODIES: Mapping[str, list[Any]] = {
    "recommend": [
        {"goal": goal, "k": 50, **asked}
        for goal in default_goals()
        for asked in ({"member": "member0"}, {"seeds": ["skill:saw"]}, {"seeds": ["content:q0"]})
    ],
    "why_not": [{"goal": "peers", "member": "member0", "entity": "member:donor0"}],
    "show_stream": [{"attention": "20"}],
    "take_worklist": [{}],
}
LEARNED = {"learn", "snapshot", "import", "undo_import"}
"""Kinds of jobs that find numbers of all alone, or write what they are told."""
ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "reputation": {"member": "member0"},
    "export": {"export": "worklist"},
    "outcomes": {"primary": "swls"},
    "what_if": {"goal": "members", "weights_by_member": {"number_of_ties": -1.0}, "k": 1},
}
SAID = (VERA, NAME, SECRET, "content:v1", "purpose:vera1", json.dumps(VERA)[1:-1])


def asked(client: TestClient) -> Iterator[tuple[str, str]]:
    """Each operation that may list members, and all that it answers."""
    for path, verbs in client.get("/openapi.json").json()["paths"].items():
        for verb, operation in verbs.items():
            name = operation["operationId"]
            if "jobs" in operation["tags"]:
                continue  # see `found_by_jobs`
            if RECORDS & set(operation["tags"]) or name in WRITES:
                continue
            for place in places(path):
                for query in FURTHER.get(name, [""]):
                    for body in BODIES.get(name) or [None]:
                        said = f"{place}?{query}" if query else place
                        answer = client.request(verb, said, json=body)
                        assert answer.status_code == 200, (verb, said, answer.text)
                        yield name, answer.text


def found_by_jobs(client: TestClient) -> Iterator[tuple[str, str]]:
    """What each kind of job finds that tells of members."""
    for kind in KINDS.keys() - LEARNED:
        said = {"kind": kind, "arguments": ARGUMENTS.get(kind, {})}
        job = client.post("/v1/jobs", json=said).json()
        limit = monotonic() + 100
        while job["state"] in ("queued", "running"):
            assert monotonic() < limit, job
            sleep(0.02)
            job = client.get(f"/v1/jobs/{job['id']}").json()
        assert job["state"] == "done", job
        found = client.get(job["result"])
        yield f"job {kind}", found.text
        if kind == "export":
            yield f"job {kind}", client.get(found.json()["file"]).text


def places(path: str) -> Iterator[str]:
    """The path with each of the ids that may stand in it."""
    begin, _, rest = path.partition("{")
    if not rest:
        yield path
        return
    what, _, end = rest.partition("}")
    assert what in IN_PATHS, f"say in IN_PATHS by what {path} is to be asked"
    for each in IN_PATHS[what]:
        yield from places(f"{begin}{each}{end}")


def naming(answers: Iterator[tuple[str, str]]) -> set[str]:
    return {name for name, text in answers if any(word in text for word in SAID)}


def test_who_takes_consent_to_matching_back_is_in_no_answer_of_any_operation(
    client: TestClient,
) -> None:
    before = naming(chain(asked(client), found_by_jobs(client)))
    assert {"recommend", "recommend_for_member", "roles", "community_health"} <= before
    assert {"job recommend_all", "job roles", "job health", "job what_if"} <= before
    told = client.put(f"/v1/members/{HERS}/consent", json={"matching": False})
    said = told.json()
    assert (said["matching"], said["research"], said["stated"]) == (False, True, True)
    assert [(each["matching"], each["by"]) for each in said["history"]] == [(False, "open")]
    assert naming(chain(asked(client), found_by_jobs(client))) == set()
    again = client.put(f"/v1/members/{HERS}/consent", json={"matching": True})
    assert [each["matching"] for each in again.json()["history"]] == [True, False]
    assert "recommend" in naming(asked(client))


def test_asked_about_she_is_answered_for_as_an_id_that_does_not_exist(client: TestClient) -> None:
    client.put(f"/v1/members/{HERS}/consent", json={"matching": False})
    request = {"goal": "peers", "member": "member0"}
    told = [
        client.post("/v1/why-not", json={**request, "entity": entity}).json()
        for entity in (VERA, "member:nobody")
    ]
    assert told[0] == told[1]
    for field in ("seeds", "candidates"):
        answers = [
            client.post("/v1/recommendations", json={**request, field: [entity]})
            for entity in (VERA, "member:nobody")
        ]
        assert answers[0].status_code == answers[1].status_code
        assert answers[0].text.replace(VERA, "…") == answers[1].text.replace("member:nobody", "…")


def test_answers_of_matching_are_those_of_a_club_that_she_never_joined(
    client: TestClient,
) -> None:
    """Not in a path, not in a count, not in how others compare."""
    ask = [{"goal": goal, "member": who} for goal in default_goals() for who in OTHERS]

    def answers() -> list[object]:
        told = [client.post("/v1/recommendations", json=each).json() for each in ask]
        return [each["results"] for each in told]

    with_her = answers()
    client.put(f"/v1/members/{HERS}/consent", json={"matching": False})
    withdrawn = answers()
    with serving_of(client).engines.lent(COMMUNITY) as engine:
        engine.store.forget(EntityId("content:v3"))  # a reply to her: out of sight with her
        engine.store.forget(EntityId(VERA))
    assert withdrawn == answers()
    assert with_her != withdrawn


COMMANDS = {
    "recommend": [["member0", "--json", "-k", "50"], ["--seed", "skill:saw", "--goal", "members"]],
    "why-not": [["member0", "member:donor0", "--goal", "peers"]],
    "stream": [["member0", "--json"]],
    "worklist": [["--json"]],
    "health": [["--json"]],
    "alignment": [["--json"]],
    "shared-purpose": [["--json"]],
    "outcomes": [["--json"]],
    "map": [["--json"], ["--by", "ties", "--json"]],
    "roles": [["--json"]],
    "reputation": [["member0", "--json"]],
    "stats": [["--json"]],
    "ranking": [["--json"]],
}
"""Commands that show members, and how they are asked."""
LIST_NOBODY = {
    "demo", "feedback", "consent", "preferences", "load", "export", "forget", "learn", "serve",
    "doctor", "export-member", "erase", "audit",
}  # fmt: skip
"""Commands that show nobody, or the record that they are asked for."""


def test_every_command_says_whether_it_lists_members() -> None:
    names = {
        _NAMES.get(each, each.__name__.replace("_", "-")) for of in _PANELS.values() for each in of
    }
    assert names <= set(COMMANDS) | LIST_NOBODY


def test_no_command_shows_who_took_consent_to_matching_back(kinpath: CommandLine) -> None:
    assert "matching: no" in kinpath.ok("consent", VERA, "--no-matching")
    for command, ways in COMMANDS.items():
        for way in ways:
            shown = kinpath.ok(command, *way)
            assert not any(word in shown for word in SAID), command
    shown = kinpath("purpose", "themes", "--json").stdout + kinpath.ok("journeys", "--json")
    assert not any(word in shown for word in SAID)


def test_without_consent_to_research_she_is_in_no_study(client: TestClient) -> None:
    def told() -> str:
        return client.get("/v1/outcomes").text

    before = json.loads(told())
    client.put(f"/v1/members/{HERS}/consent", json={"research": False})
    after = json.loads(told())
    assert VERA not in json.dumps(after)
    counted = [told["outcomes"][0]["members"]["n"] for told in (before, after)]
    assert counted == [8, 7]
    assert client.get(f"/v1/members/{HERS}/consent").json()["matching"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "matching"),
        ({"matching": "no"}, "matching"),
        ({"research": None}, "research"),
        ({"marketing": True}, "marketing"),
        ([True], "request"),
    ],
)
def test_what_is_no_consent_is_refused_by_name(
    client: TestClient, body: object, field: str
) -> None:
    answer = client.put("/v1/members/member0/consent", json=body)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert client.get("/v1/members/member0/consent").json()["stated"] is False
    assert client.put("/v1/members/nobody/consent", json={"matching": True}).status_code == 404
