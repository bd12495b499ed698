"""A member's export holds every record that touches them, and nothing that others must not tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.engine import Engine
from api.rights.member_export import GROUPS, member_export, names
from api.settings import Settings
from graph.records import EntityId
from graph.store import open_store
from loaders import load
from matcher.feedback import find_feedback
from matcher.feedback_kept import give_feedback
from tests.api.conftest import CommandLine
from tests.api.rights.club import COMMUNITY, NAME, SECRET, VERA
from tests.community.conftest import edge, node

HERS = EntityId(VERA)
PATH = f"/v1/members/{quote('vera/ü', safe='')}/export"


def test_every_record_that_touches_a_member_is_in_it(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        store = engine.store
        give_feedback(store, HERS, find_feedback("helped"), EntityId("member:donor0"))
        engine.documents.put("audit", "1", {"what": "looked at", "whom": VERA})
        engine.documents.put("audit", "2", {"what": "looked at", "whom": f"{VERA}2"})
        told = member_export(engine, HERS)
        owned = {"content:v1", "content:v2", "purpose:vera1", "purpose:vera2"}
        held = [
            (each.kind.value, each.source, each.target, each.key)
            for each in store.relationships()
            if {VERA, *owned} & {each.source, each.target}
        ]
        shown = [
            (each["kind"], each["from"], each["to"], each["key"])
            for group in GROUPS
            for each in told[group]
        ]
        assert len(shown) == len(set(shown)) == len(held) > 25
        withheld = {each for each in shown if "withheld" in each[1]}
        assert set(held) - set(shown) == {("DISMISSED", "member:member5", VERA, "")}
        assert withheld == {("DISMISSED", "member:withheld-1", VERA, "")}
        for part in ("purposes", "content"):
            for each in told[part]:
                kept = store.entity(EntityId(each["id"]))
                assert each["properties"] == dict(kept.properties)
        assert {each["id"] for part in ("purposes", "content") for each in told[part]} == owned
    assert told["profile"]["properties"]["name"] == NAME
    assert [each["key"] for each in told["documents"]] == ["1"]
    for part in ("skills", "surveys", "journeys", "feedback", "relationships", "interactions"):
        assert told[part], part
    assert told["reputation"]["member"] == VERA


@pytest.mark.parametrize("said", [{"visibility": "hidden"}, {"consent": ("research",)}])
def test_of_members_who_may_not_be_seen_the_id_alone_is_told(
    settings: Settings, said: dict[str, Any]
) -> None:
    with Engine.open(settings) as engine:
        engine.store.write([node("member:member3", name="Somebody Unseen", **said)])
        told = member_export(engine, HERS)
    assert told["names"]["member:member3"] == "member3"
    assert "Somebody Unseen" not in json.dumps(told)
    assert told["names"]["member:donor0"] == "Donor0"


def test_who_blocked_or_turned_them_down_is_not_told(settings: Settings) -> None:
    with Engine.open(settings) as engine:
        engine.store.write([edge("member:staff0", "BLOCKS", VERA, 60)])
        told = json.dumps(member_export(engine, HERS))
    assert "BLOCKS" in told
    assert "member:staff0" not in told
    assert "member:member5" not in told


def test_whoever_hides_gets_theirs_without_figures_that_leave_them_out(
    settings: Settings,
) -> None:
    with Engine.open(settings) as engine:
        entity = engine.store.entity(HERS)
        engine.store.write([node(VERA, 1, **{**entity.properties, "visibility": "hidden"})])
        told = member_export(engine, HERS)
    assert told["reputation"] is None
    assert len(told["content"]) == 2


def test_both_doors_tell_the_same_and_the_tables_load_again(
    client: TestClient, kinpath: CommandLine, tmp_path: Path
) -> None:
    over_http = client.get(PATH).json()
    folder = tmp_path / "hers"
    printed = json.loads(kinpath.ok("export-member", VERA, "--out", str(folder)))
    for told in (over_http, printed):
        del told["made_at"]
    # That they were exported is itself something that is kept about them.
    seen = [each["value"]["operation"] for each in printed.pop("documents")]
    assert (over_http.pop("documents"), seen) == ([], ["export_member"])
    assert over_http == printed
    assert client.get("/v1/members/nobody/export").status_code == 404
    with open_store(f"sqlite:///{tmp_path / 'again.db'}", COMMUNITY) as store:
        report = load(folder, store)
        assert not report.rejections
        again = {e.fingerprint() for e in store.relationships(touching=HERS)}
        purposes = store.entity(EntityId("purpose:vera2")).properties["statement"]
    assert SECRET in str(purposes)
    assert len(again) > 20


def test_an_id_is_found_by_itself_and_not_within_anothers() -> None:
    assert names({"a": [{"b": "member:ada"}]}, EntityId("member:ada"))
    assert names({"member:ada": 1}, EntityId("member:ada"))
    assert not names({"a": ["member:adam", "xmember:ada"]}, EntityId("member:ada"))
