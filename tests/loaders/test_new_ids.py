"""Ids that nobody can see or type: none is given anew, and those that are there stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import Entity, EntityId, EntityKind, GraphStore, open_store
from loaders import load
from loaders.export import export_bundle
from tests.loaders.bundles import Tables, write_bundle

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
    export_bundle(sqlite_store, tmp_path / "export")
    with open_store(f"sqlite:///{tmp_path / 'other.db'}", "other") as other:
        assert load(tmp_path / "export", other).total.quarantined == 0
        assert other.entity(ODD) == sqlite_store.entity(ODD)


def test_a_field_that_is_there_twice_is_refused(sqlite_store: GraphStore, tmp_path: Path) -> None:
    (tmp_path / "members.jsonl").write_text(
        '{"id": "ada", "name": "Ada", "name": "Eve"}\n'
        '{"id": "bob", "properties": {"a": 1, "a": 2}}\n{"id": "cleo"}\n'
    )
    report = load(tmp_path, sqlite_store)
    told = [each.reason for each in report.rejections]
    assert told == ["name is there twice", "a is there twice"]
    assert [each.id for each in sqlite_store.entities(EntityKind.MEMBER)] == ["member:cleo"]
