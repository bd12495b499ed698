"""The worklist over HTTP."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.test_app_recommendations import refused


def test_a_list_is_looked_at_taken_concluded_and_measured(client: TestClient) -> None:
    looked = client.get("/v1/worklist?count=3").json()
    taken = client.post("/v1/worklist?count=3").json()
    assert (looked["remembered"], taken["remembered"]) == (False, True)
    assert looked["entries"] == taken["entries"]
    assert 0 < len(taken["entries"]) <= 3
    first = taken["entries"][0]
    assert first["expected"]["value"] is None
    told = client.post(f"/v1/worklist/{first['id']}", json={"result": "done"}).json()
    assert (told["id"], told["result"]) == (first["id"], "done")
    left = [entry["id"] for entry in client.get("/v1/worklist?count=3").json()["entries"]]
    assert first["id"] not in left
    uplift = client.get("/v1/worklist/uplift").json()
    assert uplift["too_young"] == len(taken["entries"])


def test_what_is_wrong_is_named(client: TestClient) -> None:
    for query, field in (
        ("count=0", "count"), ("hold_out=2", "hold_out"), ("as_of=now", "as_of"), ("who=me", "who"),
    ):  # fmt: skip
        assert refused(client.get(f"/v1/worklist?{query}"), 422)["field"] == field
    refused(client.post("/v1/worklist/0000", json={"result": "done"}), 404)
    for body in ({"result": "later"}, {"result": None}, {"done": True}):
        refused(client.post("/v1/worklist/0000", json=body), 422)
