"""Learned weights over HTTP: listed, chosen, and gone back from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from tests.api.conftest import client_of
from tests.api.learning_club import Club, founded
from tests.api.test_app_recommendations import refused
from tests.api.test_app_weights import model


@pytest.fixture
def club(tmp_path: Path) -> Club:
    return founded(tmp_path, meetings=8)


@pytest.fixture
def client(club: Club) -> Iterator[TestClient]:
    with client_of(create_app(club.settings)) as client:
        yield client


def test_versions_are_listed_as_by_the_command(club: Club, client: TestClient) -> None:
    assert client.get("/v1/weights").json() == {"in_use": None, "versions": []}
    club.add(number_of_ties=1.0)
    club.add(social_walk=1.0)
    told = client.get("/v1/weights").json()
    assert told["in_use"] == 2
    assert told["versions"] == json.loads(club.kinpath.ok("learn", "--list", "--json"))


def test_what_is_chosen_answers_the_next_question(club: Club, client: TestClient) -> None:
    club.add(number_of_ties=1.0)
    club.add(social_walk=1.0)
    names: dict[int | None, str] = {None: "default"}
    names |= {
        each["version"]: each["name"] for each in client.get("/v1/weights").json()["versions"]
    }
    for version in (1, None, 2):
        chosen = client.post("/v1/weights/use", json={"version": version or "default"})
        assert chosen.status_code == 200, chosen.text
        assert chosen.json()["in_use"] == version
        assert model(client) == names[version]


@pytest.mark.parametrize("version", [0, -1, 3, "2", "none", None, 1.5, True, 10**30])
def test_a_version_that_is_not_there_changes_nothing(
    club: Club, client: TestClient, version: object
) -> None:
    club.add(number_of_ties=1.0)
    problem = refused(client.post("/v1/weights/use", json={"version": version}), 422)
    assert str(problem["field"]).startswith("version")
    assert client.get("/v1/weights").json()["in_use"] == 1
