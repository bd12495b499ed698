"""A community that was written back as a bundle loads as the same graph."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import Entity, EntityId, GraphStore, Record, Relationship, RelationshipKind, open_store
from graph.errors import LoadError
from loaders import community_of, export_bundle, load
from loaders.table_formats import Compression, TableFormat
from tests.graph.strategies import batches
from tests.loaders.bundles import COMMUNITY, Row, Tables, picture, write_bundle

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
WAYS: list[tuple[TableFormat, Compression]] = [
    ("jsonl", "zst"),
    ("csv", "gz"),
    ("parquet", ""),
]
every_format = pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet"])


@contextmanager
def fresh_store(folder: Path) -> Iterator[GraphStore]:
    with open_store(f"sqlite:///{folder}/{uuid4().hex}.db", "somewhere") as store:
        yield store


def assert_comes_back(
    store: GraphStore, folder: Path, kind: TableFormat, compression: Compression = ""
) -> dict[str, int]:
    exported = export_bundle(store, folder / "out", format=kind, compression=compression)
    with fresh_store(folder) as other:
        report = load(folder / "out", other)
        assert report.rejections == ()
        assert report.ignored == ()
        assert picture(other) == picture(store)
    return dict(exported.rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["jsonl", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("csv", "parquet"))]
)
@given(records=batches())
def test_any_graph_comes_back(
    records: list[Record], kind: TableFormat, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    with fresh_store(folder) as store:
        store.write(records)
        assert_comes_back(store, folder, kind)


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
lists = st.lists(words, max_size=3)
times = st.none() | st.datetimes().map(lambda moment: moment.isoformat())


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=4)


known = st.sampled_from(["a", "b"])
bundles = st.fixed_dictionaries(
    {
        "purposes": rows(
            member_id=known, statement=words, stated_at=times, values=lists, mood=words
        ),
        "skills": st.just([{"id": "a", "name": "A", "broader": "b"}, {"id": "b", "name": "B"}]),
        "member_skills": rows(
            member_id=known, skill_id=known, relation=st.sampled_from(["has", "seeks"]),
            level=st.none() | st.floats(0, 1), since=times,
        ),
        "content": rows(
            id=st.sampled_from("abcd"), kind=words, title=words, author_id=st.none() | known,
            parent_id=st.none() | st.sampled_from("abcd"), created_at=times,
            skills=st.lists(known), purposes=lists,
        ),
        "groups": rows(id=known, name=words, organiser_id=st.none() | known, created_at=times),
        "activities": rows(
            id=known, name=words, host_id=st.none() | known, group_id=st.none() | known,
            starts_at=times, capacity=st.none() | st.integers(0, 9), created_at=times,
        ),
        "journeys": rows(id=known, name=words, stages=lists),
        "interactions": rows(
            member_id=known, verb=st.sampled_from(["view", "create", "lead", "join", "zap"]),
            object_kind=st.sampled_from(["content", "activity", "group", "skill"]),
            object_id=known, at=times, value=st.none() | st.floats(allow_nan=False),
        ),
        "relationships": rows(
            member_id=known, verb=st.sampled_from(["help", "block", "zap"]), other_id=known,
            at=times,
        ),
        "surveys": rows(
            member_id=known, instrument=words, item_or_score=words,
            value=words | st.floats(allow_nan=False), wave=st.sampled_from(["pre", "1"]),
        ),
    }
)  # fmt: skip


@pytest.mark.slow
@every_format
@given(tables=bundles)
@settings(max_examples=20)
def test_any_bundle_comes_back(
    tables: Tables, kind: TableFormat, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("export")
    members: list[Row] = [{"id": "a", "consent": ["matching"]}, {"id": "b", "name": "Bé|\r\n"}]
    source = write_bundle(folder / "in", {"members": members, **tables})
    with fresh_store(folder) as store:
        load(source, store)
        assert_comes_back(store, folder, kind)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("example", "edges"), [("invented_community", 9), ("quantum_computing", 305)]
)
def test_the_examples_come_back(example: str, edges: int, tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        load(EXAMPLES / example, store, quarantine=tmp_path / "bad.jsonl")
        for kind, compression in WAYS:
            (tmp_path / kind).mkdir()
            written = assert_comes_back(store, tmp_path / kind, kind, compression)
            # Tables say it all but for what only `edges` can: stages that call for skills, links.
            assert "entities" not in written
            assert written["edges"] == edges


@every_format
def test_a_plain_bundle_comes_back_in_its_own_tables(kind: TableFormat, tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        load(write_bundle(tmp_path / "in", COMMUNITY), store)
        written = assert_comes_back(store, tmp_path, kind)
    if kind == "csv":
        # An empty list of consent can stand in CSV; that nobody was asked cannot.
        assert "consent" in (tmp_path / "out" / "members.csv").read_text()
    assert written == {name: len(rows) for name, rows in COMMUNITY.items()}


def test_both_stores_export_the_same_bytes(store: GraphStore, tmp_path: Path) -> None:
    load(write_bundle(tmp_path / "in", COMMUNITY), store)
    export_bundle(store, tmp_path / "one", format="csv")
    with fresh_store(tmp_path) as other:
        load(tmp_path / "in", other)
        export_bundle(other, tmp_path / "two", format="csv")
    for path in sorted((tmp_path / "one").glob("*.csv")):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_an_earlier_export_is_replaced_and_nothing_else_is(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with fresh_store(tmp_path) as store:
        store.write([Entity(EntityId("member:ada"))])
        export_bundle(store, target, format="csv")
        export_bundle(store, target, format="jsonl")
        assert sorted(path.name for path in target.iterdir()) == [
            "kinpath-bundle.json",
            "members.jsonl",
        ]
        precious = tmp_path / "precious"
        precious.mkdir()
        (precious / "thesis.txt").write_text("years of work")
        with pytest.raises(LoadError, match="something else than an export"):
            export_bundle(store, precious)
        with pytest.raises(LoadError, match="is not a directory"):
            export_bundle(store, precious / "thesis.txt")
    assert (precious / "thesis.txt").read_text() == "years of work"
    assert not list(tmp_path.glob("*.partial"))


def test_an_export_remembers_its_community(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/a.db", "Ünï") as store:
        report = export_bundle(store, tmp_path / "out")
    assert (report.community, report.revision, dict(report.rows)) == ("Ünï", 0, {"members": 0})
    assert community_of(tmp_path / "out") == "Ünï"
    manifest = json.loads((tmp_path / "out" / "kinpath-bundle.json").read_text())
    assert manifest["format"] == "kinpath-bundle"


def test_unknown_formats_are_named(tmp_path: Path) -> None:
    with fresh_store(tmp_path) as store:
        with pytest.raises(LoadError, match="csv, jsonl or parquet, not 'xls'"):
            export_bundle(store, tmp_path / "out", format="xls")  # type: ignore[arg-type]
        with pytest.raises(LoadError, match="gz, zst or empty, not 'rar'"):
            export_bundle(store, tmp_path / "out", compression="rar")  # type: ignore[arg-type]


def test_many_rows_of_parquet_are_joined_from_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.table_writing._PARQUET_ROWS", 3)
    members = [Entity(EntityId(f"member:{number}")) for number in range(8)]
    follows = [
        Relationship(RelationshipKind.FOLLOWS, one.id, other.id, "follow", None, {"verb": "follow"})
        for one in members
        for other in members
    ]
    with fresh_store(tmp_path) as store:
        store.write([*members, *follows])
        assert assert_comes_back(store, tmp_path, "parquet") == {
            "members": 8,
            "relationships": 64,
        }
