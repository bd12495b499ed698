"""Cells that spreadsheets would work out: harmless in CSV, and the same again when read."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, EntityId, GraphStore
from loaders import export_bundle, export_table, load
from loaders.spreadsheet_cells import as_written, harmless
from tests.loaders.bundles import picture
from tests.loaders.test_export import fresh_store

DANGERS = ("=1+1", "+49 30 1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-1")


@pytest.mark.parametrize("cell", DANGERS)
def test_no_cell_begins_like_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert as_written(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Ada", "1", "-1.5", "+3", "-1e5", "'tis", "''", "a=b", "'"])
def test_what_only_says_itself_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == as_written(cell) == cell


@given(st.text(st.sampled_from("'=+-@\t\r\n1.ea ＝"), max_size=6))
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    assert as_written(harmless(text)) == text


def test_formulas_come_back_from_a_table_as_from_a_bundle(
    store: GraphStore, tmp_path: Path
) -> None:
    bios = dict(enumerate(DANGERS))
    store.write(
        Entity(EntityId(f"member:={number}"), None, {"name": "-1", "bio": bio})
        for number, bio in bios.items()
    )
    export_bundle(store, tmp_path / "all", format="csv", byte_order_mark=True)
    path = export_table(store, "members", tmp_path / "one", byte_order_mark=True)
    told = path.read_bytes()
    assert told.startswith(b"\xef\xbb\xbfid,")
    assert told == (tmp_path / "all" / "members.csv").read_bytes()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["name"] for row in rows} == {"-1"}
    assert all(row[column][:1] == "'" for row in rows for column in ("id", "bio"))
    with fresh_store(tmp_path) as other:
        assert load(tmp_path / "one", other).rejections == ()
        assert picture(other) == picture(store)


def test_a_table_without_rows_has_a_header(store: GraphStore, tmp_path: Path) -> None:
    for table in ("members", "skills"):
        path = export_table(store, table, tmp_path / table, format="csv")
        assert path.name == f"{table}.csv"
        assert path.read_text().startswith("id,name,")
        assert path.read_text().count("\n") == 1
