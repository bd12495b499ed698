"""Who may begin a job, look at it, cancel it and fetch what it found."""

from __future__ import annotations

import time

import pytest
from fastapi.testclient import TestClient

from api.access.keys import Keys
from api.access.principals import Role, Scope
from api.jobs.kinds import KINDS
from tests.api.access.conftest import OTHER, bearer, with_scopes
from tests.api.conftest import COMMUNITY
from tests.api.test_app_recommendations import refused

PATIENCE = 60.0
ARGUMENTS = {
    "reputation": {"member": "ada"},
    "import": {"import": "of-nobody"},
    "undo_import": {"import": "of-nobody"},
    "export": {"export": "members"},
    "what_if": {"goal": "mentors"},
}


def begin(client: TestClient, kind: str, who: dict[str, str]) -> str:
    response = client.post("/v1/jobs", json=asked(kind), headers=who)
    assert response.status_code == 202, response.text
    return str(response.json()["id"])


def asked(kind: str) -> dict[str, object]:
    return {"kind": kind, "arguments": ARGUMENTS.get(kind, {})}


def listed(client: TestClient, who: dict[str, str]) -> list[str]:
    return [job["id"] for job in client.get("/v1/jobs", headers=who).json()["items"]]


def end(client: TestClient, job: str, who: dict[str, str]) -> dict[str, object]:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        told: dict[str, object] = client.get(f"/v1/jobs/{job}", headers=who).json()
        if told["state"] not in ("queued", "running"):
            return told
        time.sleep(0.02)
    pytest.fail(f"it is still so: {told}")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_begun_with_all_its_scopes_and_with_no_fewer(
    guarded: TestClient, keys: Keys, kind: str
) -> None:
    needed = KINDS[kind].needs
    assert needed
    for lacking in needed:
        others = with_scopes(keys, *(scope for scope in Scope if scope is not lacking))
        response = guarded.post("/v1/jobs", json={"kind": kind, "arguments": []}, headers=others)
        assert response.status_code == 422  # what is no request is told to everybody
        told = refused(guarded.post("/v1/jobs", json=asked(kind), headers=others), 403)
        assert f"`{lacking}`" in str(told["detail"])
    exactly = with_scopes(keys, *needed)
    assert guarded.get("/v1/jobs", headers=exactly).json()["items"] == []
    job = begin(guarded, kind, exactly)
    assert guarded.delete(f"/v1/jobs/{job}", headers=exactly).status_code == 200


def test_a_job_says_whose_it_is_and_whoever_has_its_scopes_fetches_it(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    made = keys.create(OTHER, "figures", Role.VIEWER)
    job = begin(guarded, "shared_purpose", bearer(made.token))
    told = end(guarded, job, bearer(made.token))
    assert (told["state"], told["by"]) == ("done", f"key:{made.key.id}")
    colleague = with_scopes(keys, Scope.INSIGHT, community=OTHER)
    assert listed(guarded, colleague) == [job]
    assert guarded.get(str(told["result"]), headers=colleague).status_code == 200
    # Another community's owner learns nothing, not even that it is there.
    assert listed(guarded, owner) == []
    for path in (f"/v1/jobs/{job}", f"/v1/jobs/{job}/result"):
        there = guarded.get(path, headers=owner)
        nowhere = guarded.get(path.replace(job, "0" * 28), headers=owner)
        assert there.status_code == 404
        assert there.text.replace(job, "0" * 28) == nowhere.text
    assert guarded.delete(f"/v1/jobs/{job}", headers=owner).status_code == 404


def test_who_lacks_a_scope_of_a_job_neither_sees_nor_ends_it(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    job = begin(guarded, "reputation", owner)
    assert end(guarded, job, owner)["state"] == "done"
    viewer = bearer(keys.create(COMMUNITY, "figures", Role.VIEWER).token)
    assert listed(guarded, viewer) == []
    for response in (
        guarded.get(f"/v1/jobs/{job}", headers=viewer),
        guarded.get(f"/v1/jobs/{job}/result", headers=viewer),
        guarded.delete(f"/v1/jobs/{job}", headers=viewer),
    ):
        assert "`sensitive`" in str(refused(response, 403)["detail"])
    assert guarded.get(f"/v1/jobs/{job}/result", headers=owner).status_code == 200


def test_weights_are_seen_as_figures_are_and_chosen_by_who_administers(
    guarded: TestClient, keys: Keys
) -> None:
    figures = with_scopes(keys, Scope.INSIGHT)
    assert guarded.get("/v1/weights", headers=figures).json() == {"in_use": None, "versions": []}
    body = {"version": "default"}
    refused(guarded.post("/v1/weights/use", json=body, headers=figures), 403)
    admin = with_scopes(keys, Scope.ADMIN)
    assert guarded.post("/v1/weights/use", json=body, headers=admin).status_code == 200
    refused(guarded.get("/v1/weights", headers=admin), 403)
