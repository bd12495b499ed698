"""A server takes up what was learned, or gone back to, without being started again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.engine import Engine
from graph.records import EntityId
from matcher.request import RecommendationRequest
from tests.api.conftest import client_of
from tests.api.learning_club import Club, founded

PATH = "/v1/members/m01/recommendations?goal=peers"
ASK = RecommendationRequest("peers", member=EntityId("member:m01"), id="q")


@pytest.fixture
def club(tmp_path: Path) -> Club:
    return founded(tmp_path, meetings=8)


@pytest.fixture
def client(club: Club) -> Iterator[TestClient]:
    with client_of(create_app(club.settings)) as client:
        yield client


def model(client: TestClient) -> str:
    response = client.get(PATH)
    assert response.status_code == 200, response.text
    return str(response.json()["model"])


def test_a_new_version_answers_the_next_question(club: Club, client: TestClient) -> None:
    assert model(client) == "default"
    club.add(number_of_ties=1.0)
    first = model(client)
    club.add(social_walk=1.0)
    second = model(client)
    assert len({first, second, "default"}) == 3
    for choice, expected in (("1", first), ("default", "default"), ("2", second)):
        club.kinpath.ok("learn", "--use", choice)
        assert model(client) == expected


def test_an_open_engine_takes_it_up_as_well(club: Club) -> None:
    with Engine.open(club.settings) as engine:
        before = engine.recommend(ASK)
        matcher = engine.matcher()
        club.add(number_of_ties=1.0)
        after = engine.recommend(ASK)
        assert (before.model, after.model[:8]) == ("default", "learned-")
        assert after.revision == before.revision
        assert engine.matcher() is not matcher
        assert engine.matcher() is engine.matcher()


def test_damaged_weights_are_a_fault_of_the_service_and_end_with_another_choice(
    club: Club, client: TestClient
) -> None:
    path = club.file(club.add(number_of_ties=1.0))
    whole = path.read_text()
    path.write_text(whole[:-20])
    refused = client.get(PATH)
    assert refused.status_code == 503
    assert refused.json()["type"] == "/problems/weights-invalid"
    club.kinpath.ok("learn", "--use", "default")
    assert model(client) == "default"


def test_who_asks_for_the_default_gets_it_whatever_was_learned(club: Club) -> None:
    club.add(number_of_ties=1.0)
    settings = club.settings.model_copy(update={"weights": "default"})
    with Engine.open(settings) as engine:
        matcher = engine.matcher()
        assert engine.recommend(ASK).model == "default"
        club.file(club.add(social_walk=1.0)).with_name("in_use").write_text("what?")
        assert engine.recommend(ASK).model == "default"
        assert engine.matcher() is matcher
