"""Reputation and roles over HTTP."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from api.reputation_schemas import ReputationAnswer, RolesAnswer
from api.settings import Settings
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, at, edge, node
from tests.api.test_app_recommendations import refused


def test_both_doors_say_the_same(client: TestClient, kinpath: CommandLine) -> None:
    over_http = client.get("/v1/members/bob/reputation?skill=optics").json()
    assert over_http == json.loads(kinpath.ok("reputation", "bob", "--skill", "optics", "--json"))
    assert client.get("/v1/roles").json() == json.loads(kinpath.ok("roles", "--json"))


def test_the_documented_shapes_are_those_that_are_written(client: TestClient) -> None:
    told = client.get("/v1/members/bob/reputation").json()
    assert ReputationAnswer.model_validate(told).model_dump() == told
    assert len(told["deeds"]) == 1
    roles = client.get("/v1/roles?role=newcomer").json()
    assert RolesAnswer.model_validate(roles).model_dump() == roles
    assert roles["proposals"]


def test_the_next_answer_knows_what_was_written(client: TestClient, settings: Settings) -> None:
    before = client.get("/v1/members/cleo/reputation").json()["weight"]
    with open_store(settings.store, COMMUNITY) as store:
        store.write([edge("member:cleo", "HELPED", "member:bob", at(9))])
    assert client.get("/v1/members/cleo/reputation").json()["weight"] > before


def test_two_skills_of_one_name_have_to_be_told_apart(
    client: TestClient, settings: Settings
) -> None:
    with open_store(settings.store, COMMUNITY) as store:
        store.write([node("skill:baking", name="Bread")])
    answer = refused(client.get("/v1/members/bob/reputation?skill=bread "), 422)
    assert answer["field"] == "skill"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/members/nobody/reputation", 404),
        ("/v1/members/dan/reputation", 404),
        ("/v1/members/bob/reputation?skill=cooking", 404),
        ("/v1/members/bob/reputation?half_life=-3", 422),
        ("/v1/members/bob/reputation?half_life=long", 422),
        ("/v1/roles?role=king", 422),
        ("/v1/roles?half_life=0", 422),
    ],
)
def test_what_is_wrong_is_a_problem(client: TestClient, path: str, status: int) -> None:
    refused(client.get(path), status)
