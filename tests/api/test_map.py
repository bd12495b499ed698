"""The map over HTTP, at the command line and as a job, on either store."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.maps.schemas import MapTold
from tests.api.conftest import CommandLine, client_of, environment, words
from tests.api.test_app_recommendations import refused
from tests.api.test_jobs import found
from tests.community.health.test_cohesion import circle
from tests.conftest import StoreAddress
from tests.dashboard.conftest import settings_of, stores
from tests.dashboard.test_map import FOOD, ISLAND, KNOWN, REPAIR, planted

__all__ = ["circle", "stores"]
COMMUNITY = "mapped"


@pytest.fixture(scope="module")
def door(
    stores: StoreAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[TestClient, CommandLine]]:
    """Both doors to the planted community of the map's page."""
    with stores.open(COMMUNITY) as store:
        planted(store)
    told = settings_of(stores, COMMUNITY, tmp_path_factory.mktemp("cache"))
    with client_of(create_app(told)) as client:
        said = {"KINPATH_COMMUNITY": COMMUNITY, "KINPATH_PASSWORD": stores.password}
        yield client, CommandLine({**environment(told), **said})


def asked(client: TestClient, **query: str) -> dict[str, Any]:
    answer = client.get("/v1/map", params=query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    assert MapTold.model_validate(told).model_dump(mode="json", by_alias=True) == told
    return told


def test_ties_bridges_and_islands_are_told(door: tuple[TestClient, CommandLine]) -> None:
    client, _ = door
    told = asked(client, by="ties")
    sizes = sorted(each["members"] for each in told["areas"])
    assert sizes == sorted([len(FOOD) - 1, len(REPAIR), len(ISLAND)])
    (island,) = told["islands"]
    assert told["areas"][island]["members"] == len(ISLAND)
    assert told["areas"][island]["is_island"]
    (link,) = told["ties"]
    assert (link["ties"], link["carriers"]["count"]) == (1, 1)
    bridges = [each["id"] for area in told["areas"] for each in area["bridges"]["named"]]
    assert set(bridges) == {"member:food00", "member:repair00"}
    text = json.dumps(told)
    assert "Hidden Friend" not in text
    assert "Unnamed Islander" not in text
    within = asked(client, by="ties", **{"in": str(island)})
    assert within["areas"] == []
    assert within["members"] == len(ISLAND)
    assert {each["id"] for each in within["people"]} < {f"member:{name}" for name in KNOWN}


@pytest.mark.slow  # it loads the embedding model
def test_themes_and_the_host_are_told(door: tuple[TestClient, CommandLine]) -> None:
    client, _ = door
    told = asked(client)
    assert told["by"] == "purpose"
    hosts = [each["host"] for each in told["areas"]]
    assert {each["spoken_of"] for each in hosts} == {"deeds", "nowhere"}
    assert all(0 <= each["low"] <= each["high"] <= 1 for each in hosts)
    assert told == asked(client)  # when it was worked out, too


def test_job_and_command_tell_the_same(door: tuple[TestClient, CommandLine]) -> None:
    client, kinpath = door
    query = {"by": "ties", "in": "0"}
    printed = json.loads(kinpath.ok("map", "--by", "ties", "--in", "0", "--json"))
    over_http, by_job = asked(client, **query), found(client, "map", **query)
    for each in (printed, over_http, by_job):
        each.pop("worked_out_at")
    assert printed == over_http == by_job
    shown = kinpath("map", "--by", "ties")
    assert "(cut off)" in shown.stdout
    assert "tied to nobody here" in words(shown.stderr)


def test_what_is_not_on_the_map_is_refused(door: tuple[TestClient, CommandLine]) -> None:
    client, kinpath = door
    assert refused(client.get("/v1/map?by=food"), 422)["field"] == "by"
    assert refused(client.get("/v1/map?in=a"), 422)["field"] == "in"
    refused(client.get("/v1/map?by=ties&in=99"), 404)
    refused(client.get("/v1/map?by=ties&in=0-0"), 404)
    for option, code in (("--by=food", 1), ("--in=a", 1), ("--in=99", 1)):
        wrong = kinpath("map", option)
        assert wrong.exit_code == code
        assert "Traceback" not in wrong.stderr
        assert option.partition("=")[0] in wrong.stderr or "99" in wrong.stderr
