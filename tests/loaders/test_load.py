"""Loading: what is written, counted, refused, set aside, and left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph import Entity, EntityId, GraphStore, open_store
from graph.errors import BadRow, LoadError
from loaders import LoadReport, load
from loaders.load import BATCH_SIZE
from tests.loaders.bundles import COMMUNITY, Row, Tables, picture, write_bundle

BAD_ROW: Row = {"id": "x", "joined_at": "yesterday"}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return write_bundle(tmp_path / "acme", COMMUNITY)


def with_members(tmp_path: Path, *rows: Row) -> Path:
    tables: Tables = {**COMMUNITY, "members": [*COMMUNITY["members"], *rows]}
    return write_bundle(tmp_path / "acme", tables)


def test_a_first_load_writes_every_row(store: GraphStore, bundle: Path) -> None:
    report = load(bundle, store)
    assert report.community == store.community
    assert report.format == "bundle"
    assert {name: table.written for name, table in report.tables.items()} == {
        name: len(rows) for name, rows in COMMUNITY.items()
    }
    assert report.unknown_verbs == {"zap": 1}
    assert report.revision == store.revision() > 0
    assert store.entity(EntityId("member:ada")).name == "Ada"


def test_a_second_load_changes_nothing(store: GraphStore, bundle: Path) -> None:
    first = load(bundle, store)
    before = picture(store)
    second = load(bundle, store)
    assert (second.total.written, second.total.unchanged) == (0, first.total.written)
    assert second.revision == first.revision
    assert picture(store) == before


def test_only_rows_that_say_something_new_count_as_written(
    store: GraphStore, tmp_path: Path
) -> None:
    load(with_members(tmp_path), store)
    report = load(with_members(tmp_path, {"id": "dan"}, {"id": "eve"}), store)
    members = report.tables["members"]
    assert (members.read, members.written, members.unchanged) == (5, 2, 3)
    assert report.total.written == 2


@pytest.mark.parametrize("batch_size", [1, 2, 7, BATCH_SIZE])
def test_the_size_of_batches_does_not_matter(
    sqlite_store: GraphStore, bundle: Path, batch_size: int, tmp_path: Path
) -> None:
    load(bundle, sqlite_store, batch_size=batch_size)
    with open_store(f"sqlite:///{tmp_path}/other.db", sqlite_store.community) as other:
        load(bundle, other)
        assert picture(other) == picture(sqlite_store)


def test_a_dry_run_counts_and_writes_nothing(sqlite_store: GraphStore, tmp_path: Path) -> None:
    path = with_members(tmp_path, BAD_ROW)
    report = load(path, sqlite_store, dry_run=True)
    assert report.dry_run
    assert (report.total.written, report.total.quarantined) == (0, 1)
    assert report.total.read == sum(map(len, COMMUNITY.values())) + 1
    assert [bad.line for bad in report.rejections] == [4]
    assert report.unknown_verbs == {"zap": 1}
    assert (sqlite_store.revision(), picture(sqlite_store)) == (0, [[], []])
    assert sorted(each.name for each in tmp_path.glob("*quarantine*")) == []
    named = tmp_path / "bad.jsonl"
    assert load(path, sqlite_store, dry_run=True, quarantine=named).quarantine == named
    assert named.read_text().count("\n") == 1


def test_strict_writes_nothing_at_the_first_bad_row(store: GraphStore, tmp_path: Path) -> None:
    path = with_members(tmp_path, BAD_ROW)
    with pytest.raises(BadRow, match=r"members\.jsonl, line 4: joined_at is not a time"):
        load(path, store, strict=True)
    assert (store.revision(), picture(store)) == (0, [[], []])
    assert not (tmp_path / "acme.quarantine.jsonl").exists()
    assert load(with_members(tmp_path), store, strict=True).total.quarantined == 0


def test_bad_rows_are_kept_whole(sqlite_store: GraphStore, tmp_path: Path) -> None:
    report = load(with_members(tmp_path, BAD_ROW), sqlite_store)
    assert report.quarantine == tmp_path / "acme.quarantine.jsonl"
    assert json.loads(report.quarantine.read_text()) == {
        "table": "members",
        "file": "members.jsonl",
        "line": 4,
        "reason": "joined_at is not a time (ISO 8601): 'yesterday'",
        "row": BAD_ROW,
    }
    assert json.loads(json.dumps(report.to_json()))["tables"]["members"]["quarantined"] == 1


def test_the_quarantine_file_goes_when_nothing_is_bad_any_more(
    sqlite_store: GraphStore, tmp_path: Path
) -> None:
    load(with_members(tmp_path, BAD_ROW), sqlite_store)
    report = load(with_members(tmp_path), sqlite_store)
    assert report.quarantine is None
    assert [each.name for each in tmp_path.glob("*quarantine*")] == []


def test_a_file_of_somebody_else_is_never_overwritten(
    sqlite_store: GraphStore, tmp_path: Path
) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work")
    with pytest.raises(LoadError, match="is not a quarantine file"):
        load(with_members(tmp_path, BAD_ROW), sqlite_store, quarantine=thesis)
    assert thesis.read_text() == "years of work"
    assert sqlite_store.revision() == 0


def test_a_quarantine_that_cannot_be_written_is_an_error(
    sqlite_store: GraphStore, tmp_path: Path
) -> None:
    nowhere = tmp_path / "missing" / "bad.jsonl"
    with pytest.raises(LoadError, match="cannot write"):
        load(with_members(tmp_path, BAD_ROW), sqlite_store, quarantine=nowhere)


def test_members_without_a_usable_table_are_an_error(
    sqlite_store: GraphStore, tmp_path: Path
) -> None:
    (tmp_path / "members.csv").write_text("name\nAda\n")
    with pytest.raises(LoadError, match=r"lacks the column id, which is required; it has 'name'"):
        load(tmp_path, sqlite_store)


def test_ids_of_any_script_and_texts_of_any_length(store: GraphStore, tmp_path: Path) -> None:
    long = "word " * 2_000_000
    rows: list[Row] = [{"id": "👩‍🔬 a:b/c|d", "bio": long}, {"id": "Ünï code", "name": " "}]
    for ending in (".jsonl", ".csv"):
        path = write_bundle(tmp_path / ending, {"members": rows}, ending)
        assert load(path, store).total.quarantined == 0
    assert store.entity(EntityId("member:👩‍🔬 a:b/c|d")).properties["bio"] == long
    assert store.entity(EntityId("member:Ünï code")).name == "Ünï code"


def test_an_empty_community_and_a_community_of_one(store: GraphStore, tmp_path: Path) -> None:
    nobody = write_bundle(tmp_path / "nobody", {"members": []})
    assert load(nobody, store).total.read == 0
    assert store.revision() == 0
    load(write_bundle(tmp_path / "one", {"members": [{"id": "ada"}]}), store)
    assert list(store.entities()) == [Entity(EntityId("member:ada"))]


def test_progress_is_told_to_the_end_of_each_file(sqlite_store: GraphStore, bundle: Path) -> None:
    told: dict[str, tuple[int, int | None]] = {}

    def progress(label: str, done: int, total: int | None) -> None:
        told[label] = (done, total)

    load(bundle, sqlite_store, progress=progress)
    size = (bundle / "members.jsonl").stat().st_size
    assert told["reading members.jsonl"] == (size, size)


def test_reports_add_up(sqlite_store: GraphStore, tmp_path: Path) -> None:
    report: LoadReport = load(with_members(tmp_path, BAD_ROW), sqlite_store)
    for table in (*report.tables.values(), report.total):
        assert table.read == sum((table.written, table.unchanged, table.skipped, table.quarantined))
