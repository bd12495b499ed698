"""Which communities a key reaches: its own, and no other."""

from __future__ import annotations

import json

from fastapi.testclient import TestClient

from api.access.keys import Keys
from tests.api.access.conftest import OTHER, bearer
from tests.api.conftest import COMMUNITY
from tests.api.test_app_recommendations import refused


def test_a_key_sees_its_own_community_and_no_other(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    (own,) = guarded.get("/v1/communities", headers=owner).json()["items"]
    assert (own["id"], own["record"], own["entities"]["member"]) == (COMMUNITY, None, 7)
    assert own["relationships"] > 10
    assert guarded.get(f"/v1/communities/{COMMUNITY}", headers=owner).json() == own
    there = guarded.get(f"/v1/communities/{OTHER}", headers=owner)
    nowhere = guarded.get("/v1/communities/nowhere", headers=owner)
    refused(there, 404)
    assert there.text.replace(OTHER, "nowhere") == nowhere.text
    baker = bearer(keys.create(OTHER, "baker").token)
    row = {"id": OTHER, "name": "The bakers", "values": ["bread"]}
    told = guarded.post("/v1/bulk", content=_line({"table": "community", **row}), headers={
        **baker, "Content-Type": "application/x-ndjson"})  # fmt: skip
    assert told.json()["refused"] == 0, told.text
    record = guarded.get(f"/v1/communities/{OTHER}", headers=baker).json()["record"]
    assert record == {"id": OTHER, "name": "The bakers", "values": ["bread"]}


def _line(row: dict[str, object]) -> str:
    return json.dumps(row) + "\n"
