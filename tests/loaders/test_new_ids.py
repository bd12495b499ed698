"""Ids that nobody can see or type: none is given anew, and those that are there stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import Entity, EntityId, EntityKind, GraphStore, open_store
from loaders import load
from loaders.bundle import MANIFEST
from loaders.discourse_records import topic_said
from loaders.export import export_bundle
from tests.loaders.bundles import Tables, write_bundle
from tests.loaders.dumps import USERS, write_dump

ODD = EntityId("member:a\nb")
UNSEEN = "holds a control character, which no new id may"
BLANK = "begins or ends with a blank, which no new id may"
TABLES: Tables = {
    "members": [{"id": "ada"}, {"id": "member of any script: é 👩\u200d🔬"}],
    "skills": [{"id": "x", "name": "x"}],
}


@pytest.mark.parametrize(
    ("table", "row", "column", "reason"),
    [
        *(
            ("members", {"id": said, "name": "New"}, "id", UNSEEN)
            for said in ("a\nb", "\x07", "a\x7fb", "a\x9bb", "a\u2028b")
        ),
        ("members", {"id": " a"}, "id", BLANK),
        ("groups", {"id": "a\u00a0", "name": "A"}, "id", BLANK),
        ("journeys", {"id": "j", "name": "J", "stages": ["one\x07"]}, "stages", UNSEEN),
        ("surveys", {"member_id": "ada", "instrument": "m\x07", "item_or_score": "1", "value": 1,
                     "wave": "pre"}, "instrument", UNSEEN),
        ("interactions", {"member_id": "ada", "verb": "view", "object_kind": "skill",
                          "object_id": "x", "event_id": "e\x07"}, "event_id", UNSEEN),
        ("relationships", {"member_id": "ada", "verb": "help", "other_id": "ada",
                           "event_id": "e "}, "event_id", BLANK),
        ("entities", {"id": "member:a\nb"}, "id", UNSEEN),
        ("entities", {"id": "stage:j/one\x07"}, "id", UNSEEN),
        ("edges", {"kind": "FOLLOWS", "source": "member:ada", "target": "member:ada",
                   "key": "k "}, "key", BLANK),
    ],
)  # fmt: skip
def test_no_row_gives_an_id_that_cannot_be_seen_or_typed(
    sqlite_store: GraphStore,
    tmp_path: Path,
    table: str,
    row: dict[str, object],
    column: str,
    reason: str,
) -> None:
    rows = [*TABLES.get(table, []), row]
    report = load(write_bundle(tmp_path / "b", {**TABLES, table: rows}, ".jsonl"), sqlite_store)
    (told,) = report.rejections
    assert (told.table, told.column, told.reason) == (table, column, f"{column} {reason}")
    assert len(list(sqlite_store.entities())) == 3


def test_what_is_called_so_already_stays_and_comes_back(
    sqlite_store: GraphStore, tmp_path: Path
) -> None:
    sqlite_store.write([Entity(ODD, None, {"name": "Odd"})])
    path = write_bundle(tmp_path / "b", {"members": [{"id": "a\nb", "name": "Odder"}]}, ".jsonl")
    assert load(path, sqlite_store).total.quarantined == 0
    assert sqlite_store.entity(ODD).name == "Odder"
    same = {"id": "member:a\nb", "name": "Odder"}  # also without an export's manifest
    path = write_bundle(tmp_path / "own", {"members": [], "entities": [same]}, ".jsonl")
    assert load(path, sqlite_store).total.quarantined == 0
    export_bundle(sqlite_store, tmp_path / "export")
    with open_store(f"sqlite:///{tmp_path / 'other.db'}", "other") as other:
        assert load(tmp_path / "export", other).total.quarantined == 0
        assert other.entity(ODD) == sqlite_store.entity(ODD)


@pytest.mark.parametrize(
    "manifest", ["", "[1]", "[" * 90_000, '{"format": "other"}', f'{{"a": "{"x" * 100_000}"}}']
)
def test_what_is_no_manifest_of_an_export_brings_no_ids_back(
    sqlite_store: GraphStore, tmp_path: Path, manifest: str
) -> None:
    tables: Tables = {"members": [{"id": "ada"}], "entities": [{"id": ODD}]}
    folder = write_bundle(tmp_path / "b", tables, ".jsonl")
    (folder / MANIFEST).write_text(manifest)
    report = load(folder, sqlite_store)
    assert [each.column for each in report.rejections] == ["id"]
    assert [each.id for each in sqlite_store.entities()] == ["member:ada"]


def test_tags_of_a_dump_become_ids_without_what_none_may_hold(
    sqlite_store: GraphStore, tmp_path: Path
) -> None:
    post = {"PostTypeId": "1", "CreationDate": "2019-02-04", "Title": "Lost?", "OwnerUserId": "1"}
    tags = [
        {"Id": "1", "TagName": "\x7fbread", "ExcerptPostId": "9"},
        {"Id": "2", "TagName": "\x7f"},
    ]
    dump = {
        "Users": USERS,
        "Tags": tags,
        "Posts": [
            {"Id": "1", "Tags": "<bread ><\x7fbread><oven\n><\x9b><new>", **post},
            {"Id": "9", "PostTypeId": "4", "CreationDate": "2019-02-05", "Body": "All of it."},
        ],
        "Badges": [{"Id": "1", "UserId": "1", "Name": "bread ", "Date": "2019-03-01",
                    "TagBased": "True"}],
    }  # fmt: skip
    report = load(write_dump(tmp_path / "dump", dump), sqlite_store)
    assert (report.total.quarantined, report.changed_tags) == (0, 5)
    assert report.to_json()["changed_tags"] == 5
    skills = {each.id: each.properties for each in sqlite_store.entities(EntityKind.SKILL)}
    assert skills == {
        "skill:bread": {"name": "bread", "description": "All of it."},
        "skill:oven": {"name": "oven"},
        "skill:new": {"name": "new"},
    }
    about = {
        (each.kind.value, each.target)
        for each in sqlite_store.relationships(touching=EntityId("skill:bread"))
        if each.target == "skill:bread"
    }
    assert {("ABOUT", "skill:bread"), ("ENGAGED", "skill:bread")} <= about


def test_tags_of_a_forum_likewise() -> None:
    topic = {"id": 5, "title": "T", "tags": ["a\u2028b ", {"name": " c"}, "\x07", "c", "", "d"]}
    said = topic_said(topic)
    skills = [each.id for each in said.stubs if each.kind is EntityKind.SKILL]
    assert skills == ["skill:ab", "skill:c", "skill:d"]
    assert said.changed_tags == ("a\u2028b ", " c", "\x07")


def test_a_field_that_is_there_twice_is_refused(sqlite_store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "members.jsonl").write_text(
        '{"id": "ada", "name": "Ada", "name": "Eve"}\n'
        '{"id": "bob", "properties": {"a": 1, "a": 2}}\n{"id": "cleo"}\n'
    )
    report = load(tmp_path, sqlite_store)
    told = [each.reason for each in report.rejections]
    assert told == ["name is there twice", "a is there twice"]
    assert [each.id for each in sqlite_store.entities(EntityKind.MEMBER)] == ["member:cleo"]
