"""Tables and figures as files over HTTP: whole, harmless in spreadsheets, for those who may."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import get_args

import polars
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.keys import Keys
from api.access.principals import Scope
from api.app import create_app
from api.exports.kinds import EXPORTS, WORKED_OUT, ExportName
from api.settings import Settings
from graph.store import open_store
from loaders import load
from loaders.bundle_tables import TABLES
from tests.api.access.conftest import documents, guarded, keys, owner, two, with_scopes
from tests.api.conftest import COMMUNITY, client_of, node
from tests.loaders.bundles import picture

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
    assert guarded.get("/v1/exports/worklist", headers=keeper).status_code == 403
