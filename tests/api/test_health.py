"""How the community is, through both doors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.community_health_schemas import CommunityHealth
from tests.api.conftest import CommandLine
from tests.api.test_app_recommendations import refused


def test_both_doors_tell_the_same_in_the_documented_shape(
    client: TestClient, kinpath: CommandLine
) -> None:
    over_http = client.get("/v1/community/health?as_of=2026-01-20").json()
    on_the_line = json.loads(kinpath.ok("health", "--json", "--as-of", "2026-01-20"))
    assert over_http == on_the_line
    assert CommunityHealth.model_validate(over_http).model_dump(mode="json") == over_http
    figures = {figure["key"]: figure for figure in over_http["figures"]}
    assert over_http["members"] == 6  # Dan is hidden
    assert figures["unanswered_day"]["n"] == 1
    assert figures["unanswered_day"]["value"] == 0.0  # the answer came after exactly a day
    assert (figures["tone"]["value"], over_http["forecast"]) == (None, None)


def test_an_answer_is_kept_until_something_is_written(client: TestClient) -> None:
    first = client.get("/v1/community/health")
    assert client.get("/v1/community/health").content == first.content
    assert client.get("/v1/community/health?floor=3").status_code == 200
    said = {"actor": "ada", "verb": "view", "object": "group:makers", "at": "2026-01-09T00:00:00Z"}
    assert client.post("/v1/events", json=said).status_code == 200
    later = client.get("/v1/community/health").json()
    assert (later["at"], first.json()["at"]) == (
        "2026-01-09T00:00:00.000000Z", "2026-01-06T12:00:00.000000Z",
    )  # fmt: skip


def test_the_hidden_are_in_no_figure(client: TestClient) -> None:
    assert "dan" not in client.get("/v1/community/health").text


def test_the_table_and_the_report_say_what_it_would_need(
    kinpath: CommandLine, tmp_path: Path
) -> None:
    shown = kinpath.ok("health", "--report", str(tmp_path / "health.html"))
    assert "Who helps" in shown
    assert "No forecast: it would need" in " ".join(shown.split())
    page = (tmp_path / "health.html").read_text()
    assert "<h2>Ghost-town risk</h2>" in page
    assert "no model that judges tone comes with Kinpath" in page


@pytest.mark.parametrize("query", ["floor=0", "floor=-2", "floor=many", "floor=nan"])
def test_a_floor_that_is_none_is_refused(client: TestClient, query: str) -> None:
    assert "floor" in str(refused(client.get(f"/v1/community/health?{query}"), 422)["field"])


def test_a_time_that_is_none_is_refused(client: TestClient, kinpath: CommandLine) -> None:
    assert refused(client.get("/v1/community/health?as_of=soon"), 422)["field"] == "as_of"
    assert "--as-of must be an ISO 8601 time" in kinpath("health", "--as-of", "soon").stderr
    assert "must end in .html or .md" in kinpath("health", "--report", "x.pdf").stderr
    assert "floor must be a number" in kinpath("health", "--floor", "0").stderr
    refused(client.get("/v1/community/health?since=2020"), 422)
