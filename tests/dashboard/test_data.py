"""Data: a file brought in step by step and taken back, and files to take along."""

from __future__ import annotations

import io
import re
import time
import zipfile

import pytest
from fastapi.testclient import TestClient

from api.access import Scope
from api.access.keys import Keys
from tests.api.access.conftest import documents, guarded, keys, owner, two, with_scopes
from tests.api.conftest import settings, written

__all__ = ["documents", "guarded", "keys", "owner", "settings", "two", "written"]
EXPORT = "/dashboard/data/export"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
CSV = "Nr;Name;Über mich\nada;Ada King;Glass\nzoe;<b>Zoë</b>;Bread\n;Nobody;\n"


def brought(visitor: TestClient, text: str = CSV, name: str = "Mitglieder.csv") -> str:
    """The id of a new import."""
    files = {"file": (name, text.encode())}
    answer = visitor.post("/dashboard/data/files", files=files, headers=SAME_SITE)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].partition("id=")[2])


def page(visitor: TestClient, id_: str, more: str = "") -> str:
    """The page of an import once no job is at work on it."""
    until = time.monotonic() + 100
    while visitor.get(f"/v1/imports/{id_}").json()["state"] == "running":
        assert time.monotonic() < until
        time.sleep(0.02)
    return visitor.get(f"/dashboard/data/import?id={id_}{more}").text


def said(visitor: TestClient, act: str, **form: str) -> int:
    answer = visitor.post(f"/dashboard/data/import/{act}", data=form, headers=SAME_SITE)
    return answer.status_code


@pytest.mark.slow
def test_a_file_is_looked_into_tried_written_and_undone(visitor: TestClient) -> None:
    id_ = brought(visitor)
    columns = page(visitor, id_)
    assert re.findall(r'<option value="(\w+)" selected>', columns)[:4] == [
        "members", "id", "name", "bio",
    ]  # fmt: skip
    assert "&lt;b&gt;Zoë&lt;/b&gt;" in columns
    form = {"id": id_, "table": "members", "column-0": "id", "column-1": "name", "column-2": ""}
    assert said(visitor, "try", **form) == 303
    tried = page(visitor, id_)
    assert "What it would change" in tried
    assert "lacks id, which is required" in tried
    assert "Ada Lovelace" in visitor.get("/dashboard/member?id=member:ada").text
    assert 'value="id" selected' in page(visitor, id_, "&columns=true")
    refused = visitor.get(f"/dashboard/data/import/refusals?id={id_}")
    assert refused.text.startswith("table,line,field,reason")
    assert said(visitor, "run", id=id_) == 303
    assert "What it changed" in page(visitor, id_)
    assert visitor.get("/v1/members/ada").json()["bio"] == "I want to build a telescope."
    assert "Mitglieder.csv" in visitor.get("/dashboard/data").text
    visitor.put("/v1/members/zoe", json={"name": "Zoe"})
    assert said(visitor, "undo", id=id_) == 303
    changed = page(visitor, id_)
    assert "Changed since by others" in changed
    assert "member:zoe" in changed
    assert said(visitor, "undo", id=id_, rest="yes") == 303
    assert "This import was undone" in page(visitor, id_)
    assert visitor.get("/v1/members/ada").json()["name"] == "Ada Lovelace"
    assert visitor.get("/v1/members/zoe").json()["name"] == "Zoe"


def test_another_table_has_other_columns(visitor: TestClient) -> None:
    id_ = brought(visitor, "id,name\ntea,Tea\n", "list.csv")
    assert said(visitor, "try", id=id_, table="skills") == 303
    told = visitor.get(f"/v1/imports/{id_}").json()
    assert (told["table"], told["state"]) == ("skills", "uploaded")
    assert said(visitor, "try", id=id_, table="nonsense") == 422
    both = {"id": id_, "table": "skills", "column-0": "id", "column-1": "id"}
    assert said(visitor, "try", **both) == 422


def test_what_is_no_file_of_ours_is_refused_in_plain_words(visitor: TestClient) -> None:
    for name, why in (("list.xlsx", "CSV UTF-8"), ("list.exe", "must be a .csv")):
        files = {"file": (name, b"x")}
        answer = visitor.post("/dashboard/data/files", files=files, headers=SAME_SITE)
        assert answer.status_code == 422
        assert why in answer.text
    empty = visitor.post("/dashboard/data/files", data={"table": ""}, headers=SAME_SITE)
    assert empty.status_code == 422
    large = {"Content-Length": str(10**12), "Content-Type": "multipart/form-data; boundary=x"}
    answer = visitor.post("/dashboard/data/files", content=b"", headers=SAME_SITE | large)
    assert answer.status_code == 413
    assert visitor.get("/dashboard/data/import?id=none").status_code == 404


def test_tables_are_taken_along(visitor: TestClient) -> None:
    page = visitor.get("/dashboard/data").text
    names = set(re.findall(r'action="/dashboard/data/export/([^"]+)"', page))
    assert {"members", "bundle", "figures", "worklist", "skills"} <= names
    for name in names:
        answer = visitor.post(f"{EXPORT}/{name}", data={"bom": "true"}, headers=SAME_SITE)
        assert answer.status_code == 200, name
        assert "attachment" in answer.headers["content-disposition"]
    parquet = visitor.post(f"{EXPORT}/members", data={"format": "parquet"}, headers=SAME_SITE)
    assert parquet.content.startswith(b"PAR1")


def test_what_takes_longer_is_made_by_a_job(
    visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.dashboard.at_once.SECONDS", -1.0)
    answer = visitor.post(f"{EXPORT}/bundle", data={"bom": "true"}, headers=SAME_SITE)
    assert answer.status_code == 303, answer.text
    place = answer.headers["location"]
    until = time.monotonic() + 100
    while "The file is being made" in (page := visitor.get(place).text):
        assert "<progress" in page
        assert time.monotonic() < until
        time.sleep(0.02)
    assert "The file is ready" in page
    (link,) = re.findall(r'href="(/dashboard/data/export/file[^"]+)"', page)
    with zipfile.ZipFile(io.BytesIO(visitor.get(link).content)) as archive:
        assert "members.csv" in archive.namelist()
    job = place.partition("id=")[2]
    assert place in visitor.get("/dashboard/data").text
    stopped = visitor.post(f"{EXPORT}/stop", data={"id": job}, headers=SAME_SITE)
    assert (stopped.status_code, stopped.headers["location"]) == (303, place)  # it had ended
    other = visitor.post("/v1/jobs", json={"kind": "shared_purpose"}).json()["id"]
    assert visitor.get(f"{EXPORT}?id={other}").status_code == 404


def test_everybody_sees_what_they_may(guarded: TestClient, keys: Keys) -> None:
    reader = with_scopes(keys, Scope.READ, Scope.INSIGHT)
    told = guarded.get("/dashboard/data", headers=reader).text
    assert "Figures" in told
    assert "Bring in a file" not in told
    assert "export/members" not in told
    for name in ("members", "bundle"):
        answer = guarded.post(f"{EXPORT}/{name}", headers=reader | SAME_SITE)
        assert answer.status_code == 403
    keeper = with_scopes(keys, Scope.WRITE, Scope.SENSITIVE)
    said = {"kind": "export", "arguments": {"export": "members"}}
    job = guarded.post("/v1/jobs", json=said, headers=keeper).json()["id"]
    for place in (f"{EXPORT}?id={job}", f"{EXPORT}/file?id={job}"):
        assert guarded.get(place, headers=reader).status_code == 403
    files = {"file": ("list.csv", b"id\n1\n")}
    answer = guarded.post("/dashboard/data/files", files=files, headers=reader | SAME_SITE)
    assert answer.status_code == 403
    nobody = guarded.get("/dashboard/data", headers=with_scopes(keys, Scope.READ)).text
    assert "This is not open to you" in nobody
