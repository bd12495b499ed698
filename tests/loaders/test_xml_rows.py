"""XML from outside: of any size in constant memory, and never a way in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph import GraphStore
from graph.errors import LoadError
from graph.progress import silent
from loaders import load
from loaders.rows import BadLine, RawRow
from loaders.xml_rows import read_xml_rows
from tests.loaders.dumps import POSTS, line, write_dump, xml

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE posts [
  <!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
]>
<posts><row Id="1" Body="&b;" /></posts>
"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE posts SYSTEM "file:///etc/passwd">
<posts><row Id="1" /></posts>
"""


def read(path: Path) -> list[tuple[int, object]]:
    return [
        (row.line, dict(row.cells) if isinstance(row, RawRow) else row.reason)
        for row in read_xml_rows(path, silent)
    ]


@pytest.mark.parametrize("hostile", [LAUGHS, OUTSIDE])
def test_document_types_and_entities_are_refused(hostile: str, tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_text(hostile)
    with pytest.raises(LoadError, match=r"Posts\.xml, line \d: declares a document type"):
        read(path)


def test_a_hostile_dump_writes_nothing(tmp_path: Path, sqlite_store: GraphStore) -> None:
    folder = write_dump(tmp_path / "bread", {"Posts": POSTS})
    (folder / "Comments.xml").write_text(LAUGHS)
    with pytest.raises(LoadError, match="document type"):
        load(folder, sqlite_store, strict=True)
    assert sqlite_store.revision() == 0


def test_rows_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_text('<posts>\n\n  <row Id="1" />\n  <row\n    Id="2"\n  />\n<row Id="3" /></posts>')
    assert read(path) == [(3, {"Id": "1"}), (4, {"Id": "2"}), (7, {"Id": "3"})]


def test_reading_goes_on_behind_a_broken_row(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    rows = ['<row Id="1" />', '<row Id="2" Id="2" />', '<row Id="3" <', '<row Id="4" />']
    path.write_text("\n".join(["<posts>", *rows, "</posts>"]))
    found = read(path)
    assert [line for line, _ in found] == [2, 3, 4, 5]
    assert found[0][1] == {"Id": "1"}
    assert found[3][1] == {"Id": "4"}
    assert "not well-formed" in str(found[1][1])


def test_a_broken_row_of_many_chunks_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    long = f'<row Id="2" Body="{"x" * 300_000}" Body="" />'
    path.write_text("\n".join(["<posts>", long, '<row Id="3" />', "</posts>"]))
    found = read(path)
    assert [line for line, _ in found] == [2, 3]
    assert found[1][1] == {"Id": "3"}


def test_what_is_no_xml_at_all_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_bytes(bytes(range(256)) * 100)
    ((number, reason),) = read(path)
    assert (number, "not well-formed" in str(reason)) == (1, True)
    path.write_bytes(b"")
    ((_, reason),) = read(path)
    assert "ends in the middle" in str(reason)


def test_endless_broken_rows_are_given_up(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml"
    path.write_text("<posts>\n" + "<row <\n" * 5_000)
    found = read(path)
    assert len(found) == 1_001
    assert "given up" in str(found[-1][1])


def test_a_row_that_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.xml_rows.MAX_ROW", 1_000_000)
    path = tmp_path / "Posts.xml"
    path.write_text('<posts><row Body="' + "x" * 3_000_000)
    with pytest.raises(LoadError, match="a row is longer than 1000000"):
        read(path)


def test_damage_inside_a_compressed_table_is_said(tmp_path: Path) -> None:
    path = tmp_path / "Posts.xml.gz"
    path.write_bytes(b"no gzip")
    (bad,) = read_xml_rows(path, silent)
    assert isinstance(bad, BadLine)
    assert "damaged" in bad.reason


MEASURE = """
import resource, sys
from pathlib import Path
from graph.progress import silent
from loaders import recognise

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

small, large = (recognise(Path(name)) for name in sys.argv[1:])
rows = [sum(1 for _ in small.read(lambda _: False, silent))]
before = peak()
rows.append(sum(1 for _ in large.read(lambda _: False, silent)))
print(peak() - before, rows[1] - rows[0])
"""


@pytest.mark.slow
def test_fifty_megabytes_are_read_in_constant_memory(tmp_path: Path) -> None:
    body = "&lt;p&gt;" + "Why is my bread so flat? " * 400 + "&lt;/p&gt;"
    question = {**POSTS[1], "Body": body}
    small = write_dump(tmp_path / "small", {"Posts": [question]})
    large = tmp_path / "large"
    large.mkdir()
    head, tail = xml("Posts", []).rsplit("\n</", 1)
    with (large / "Posts.xml").open("w", encoding="utf-8") as file:
        file.write(head)
        for number in range(5_000):
            file.write("\n" + line({**question, "Id": str(number)}))
        file.write("\n</" + tail)
    assert (large / "Posts.xml").stat().st_size > 50_000_000
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE, small, large], capture_output=True, text=True, check=True
    )
    grown, rows = map(int, measured.stdout.split())
    assert rows > 4_900
    assert grown < 15, f"{grown} MiB more for 50 MB"
