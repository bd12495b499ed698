"""A member's stream over HTTP."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.api.test_app_recommendations import refused

STREAM = "/v1/members/ada/stream"


def test_a_stream_is_looked_at_and_shown(client: TestClient) -> None:
    looked = client.get(f"{STREAM}?attention=3").json()
    shown = client.post(f"{STREAM}?attention=3").json()
    assert (looked["remembered"], shown["remembered"]) == (False, True)
    assert looked["entries"] == shown["entries"]
    assert 0 < len(shown["entries"]) <= 3
    assert sum(shown["shares"].values()) == pytest.approx(1.0)
    assert client.get(f"{STREAM}?attention=3").json()["shown_before"] == len(shown["entries"])
    earlier = client.get(f"{STREAM}?as_of=2026-01-05T00:00:00Z").json()
    assert earlier["at"] == "2026-01-05T00:00:00.000000Z"


def test_an_id_of_other_letters_is_understood_and_what_is_wrong_is_named(
    client: TestClient,
) -> None:
    told = client.get("/v1/members/member%3Aa%2Fb%20%C3%BC%F0%9F%98%80/stream").json()
    assert told["member"] == "member:a/b ü😀"
    for query, field in (("attention=all", "attention"), ("as_of=then", "as_of"), ("k=3", "k")):
        assert refused(client.get(f"{STREAM}?{query}"), 422)["field"] == field
    refused(client.get("/v1/members/nobody/stream"), 404)
    refused(client.post("/v1/members/nobody/stream"), 404)
