"""CSV, JSON lines and parquet as they come: marked, quoted, huge, cut off, or something else."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
import zstandard

from graph.progress import silent
from loaders.bundle_tables import TABLES
from loaders.rows import BadLine, BadTable, RawRow
from loaders.table_files import find_tables, read_table
from tests.loaders.bundles import write_lines

MEMBERS = TABLES["members"]


def rows(path: Path) -> list[tuple[int, object]]:
    """Line and cells of a good row, line and reason of a bad one."""
    return [
        (row.line, dict(row.cells) if isinstance(row, RawRow) else row.reason)
        for row in read_table(path, MEMBERS, silent)
    ]


def ids(found: Iterator[RawRow | BadLine]) -> list[object]:
    return [row.cells["id"] for row in found if isinstance(row, RawRow)]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    for name, first in (("members.csv", "id,name"), ("members.jsonl", '{"id": "a"}')):
        path = write_lines(tmp_path / name, b"\xef\xbb\xbf" + first.encode(), "a,b")
        assert "id" in str(rows(path)[0])
        assert "\ufeff" not in str(rows(path)[0])


def test_lines_are_counted_through_cells_of_many_lines(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "members.csv", "id,bio", 'a,"one', 'two"', "", "b,x", "c,x,y")
    assert rows(path) == [
        (2, {"id": "a", "bio": "one\ntwo"}),
        (5, {"id": "b", "bio": "x"}),
        (6, "has 3 cells where the header has 2"),
    ]


def test_a_quote_that_nobody_closes_costs_one_line(tmp_path: Path) -> None:
    good = [f"m{number},fine" for number in range(100)]
    path = write_lines(tmp_path / "members.csv", "id,bio", *good[:50], 'x,"oh', *good[50:])
    found = rows(path)
    assert [line for line, cells in found if isinstance(cells, str)] == [52]
    assert len(found) == 101


def test_lines_may_end_as_they_do_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_bytes(b'id,bio\r\na,"x\r\ny"\r\nb,z')
    assert rows(path) == [(2, {"id": "a", "bio": "x\r\ny"}), (4, {"id": "b", "bio": "z"})]


def test_cells_of_ten_megabytes_are_read(tmp_path: Path) -> None:
    long = "x" * 10_000_000
    path = write_lines(tmp_path / "members.csv", "id,bio", f"a,{long}", "b,short")
    assert rows(path) == [(2, {"id": "a", "bio": long}), (3, {"id": "b", "bio": "short"})]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_line_without_end_costs_itself(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = (1_000,)
    monkeypatch.setattr("loaders.lines.numbered_lines.__defaults__", defaults)
    good = {"csv": "b,x", "jsonl": '{"id": "b"}'}[ending]
    head = {"csv": "id,bio", "jsonl": '{"id": "a"}'}[ending]
    path = write_lines(tmp_path / f"members.{ending}", head, "a" * 5_000, good)
    (bad,) = [row for row in read_table(path, MEMBERS, silent) if isinstance(row, BadLine)]
    assert (bad.line, "is longer than" in bad.reason) == (2, True)
    assert ids(read_table(path, MEMBERS, silent))[-1] == "b"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "is empty: not even a header"),
        ("name,bio", "lacks the column id, which is required; it has 'name, bio'"),
        ("id;name", "lacks the column id, which is required; it has 'id;name'"),
        ("id,name,name", "has the column 'name' twice"),
        ("id,\udcff", "has a header that cannot be read"),
    ],
)
def test_a_header_that_cannot_be_used_condemns_the_table(
    header: str, reason: str, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "members.csv", header.encode(errors="surrogateescape"))
    with pytest.raises(BadTable, match=reason):
        rows(path)


def test_a_column_without_a_name_gets_one(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "members.csv", ",id", "0,a")
    assert rows(path) == [(2, {"column_1": "0", "id": "a"})]


def test_an_empty_cell_of_consent_says_none(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "members.csv", "id,consent,bio", "a,,")
    assert rows(path) == [(2, {"id": "a", "consent": ""})]


@pytest.mark.parametrize("ending", [".gz", ".zst", ".xz"])
def test_a_truncated_file_keeps_its_good_rows(ending: str, tmp_path: Path) -> None:
    import lzma

    lines = "".join(f'{{"id": "{number * 7919 % 99991}"}}\n' for number in range(50_000)).encode()
    packers = {
        ".gz": gzip.compress,
        ".zst": zstandard.ZstdCompressor().compress,
        ".xz": lzma.compress,
    }
    packed = packers[ending](lines)
    path = tmp_path / f"members.jsonl{ending}"
    path.write_bytes(packed[: len(packed) * 2 // 3])
    found = list(read_table(path, MEMBERS, silent))
    assert len(found) > 1_000
    assert [type(row) for row in found].count(BadLine) == 1
    last = found[-1]
    assert isinstance(last, BadLine)
    assert last.line == len(found)
    assert last.reason.startswith("the file is damaged from here on")


@pytest.mark.parametrize("ending", [".gz", ".zst", ".xz"])
def test_a_file_that_is_not_what_its_name_says(ending: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / f"members.jsonl{ending}", '{"id": "a"}')
    ((line, reason),) = rows(path)
    assert (line, "damaged" in str(reason)) == (1, True)


def test_several_frames_are_one_file(tmp_path: Path) -> None:
    path = tmp_path / "members.jsonl.zst"
    pack = zstandard.ZstdCompressor().compress
    path.write_bytes(pack(b'{"id": "a"}\n{"id"') + pack(b': "b"}\n'))
    assert [cells for _, cells in rows(path)] == [{"id": "a"}, {"id": "b"}]


def test_parquet_is_read_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.parquet_rows.SLICE", 3)
    path = tmp_path / "members.parquet"
    columns = {"id": [str(number) for number in range(8)], "capacity": [1, None] * 4}
    polars.DataFrame(columns).write_parquet(path)
    assert rows(path)[:2] == [(1, {"id": "0", "capacity": 1}), (2, {"id": "1"})]
    assert ids(read_table(path, MEMBERS, silent)) == [str(number) for number in range(8)]


def test_broken_parquet_condemns_the_table(tmp_path: Path) -> None:
    path = tmp_path / "members.parquet"
    polars.DataFrame({"id": [str(number) for number in range(1000)]}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadTable, match="cannot be read as parquet"):
        rows(path)
    polars.DataFrame({"name": ["a"]}).write_parquet(path)
    with pytest.raises(BadTable, match="lacks the column id"):
        rows(path)


def test_a_table_is_found_by_its_name(tmp_path: Path) -> None:
    for name in ("members.csv.gz", "skills.parquet", "content.txt", "Members.csv", "README.md"):
        (tmp_path / name).touch()
    found = {name: path.name for name, path in find_tables(tmp_path).items()}
    assert found == {"members": "members.csv.gz", "skills": "skills.parquet"}
