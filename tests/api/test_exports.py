"""Tables and figures as files over HTTP: whole, harmless in spreadsheets, for those who may."""

from __future__ import annotations

import csv
import io
import json
import os
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import polars
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.keys import Keys
from api.access.principals import Scope
from api.app import create_app
from api.exports.job import ExportArguments, make_export
from api.exports.kinds import EXPORTS, WORKED_OUT, ExportName
from api.jobs.results import FILE_KEPT_SECONDS, FILES_KEPT, JobResults
from api.jobs.running import Stopped
from api.settings import Settings
from graph.records import EntityId
from graph.store import open_store
from loaders import load
from loaders.bundle_tables import TABLES
from tests.api.access.conftest import OTHER, documents, guarded, keys, owner, two, with_scopes
from tests.api.conftest import COMMUNITY, client_of, engine_of, node, serving_of
from tests.api.test_app_recommendations import refused
from tests.loaders.bundles import picture

PATIENCE = 60.0
__all__ = ["documents", "guarded", "keys", "owner", "two"]


@pytest.fixture
def door(settings: Settings) -> TestClient:
    with open_store(settings.store, COMMUNITY) as store:
        store.write([node("member:mal", name="=cmd()", bio="@SUM(1)")])
    return client_of(create_app(settings))


def rows_of(response: Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_every_table_can_be_had_in_every_format(door: TestClient) -> None:
    assert set(EXPORTS) == {*TABLES, *WORKED_OUT, "bundle"}
    assert get_args(ExportName) == EXPORTS
    members = rows_of(door.get("/v1/exports/members"))
    told = door.get("/v1/exports/members", params={"format": "jsonl"})
    lines = [json.loads(line) for line in told.text.splitlines()]
    frame = polars.read_parquet(
        io.BytesIO(door.get("/v1/exports/members", params={"format": "parquet"}).content)
    )
    ids = [row["id"] for row in members]
    assert ids == [line["id"] for line in lines] == frame["id"].to_list()
    assert {"ada", "dan", "mal"} <= set(ids)  # these are the records: hidden ones too
    for table in ("skills", "surveys", "edges"):
        response = door.get(f"/v1/exports/{table}")
        assert response.status_code == 200
        assert f'attachment; filename="{table}-20' in response.headers["content-disposition"]
        assert int(response.headers["content-length"]) == len(response.content)


def test_formulas_are_harmless_and_excel_sees_utf8(door: TestClient) -> None:
    plain = door.get("/v1/exports/members")
    marked = door.get("/v1/exports/members", params={"bom": True})
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    mal = next(row for row in rows_of(marked) if row["id"] == "mal")
    assert (mal["name"], mal["bio"]) == ("'=cmd()", "'@SUM(1)")


def test_the_bundle_loads_as_the_same_community(
    door: TestClient, settings: Settings, tmp_path: Path
) -> None:
    response = door.get("/v1/exports/bundle")
    assert response.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        archive.extractall(tmp_path / "bundle")
    with (
        open_store(settings.store, COMMUNITY) as store,
        open_store(f"sqlite:///{tmp_path / 'other.db'}", COMMUNITY) as other,
    ):
        assert load(tmp_path / "bundle", other).rejections == ()
        assert picture(other) == picture(store)


def made(door: TestClient, who: dict[str, str] | None = None, **said: object) -> dict[str, Any]:
    """What a job that made an export says of its file."""
    told = begun(door, who, **said)
    answer = door.get(told["result"], headers=who)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def begun(door: TestClient, who: dict[str, str] | None = None, **said: object) -> dict[str, Any]:
    """A job that makes an export, once it is done."""
    response = door.post("/v1/jobs", json={"kind": "export", "arguments": said}, headers=who)
    assert response.status_code == 202, response.text
    until = time.monotonic() + PATIENCE
    while True:
        told: dict[str, Any] = door.get(response.headers["location"], headers=who).json()
        if told["state"] == "done":
            return told
        assert told["state"] in ("queued", "running"), told
        assert time.monotonic() < until
        time.sleep(0.02)


def results_of(door: TestClient) -> JobResults:
    engine = engine_of(serving_of(door))
    return JobResults(engine.settings.job_results, engine.store)


def test_a_job_makes_the_same_file(door: TestClient) -> None:
    told = made(door, export="members", bom=True)
    fetched = door.get(told["file"])
    at_once = door.get("/v1/exports/members", params={"bom": True})
    assert fetched.content == at_once.content
    assert b"'=cmd()" in fetched.content
    for header in ("content-type", "content-length"):
        assert fetched.headers[header] == at_once.headers[header]
    assert told["name"] in fetched.headers["content-disposition"]
    assert (told["media_type"], told["bytes"]) == (
        fetched.headers["content-type"], len(fetched.content),
    )  # fmt: skip
    whole = zipfile.ZipFile(io.BytesIO(door.get(made(door, export="bundle")["file"]).content))
    again = zipfile.ZipFile(io.BytesIO(door.get("/v1/exports/bundle").content))
    assert whole.namelist() == again.namelist()
    assert {each: whole.read(each) for each in whole.namelist()} == {
        each: again.read(each) for each in again.namelist()
    }
    for said in ({"export": "figures", "format": "parquet"}, {"export": "nothing"}, {}):
        wrong = door.post("/v1/jobs", json={"kind": "export", "arguments": said})
        assert wrong.status_code == 422
    other = door.post("/v1/jobs", json={"kind": "shared_purpose"}).json()["id"]
    assert door.get(f"/v1/jobs/{other}/file").status_code == 404


def test_one_that_is_stopped_leaves_nothing(door: TestClient) -> None:
    results, engine = results_of(door), engine_of(serving_of(door))
    work = make_export(ExportArguments.model_validate({"export": "bundle"}))
    told = []

    def stop(label: str, done: int, total: int | None) -> None:
        told.append(label)
        if len(told) > 3:
            raise Stopped

    with pytest.raises(Stopped), results.writing("job", ".zip") as out:
        work(engine, stop, out)
    assert told[0].startswith("packing")
    assert list(results.folder.iterdir()) == []


def test_files_are_few_and_kept_for_a_day(door: TestClient) -> None:
    results = results_of(door)
    jobs = [begun(door, export="skills") for _ in range(2)]
    for number, job in enumerate(jobs):
        at = time.time() - number * FILE_KEPT_SECONDS - 1
        os.utime(results.folder / f"{job['id']}.csv", (at, at))
    assert door.get(jobs[0]["result"]).status_code == 200
    for path in (jobs[1]["result"], f"/v1/jobs/{jobs[1]['id']}/file"):
        assert refused(door.get(path), 410)["type"] == "/problems/file-gone"
    left = results.folder / ".of-a-killed-server"
    left.mkdir()
    (left / "members.csv").write_text("ada")
    for path in results.folder.iterdir():
        at = path.stat().st_mtime - (FILE_KEPT_SECONDS if path == left else 0)
        os.utime(path, (at, at))
    later = [begun(door, export="skills")["id"] for _ in range(FILES_KEPT)]
    assert sorted(path.name for path in results.folder.iterdir()) == [f"{id_}.csv" for id_ in later]


def test_a_file_that_names_who_hides_now_is_not_fetched(
    door: TestClient, settings: Settings
) -> None:
    told = made(door, export="worklist")
    named = {row["member_id"] for row in rows_of(door.get(told["file"]))}
    with open_store(settings.store, COMMUNITY) as store:
        one = store.entity(EntityId(min(named)))
        store.write([replace(one, properties={**one.properties, "visibility": "hidden"})])
    assert refused(door.get(told["file"]), 410)["type"] == "/problems/result-withdrawn"


def test_an_erasure_deletes_files_whatever_they_are(door: TestClient) -> None:
    ways = (("members", "csv"), ("members", "parquet"), ("bundle", "csv"), ("bundle", "parquet"))
    files = [made(door, export=name, format=how)["file"] for name, how in ways]
    report = door.post("/v1/members/bob/erasure").json()
    (place,) = (each for each in report["places"] if each["place"] == "jobs")
    assert (place["found_before"], place["found_after"]) == (len(files), 0)
    assert {door.get(each).status_code for each in files} == {410}
    assert list(results_of(door).folder.iterdir()) == []


def test_figures_and_the_worklist_name_nobody_hidden(door: TestClient) -> None:
    figures = rows_of(door.get("/v1/exports/figures"))
    assert {"active", "isolated", "helpers"} <= {row["key"] for row in figures}
    assert all(row["definition"] for row in figures)
    entries = rows_of(door.get("/v1/exports/worklist"))
    assert entries
    assert all(row["member_id"].startswith("member:") for row in entries)
    assert "member:dan" not in door.get("/v1/exports/worklist").text
    wrong = door.get("/v1/exports/figures", params={"format": "parquet"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "format")
    assert door.get("/v1/exports/nonsense").status_code == 422


def test_records_are_for_those_who_keep_them(guarded: TestClient, keys: Keys) -> None:
    keeper = with_scopes(keys, Scope.WRITE, Scope.SENSITIVE)
    reader = with_scopes(keys, Scope.READ, Scope.INSIGHT)
    app = with_scopes(keys, Scope.READ, Scope.WRITE)
    assert guarded.get("/v1/exports/members", headers=keeper).status_code == 200
    for other in (reader, app):
        assert guarded.get("/v1/exports/members", headers=other).status_code == 403
        assert guarded.get("/v1/exports/bundle", headers=other).status_code == 403
    assert guarded.get("/v1/exports/worklist", headers=reader).status_code == 200
    figures, members = (
        made(guarded, reader, export="figures"),
        made(guarded, keeper, export="members"),
    )
    assert guarded.get(figures["file"], headers=reader).status_code == 200
    for other in (reader, app):
        refused(guarded.get(members["file"], headers=other), 403)
        said = {"kind": "export", "arguments": {"export": "members"}}
        refused(guarded.post("/v1/jobs", json=said, headers=other), 403)
    listed = guarded.get("/v1/jobs", headers=reader).json()["items"]
    assert [job["arguments"] for job in listed] == [{"export": "figures"}]
    elsewhere = with_scopes(keys, *Scope, community=OTHER)
    assert guarded.get(members["file"], headers=elsewhere).status_code == 404
    assert guarded.get("/v1/exports/worklist", headers=keeper).status_code == 403
