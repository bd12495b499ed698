"""How ranking works is told from the weights in use, in plain words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from matcher.eligibility import WHY
from matcher.feature_words import FEATURE_WORDS, GROUP_WORDS
from matcher.features import FEATURES
from matcher.goals import default_goals
from tests.api.conftest import CommandLine, client_of
from tests.api.learning_club import founded


def test_every_feature_has_plain_words_and_a_group() -> None:
    assert set(FEATURE_WORDS) == set(FEATURES)
    for name, words in FEATURE_WORDS.items():
        assert words.group in GROUP_WORDS
        assert words.meaning, name
        assert words.data, name
        assert name not in words.meaning
    for goal in default_goals().values():
        assert set(goal.rules) <= set(WHY)


def test_it_tells_the_weights_of_goals_as_they_are(client: TestClient) -> None:
    told = client.get("/v1/ranking").json()
    assert len(told["goals"]) == 6
    asked = told["goals"][0]
    goal = default_goals()["mentors"]
    assert {each["parameter"]: each["weight"] for each in asked["parameters"]} == dict(goal.weights)
    assert sum(each["importance"] for each in asked["parameters"]) == pytest.approx(1.0)
    assert sum(each["importance"] for each in asked["groups"]) == pytest.approx(1.0)
    # 1.5 of 6.9 in all, the most of any.
    assert asked["parameters"][0]["parameter"] == "evidence_wide"
    assert asked["parameters"][0]["importance"] == pytest.approx(1.5 / 6.9)
    assert (asked["model"], asked["learned_from"]) == ("default", None)
    assert "closeness in meaning" in asked["summary"]
    assert told["never_used"]
    assert client.get("/v1/ranking?goal=luck").status_code == 422
    assert client.get("/v1/ranking?member=nobody").status_code == 404


def test_it_changes_when_the_weights_in_use_change(tmp_path: Path) -> None:
    club = founded(tmp_path, meetings=0)
    with client_of(create_app(club.settings)) as client:
        before = client.get("/v1/ranking?goal=peers").json()["goals"][1]
        page = client.get("/v1/ranking.html?goal=peers").text
        club.add(own_text=3.0, said_no=-1.0)
        after = client.get("/v1/ranking?goal=peers").json()["goals"][1]
        assert client.get("/v1/ranking.html?goal=peers").text != page
    assert before["model"] == "default"
    assert after["model"].startswith("learned-")
    assert after["learned_from"] == 40
    told = [
        (each["parameter"], each["importance"], each["against"]) for each in after["parameters"]
    ]
    assert told == [("own_text", 0.75, False), ("said_no", 0.25, True)]


def test_a_members_own_factors_count_in_theirs(client: TestClient) -> None:
    usual = client.get("/v1/ranking?goal=mentors").json()["goals"][0]
    client.put("/v1/members/member0/preferences", json={"factors": {"meaning": 0, "variety": 2}})
    own = client.get("/v1/ranking?goal=mentors&member=member0").json()["goals"][0]
    assert "meaning" in {each["group"] for each in usual["groups"]}
    assert "meaning" not in {each["group"] for each in own["groups"]}
    assert own["variety"] == pytest.approx(2 * usual["variety"])
    assert client.get("/v1/ranking?goal=mentors").json()["goals"][0] == usual


def test_the_page_and_the_command_say_it_in_words(
    client: TestClient, kinpath: CommandLine, tmp_path: Path
) -> None:
    page = client.get("/v1/ranking.html")
    assert page.headers["content-type"].startswith("text/html")
    assert "What is never used" in page.text
    shown = kinpath.ok("ranking", "mentors")
    assert "most depends on" in shown
    told = json.loads(kinpath.ok("ranking", "--json", "--member", "member0"))
    assert len(told["goals"]) == 6
    report = tmp_path / "ranking.md"
    kinpath.ok("ranking", "--report", str(report))
    text = report.read_text(encoding="utf-8")
    for words in GROUP_WORDS.values():
        assert words.title in text
