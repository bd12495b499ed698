"""The files of a bundle: which table each one holds, and its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.errors import LoadError
from graph.progress import Progress
from loaders.bundle_tables import TABLES, Table
from loaders.compressed import DAMAGE, open_bytes
from loaders.csv_rows import read_csv
from loaders.json_rows import read_json_lines
from loaders.lines import numbered_lines
from loaders.parquet_rows import read_parquet
from loaders.rows import BadLine, RawRow

ENDINGS = (
    *(f".{kind}{packed}" for kind in ("csv", "jsonl") for packed in ("", ".gz", ".zst", ".xz")),
    ".parquet",
)
"""What may follow the name of a table."""


def find_tables(folder: Path) -> dict[str, Path]:
    """The file of each table that the folder holds.

    Raises:
        LoadError: a table is there twice, or the folder cannot be listed.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = path.name.partition(".")[0]
        if not holds_table(path.name) or not path.is_file():
            continue
        if name in found:
            raise LoadError(f"{folder} holds both {found[name].name} and {path.name}; keep one")
        found[name] = path
    return found


def holds_table(name: str) -> bool:
    """Whether a file that is called so is a table of a bundle."""
    table = name.partition(".")[0]
    return table in TABLES and name[len(table) :] in ENDINGS


def read_table(path: Path, table: Table, progress: Progress) -> Iterator[RawRow | BadLine]:
    """Stream the rows of a file; damage ends the stream with a BadLine that says so.

    Raises:
        BadTable: nothing of the file can be used.
    """
    label = f"reading {path.name}"
    if path.suffix == ".parquet":
        yield from read_parquet(path, table, label, progress)
        return
    reader = read_csv if ".csv" in path.suffixes else read_json_lines
    line = 0
    try:
        with open_bytes(path) as file:
            for row in reader(table, numbered_lines(file, label, progress)):
                line = row.line
                yield row
    except DAMAGE as error:
        yield BadLine(line + 1, f"the file is damaged from here on: {error}")
