"""Metrics: what was asked is counted, communities tell how far they are, and nobody is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import COMMUNITY, client_of, engine_of, node, serving_of


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of this machine, as Prometheus on it is."""
    with client_of(create_app(settings)) as client:
        yield client


def told(client: TestClient) -> dict[str, float]:
    """Every sample as `name{label=value,…}`."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return {
        sample.name + _in_braces(sample.labels): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def _in_braces(labels: Mapping[str, str]) -> str:
    kept = [f"{name}={value}" for name, value in sorted(labels.items()) if value]
    return "{" + ",".join(kept) + "}"


def starting_with(samples: Mapping[str, float], *beginnings: str) -> dict[str, float]:
    return {name: value for name, value in samples.items() if name.startswith(beginnings)}


def test_requests_questions_and_problems_are_counted(client: TestClient) -> None:
    for path in ("members/ada", "members/bob", "members/nobody", "where"):
        client.get(f"/v1/{path}/recommendations?goal=peers")
    client.post("/v1/recommendations", json={"goal": "mentors", "member": "ada"})
    asked = [
        {"id": "a", "goal": "peers", "member": "ada"},
        {"id": "b", "goal": "no", "member": "x"},
    ]
    client.post("/v1/recommendations", json={"requests": asked})
    found = told(client)
    mine = {
        name.replace(f"community={COMMUNITY},", "").replace(f"community={COMMUNITY}", ""): value
        for name, value in found.items()
    }
    assert starting_with(mine, "kinpath_requests_total", "kinpath_que", "kinpath_problems_t") == {
        "kinpath_requests_total{operation=recommend_for_member,status=200}": 2,
        "kinpath_requests_total{operation=recommend_for_member,status=404}": 1,
        "kinpath_requests_total{operation=unknown,status=404}": 1,
        "kinpath_requests_total{operation=recommend,status=200}": 2,
        "kinpath_questions_total{goal=peers}": 3,
        "kinpath_questions_total{goal=mentors}": 1,
        "kinpath_problems_total{problem=entity-not-found}": 1,
        "kinpath_problems_total{problem=not-found}": 1,
    }
    assert mine["kinpath_request_seconds_count{operation=recommend}"] == 2
    assert mine["kinpath_request_seconds_bucket{le=+Inf,operation=recommend}"] == 2
    assert not [name for name in found if "ada" in name or "nobody" in name]


def test_requests_are_told_apart_by_community_and_those_of_none_together(
    client: TestClient,
) -> None:
    client.get("/health")
    client.get("/v1/weights")
    assert starting_with(told(client), "kinpath_requests_total") == {
        "kinpath_requests_total{community=-,operation=health,status=200}": 1,
        f"kinpath_requests_total{{community={COMMUNITY},operation=weights,status=200}}": 1,
    }


def test_a_community_tells_how_far_it_is(client: TestClient) -> None:
    engine = engine_of(serving_of(client))
    engine.matcher()
    before = told(client)
    assert before[f"kinpath_store_up{{community={COMMUNITY}}}"] == 1
    assert before[f"kinpath_revision_lag{{community={COMMUNITY}}}"] == 0
    assert 0 <= before[f"kinpath_snapshot_age_seconds{{community={COMMUNITY}}}"] < 300
    engine.store.write([node("member:eve", name="Eve")])
    assert told(client)[f"kinpath_revision_lag{{community={COMMUNITY}}}"] == 1
    client.get("/v1/members/eve/recommendations?goal=peers")
    assert told(client)[f"kinpath_revision_lag{{community={COMMUNITY}}}"] == 0


def test_a_store_that_is_gone_is_told_and_counted(client: TestClient) -> None:
    client.app.state.warming.join()  # type: ignore[attr-defined]
    engine_of(serving_of(client)).store.close()
    client.get("/v1/members/ada/recommendations?goal=peers")
    found = told(client)
    assert found[f"kinpath_store_up{{community={COMMUNITY}}}"] == 0
    errors = starting_with(found, "kinpath_problems_total{")
    assert [name for name in errors if "problem=store-unavailable" in name]


def test_only_this_machine_reads_them(settings: Settings) -> None:
    with TestClient(create_app(settings), client=("192.0.2.7", 50_000)) as stranger:
        answer = stranger.get("/metrics")
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
