"""A bundle with hundreds of broken rows gives its good ones, and names each bad one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest

from graph import GraphStore, list_communities, open_store
from graph.errors import BadRow
from loaders import load
from tests.loaders.bundles import edges, entities, picture, read_all, write_bundle, write_lines
from tests.loaders.mutilations import GOOD_ROWS, REQUIRED, broken_rows, good_row, mutilated

BROKEN = 300
endings = pytest.mark.parametrize("ending", [".jsonl", ".csv"])


def write_mutilated(folder: Path, ending: str, share: int) -> dict[tuple[str, int], str]:
    """Writes the bundle, and returns the reason for each broken row by file and line."""
    random = Random(20250601)
    expected: dict[tuple[str, int], str] = {}
    for table in REQUIRED:
        lines, reasons = mutilated(table, ending, random, share)
        write_lines(folder / f"{table}{ending}", *lines)
        for line, reason in reasons.items():
            expected[f"{table}{ending}", line] = reason
    return expected


def write_good(folder: Path) -> Path:
    tables = {table: [good_row(table, number) for number in range(GOOD_ROWS)] for table in REQUIRED}
    return write_bundle(folder, tables)


@endings
def test_every_broken_row_is_named_with_its_reason_and_every_good_one_is_used(
    ending: str, tmp_path: Path
) -> None:
    expected = write_mutilated(tmp_path / "in", ending, share=1_000)
    assert len(expected) >= BROKEN
    records, rejections = read_all(tmp_path / "in")
    found = {(bad.file, bad.line): bad.reason for bad in rejections}
    assert set(found) == set(expected)
    for where, reason in expected.items():
        assert re.search(reason, found[where]), (where, reason, found[where])
    good, _ = read_all(write_good(tmp_path / "good"))
    assert edges(records) == edges(good)
    assert entities(records) == entities(good)


def test_hundreds_of_broken_rows_reach_the_quarantine_file(
    store: GraphStore, tmp_path: Path
) -> None:
    expected = write_mutilated(tmp_path / "in", ".jsonl", share=1_000)
    assert len(expected) >= BROKEN
    report = load(tmp_path / "in", store)
    total = report.total
    assert (total.read, total.written, total.quarantined) == (
        len(expected) + GOOD_ROWS * len(REQUIRED),
        GOOD_ROWS * len(REQUIRED),
        len(expected),
    )
    assert report.quarantine == tmp_path / "in.quarantine.jsonl"
    kept = [json.loads(line) for line in report.quarantine.read_text().splitlines()]
    assert {(bad["file"], bad["line"]) for bad in kept} == set(expected)
    assert all(set(bad) == {"table", "file", "line", "reason", "row"} for bad in kept)
    loaded = picture(store)
    load(write_good(tmp_path / "good"), store)
    assert picture(store) == loaded


@endings
@pytest.mark.parametrize("table", list(REQUIRED))
def test_strict_names_the_first_broken_row(table: str, ending: str, tmp_path: Path) -> None:
    sorts = len(list(broken_rows(table, iter(range(1000, 9999)), ending)))
    assert sorts >= 10
    random = Random(table)
    for name in REQUIRED:
        lines, reasons = mutilated(name, ending, random, 1 if name == table else 0)
        write_lines(tmp_path / "in" / f"{name}{ending}", *lines)
        if name == table:
            ((line, reason),) = reasons.items()
    with pytest.raises(BadRow, match=rf"{table}\{ending}, line {line}: .*{reason}"):
        load_strictly(tmp_path)


def load_strictly(folder: Path) -> None:
    with open_store(f"sqlite:///{folder}/kinpath.db", "acme") as store:
        try:
            load(folder / "in", store, strict=True)
        finally:
            assert store.revision() == 0
            assert picture(store) == [[], []]
    assert list_communities(f"sqlite:///{folder}/kinpath.db") == []
