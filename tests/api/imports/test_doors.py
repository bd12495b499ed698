"""Imports over HTTP and the command line: brought, tried, written, undone, and refused."""

from __future__ import annotations

import io
import json
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.rights.erasure.plan import Plan
from api.rights.erasure.steps import House, clear_jobs
from api.settings import Settings
from graph.records import Entity, EntityId
from graph.store import open_store
from loaders.bundle import MANIFEST
from tests.api.conftest import COMMUNITY, CommandLine, client_of, engine_of, serving_of
from tests.api.test_app_recommendations import refused
from tests.loaders.bundles import picture

CSV = "Nr;Name;Über mich\nada;Ada King;Glass\nzoe;Zoë;Bread\n;Nobody;\n"
NO_VECTORS = {"embed": "false"}


@pytest.fixture
def door(settings: Settings) -> Iterator[TestClient]:
    app = create_app(settings.model_copy(update={"bulk_bytes": 100_000}))
    client = client_of(app)  # not entered: no snapshot is taken
    with client:
        yield client


def bring(client: TestClient, content: bytes | str, media: str = "text/csv", **query: Any) -> Any:
    response = client.post(
        "/v1/imports", content=content, headers={"Content-Type": media}, params=NO_VECTORS | query
    )
    assert response.status_code == 202, response.text
    return settled(client, response)


def settled(client: TestClient, response: Response) -> Any:
    """The import once its job has ended."""
    place = f"/v1/imports/{response.json()['id']}"
    until = time.monotonic() + 60
    while (told := client.get(place).json())["state"] in ("running", "uploaded"):
        assert time.monotonic() < until, (told, client.get(f"/v1/jobs/{told['job']}").json())
        time.sleep(0.02)
    return told


def test_a_file_is_tried_written_and_undone(
    door: TestClient, settings: Settings, kinpath: CommandLine
) -> None:
    with open_store(settings.store, COMMUNITY) as store:
        before = picture(store)
        tried = bring(door, CSV, file="Mitglieder.csv", dry_run="true")
        assert (tried["state"], tried["table"]) == ("checked", "members")
        assert not tried["can_be_undone"]
        assert tried["columns"] == {"Nr": "id", "Name": "name", "Über mich": "bio"}
        assert tried["report"]["total"] == {
            "read": 3, "new": 1, "changed": 1, "unchanged": 0, "skipped": 0, "refused": 1,
        }  # fmt: skip
        assert picture(store) == before
        place = f"/v1/imports/{tried['id']}"
        told = door.get(f"{place}/refusals").text.splitlines()
        assert told == ["table,line,field,reason", 'members,4,id,"lacks id, which is required"']
        done = settled(door, door.post(f"{place}/run", params=NO_VECTORS))
        assert (done["state"], done["can_be_undone"]) == ("done", True)
        assert store.entity(EntityId("member:zoe")).properties == {"name": "Zoë", "bio": "Bread"}
        listed = json.loads(kinpath.ok("imports", "list", "--json"))["items"]
        assert [each["id"] for each in listed] == [tried["id"]]
        assert door.get("/v1/imports").json()["items"] == listed
        assert tried["id"] in kinpath.ok("imports", "list")
        undone = json.loads(kinpath.ok("imports", "undo", tried["id"], "--json"))
        assert (undone["state"], undone["undone"]["removed"]) == ("undone", 1)
        assert picture(store) == before
        refused(door.post(f"{place}/undo"), 409)


def test_what_changed_since_is_told_and_the_rest_can_be_undone(door: TestClient) -> None:
    done = bring(door, "id,name\nada,Ada King\nbob,Bobby\n")
    patch = {"Content-Type": "application/merge-patch+json"}
    door.patch("/v1/members/ada", content='{"name": "Ada I"}', headers=patch)
    place = f"/v1/imports/{done['id']}/undo"
    asked = door.post(place)
    assert (asked.status_code, asked.json()["state"]) == (202, "running")
    tried = settled(door, asked)
    assert (tried["state"], tried["undone"], tried["can_be_undone"]) == ("done", None, True)
    job = door.get(f"/v1/jobs/{tried['job']}").json()
    assert (job["kind"], job["state"]) == ("undo_import", "failed")
    assert job["problem"]["type"] == "/problems/changed-since"
    assert job["problem"]["changed"] == [{"record": "member:ada", "reason": "was changed since"}]
    undone = settled(door, door.post(place, params={"rest": True}))
    assert (undone["undone"]["restored"], undone["undone"]["changed"]) == (1, 1)
    assert door.get("/v1/members/bob").json()["name"] == "Bob"
    assert door.get("/v1/members/ada").json()["name"] == "Ada I"


def test_columns_can_be_told_and_files_of_other_kinds_are_read(door: TestClient) -> None:
    told = bring(
        door, "who,words\nada,Sky\n", table="purposes", column=["who=member_id", "words=statement"]
    )
    assert (told["state"], told["report"]["total"]["new"]) == ("done", 1)
    lines = '{"id": "zoe", "name": "Zoe"}\n'
    assert bring(door, lines, "application/x-ndjson", table="members")["format"] == "jsonl"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("club/members.csv", "id,name\nyan,Yan\n")
        archive.writestr("club/../skills.csv", "id,name\ntea,Tea\n")
        archive.writestr("club/readme.txt", "hello")
    whole = bring(door, packed.getvalue(), "application/zip")
    assert set(whole["report"]["tables"]) == {"members", "skills"}
    assert door.get("/v1/skills/tea").json()["name"] == "Tea"


def test_an_export_comes_back_whole_and_other_zips_give_no_odd_ids(
    door: TestClient, settings: Settings
) -> None:
    odd = EntityId("group:a\nb")
    with open_store(settings.store, COMMUNITY) as store:
        store.write([Entity(odd, None, {"name": "Odd"})])
        before = picture(store)
        exported = door.get("/v1/exports/bundle").content
        store.forget(odd)
        bare = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(exported)) as whole, zipfile.ZipFile(bare, "w") as archive:
            for name in set(whole.namelist()) - {MANIFEST}:
                archive.writestr(name, whole.read(name))
        told = bring(door, bare.getvalue(), "application/zip")
        assert told["report"]["tables"]["entities"]["refused"] == 1
        lines = door.get(f"/v1/imports/{told['id']}/refusals").text.splitlines()
        assert lines[1].startswith('entities,2,id,"id holds a control character')
        assert not store.existing([odd])
        told = bring(door, exported, "application/zip")
        assert told["report"]["total"]["refused"] == 0
        assert picture(store) == before


def bad(client: TestClient, content: bytes, media: str = "text/csv", **query: Any) -> Response:
    return client.post(
        "/v1/imports", content=content, headers={"Content-Type": media}, params=query
    )


def test_what_cannot_be_imported_is_refused_and_kept_nowhere(
    door: TestClient, settings: Settings
) -> None:
    refused(bad(door, b"x", "text/html"), 415)
    refused(bad(door, b""), 422)
    refused(bad(door, b"x" * 100_001), 413)
    refused(bad(door, b"not a zip", "application/zip"), 422)
    lone = io.BytesIO()
    with zipfile.ZipFile(lone, "w") as archive:
        archive.writestr(MANIFEST, "{}")
    refused(bad(door, lone.getvalue(), "application/zip"), 422)
    refused(bad(door, b"id\n1\n", table="nonsense"), 422)
    refused(bad(door, b"id\n1\n", table="members", column=["x=id"]), 422)
    refused(bad(door, b"id\n1\n", table="members", column=["id"]), 422)
    refused(bad(door, b"id,name\n1,2\n", table="members", column=["id=id", "name=id"]), 422)
    refused(bad(door, b"id\n1\n", nonsense="1"), 422)
    lacking = refused(bad(door, b"colour\nred\n", table="members"), 422)
    assert lacking["detail"] == "column fills no id, which members needs"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("members.csv", "id,name\n" + "0" * 3_000_000)
    refused(bad(door, bomb.getvalue(), "application/zip"), 413)
    assert door.get("/v1/imports").json()["items"] == []
    assert [path for path in settings.imports.rglob("*") if path.is_file()] == []
    for place in ("nonsense", "0" * 24):
        refused(door.get(f"/v1/imports/{place}"), 404)
        refused(door.post(f"/v1/imports/{place}/undo"), 404)


def test_an_erasure_deletes_files_that_wait_to_be_imported(
    door: TestClient, settings: Settings
) -> None:
    tried = bring(door, CSV, file="Mitglieder.csv", dry_run="true")
    engine = engine_of(serving_of(door))
    assert [path for path in settings.imports.rglob("*") if path.is_file()]
    house = House(engine.store, engine.documents, engine.documents, engine.settings)
    plan = clear_jobs(house, Plan("digest", "member:ada"))
    assert plan.removed["files to import"] == 1
    assert [path for path in settings.imports.rglob("*") if path.is_file()] == []
    place = f"/v1/imports/{tried['id']}"
    job = door.post(f"{place}/run").json()["job"]
    while door.get(place).json()["state"] == "running":
        time.sleep(0.02)
    assert "bring it again" in door.get(f"/v1/jobs/{job}").json()["problem"]["detail"]
