"""A member's own preferences, through both doors, and what follows in the answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph.preferences import GROUPS
from graph.store import open_store
from loaders import load
from matcher.feature_words import FEATURE_WORDS, GROUP_WORDS
from tests.api.conftest import CommandLine

ME = "/v1/members/member0"


def results(client: TestClient, goal: str = "peers") -> list[dict[str, object]]:
    found: list[dict[str, object]] = client.get(f"{ME}/recommendations?goal={goal}&k=20").json()[
        "results"
    ]
    return found


def test_factors_hold_for_the_next_answer_and_show_in_its_shares(client: TestClient) -> None:
    usual = client.get(f"{ME}/preferences").json()
    assert usual["profiling"] is True
    assert usual["factors"] == dict.fromkeys(GROUPS, 1.0)
    assert [each["group"] for each in usual["groups"]] == list(GROUPS)
    before = results(client)
    put = client.put(f"{ME}/preferences", json={"factors": {"people": 0, "likeness": 2}})
    assert put.json()["factors"] == {**usual["factors"], "people": 0.0, "likeness": 2.0}
    after = results(client)
    assert after != before
    for result in after:
        shares = result["explanation"]["shares"]  # type: ignore[index]
        assert result["score"] == pytest.approx(sum(shares.values()))
        assert not any(share for name, share in shares.items()
                       if FEATURE_WORDS[name].group == "people")  # fmt: skip
    client.put(f"{ME}/preferences", json={})
    assert results(client) == before


def test_without_profiling_what_they_do_changes_no_answer_of_theirs(client: TestClient) -> None:
    client.put(f"{ME}/preferences", json={"profiling": False})
    told = client.get(f"{ME}/preferences").json()
    assert told["profiling"] is False
    goals = ("mentors", "peers", "next_steps")
    before = [results(client, goal) for goal in goals]
    events = [
        {"actor": "member0", "verb": verb, "object": what, "at": "2026-03-01T00:00:00Z"}
        for verb, what in (
            ("like", "content:q2"), ("join", "group:circle"), ("help", "member:staff1"),
            ("follow", "member:donor3"), ("view", "content:a1"),
        )
    ]  # fmt: skip
    assert client.post("/v1/events", json=events).status_code == 200
    assert [results(client, goal) for goal in goals] == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"factors": {"luck": 1}}, "factors.luck"),
        ({"factors": {"meaning": 3}}, "factors.meaning"),
        ({"factors": {"meaning": 0.3}}, "factors.meaning"),
        ({"factors": {"meaning": True}}, "factors.meaning"),
        ({"factors": {"meaning": 10**400}}, "factors.meaning"),
        ({"factors": [1]}, "factors"),
        ({"profiling": "off"}, "profiling"),
        ({"weights": {}}, "weights"),
        ([], "request"),
    ],
)
def test_what_is_no_preference_is_refused_by_name(
    client: TestClient, body: object, field: str
) -> None:
    answer = client.put(f"{ME}/preferences", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field
    assert client.put("/v1/members/nobody/preferences", json={}).status_code == 404


def test_the_command_line_shows_and_changes_them(kinpath: CommandLine) -> None:
    assert "profiling: on" in kinpath.ok("preferences", "member0")
    told = json.loads(
        kinpath.ok("preferences", "member0", "--no-profiling", "--factor", "meaning=1.5", "--json")
    )
    assert (told["profiling"], told["factors"]["meaning"]) == (False, 1.5)
    told = json.loads(kinpath.ok("preferences", "member0", "--factor", "variety=0", "--json"))
    assert (told["profiling"], told["factors"]["meaning"]) == (False, 1.5)
    assert "profiling: on" in kinpath.ok("preferences", "member0", "--reset", "--profiling")
    refused = kinpath("preferences", "member0", "--factor", "luck=1")
    assert refused.exit_code == 1
    assert "luck" in refused.stderr


def test_a_bundle_says_them_and_a_wrong_one_is_quarantined(tmp_path: Path) -> None:
    rows = ["id,profiling,preferences", "ada,off,meaning=1.5|people=0", "bob,,luck=2", "cy,no,"]
    (tmp_path / "members.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with open_store(f"sqlite:///{tmp_path.parent / (tmp_path.name + '.db')}", "club") as store:
        report = load(tmp_path, store)
        assert len(report.rejections) == 2
        (ada,) = store.entities()
    assert dict(ada.properties) == {
        "profiling": "off", "preferences": ("meaning=1.5", "people=0"),
    }  # fmt: skip


def test_every_group_has_words() -> None:
    assert tuple(GROUP_WORDS) == GROUPS
