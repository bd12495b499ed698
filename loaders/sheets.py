"""One table as people have it: any names of columns, any separator, older encodings."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from graph.errors import LoadError
from graph.progress import Progress, silent
from graph.records import parse_time
from loaders.bundle_reading import BundleReading
from loaders.bundle_tables import TABLES, Table
from loaders.cells import read_time
from loaders.compressed import DAMAGE, open_bytes
from loaders.csv_rows import Dialect, read_csv
from loaders.json_rows import read_json_lines
from loaders.lines import numbered_lines
from loaders.parquet_rows import read_parquet
from loaders.rows import BadLine, BadTable, RawRow
from loaders.source import Exists, Facts, Rejection

SheetFormat = Literal["csv", "jsonl", "parquet"]
SHOWN = 5
"""Rows of a file that are shown, for people to see what a column holds."""
_LOOKED_AT = 200
"""Rows by which columns are guessed."""
_DELIMITERS = ",;\t|"
_PIECE = 1 << 20
_ANY = Table("file", {}, frozenset())
"""A table that takes whatever there is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file with one table in it.

    Attributes:
        format: how it is written.
        dialect: of CSV.
        columns: names of its columns, in order.
        rows: the first rows, as cells by column.
    """

    format: SheetFormat
    dialect: Dialect
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]

    def values(self, column: str) -> list[str]:
        """What the first rows say in a column."""
        return [str(row[column]) for row in self.rows if row.get(column) not in (None, "")]


def look_into(path: Path, format: SheetFormat) -> Sheet:  # noqa: A002 - what everybody calls it
    """Find out how a file is written and what columns it has.

    Raises:
        LoadError: it is damaged, empty, or of another kind than it is said to be.
    """
    try:
        dialect = _dialect(path) if format == "csv" else Dialect()
        rows = [
            raw.cells
            for raw in islice(_raw_rows(path, format, dialect, silent), _LOOKED_AT)
            if isinstance(raw, RawRow)
        ]
    except (BadTable, *DAMAGE) as error:
        raise LoadError(f"the file {error}") from None
    columns = _header(path, dialect) if format == "csv" else ()
    columns = columns or tuple(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        raise LoadError("the file has no columns")
    return Sheet(format, dialect, columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class SheetSource:
    """A file whose columns were told apart; see `loaders.source.Source`.

    Attributes:
        path: the file.
        sheet: how it is written.
        table: the bundle's table that its rows are of.
        fields: by column of the file, the table's column that it fills, or the name of a property;
            columns that are not named are left out.
        community: whose it is.
    """

    path: Path
    sheet: Sheet
    table: str
    fields: Mapping[str, str]
    community: str
    format: str = "sheet"
    ignored: tuple[str, ...] = ()

    def read(self, exists: Exists, progress: Progress) -> Iterator[Facts | Rejection]:
        """Stream all rows."""
        return _SheetReading(self, exists, progress).run()


class _SheetReading(BundleReading):
    """Reads a bundle of one table, whose columns have other names in the file."""

    def __init__(self, source: SheetSource, exists: Exists, progress: Progress) -> None:
        super().__init__({source.table: source.path}, exists, progress)
        self._source = source
        self._telling = progress
        columns = TABLES[source.table].columns
        self._times = {name for name, reader in columns.items() if reader is read_time}

    def rows_of(self, name: str) -> Iterator[RawRow | BadLine]:
        source = self._source
        missing = sorted(TABLES[name].required.difference(source.fields.values()))
        if missing:
            raise BadTable(f"lacks a column for {', '.join(missing)}, which is required")
        sheet = source.sheet
        for raw in _raw_rows(source.path, sheet.format, sheet.dialect, self._telling):
            yield raw if isinstance(raw, BadLine) else RawRow(raw.line, self._renamed(raw.cells))

    def _renamed(self, cells: Mapping[str, object]) -> dict[str, object]:
        fields = self._source.fields
        return {
            field: as_iso(cell) if field in self._times else cell
            for column, cell in cells.items()
            if (field := fields.get(column))
        }


def as_iso(cell: object) -> object:
    """A day such as 31.12.2026, which can only be read in one way, as ISO 8601 has it."""
    if not isinstance(cell, str):
        return cell
    day, _, time = cell.strip().partition(" ")
    parts = day.split(".")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[2]) == 4:
        told = f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}" + (f" {time}" if time else "")
        with suppress(ValueError):
            parse_time(told)
            return told
    return cell


def _raw_rows(
    path: Path, kind: SheetFormat, dialect: Dialect, progress: Progress
) -> Iterator[RawRow | BadLine]:
    label = "reading rows"
    if kind == "parquet":
        yield from read_parquet(path, _ANY, label, progress)
        return
    with open_bytes(path) as file:
        lines = numbered_lines(file, label, progress)
        if kind == "csv":
            yield from read_csv(_ANY, lines, dialect)
        else:
            yield from read_json_lines(_ANY, lines)


def _header(path: Path, dialect: Dialect) -> tuple[str, ...]:
    """The columns of CSV also where there are no rows, or where cells of the first are empty."""
    with path.open(encoding=dialect.encoding, errors="replace", newline="") as file:
        for cells in csv.reader(file, delimiter=dialect.delimiter):
            if cells:
                names = [cell.strip().removeprefix("\ufeff") for cell in cells]
                return tuple(name or f"column_{place}" for place, name in enumerate(names, 1))
    return ()


def _dialect(path: Path) -> Dialect:
    """By the first line, what stands between cells; by the whole file, its encoding."""
    with path.open("rb") as file:
        first = file.readline(_PIECE)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise LoadError("the file is UTF-16; save it as CSV UTF-8")
    if b"\0" in first or first.startswith(b"PK"):
        raise LoadError("the file is no CSV; from a spreadsheet, save a sheet as CSV UTF-8")
    outside = b"".join(first.split(b'"')[::2])
    delimiter = max(_DELIMITERS, key=lambda each: outside.count(each.encode()))
    return Dialect(delimiter, _encoding(path))


def _encoding(path: Path) -> str:
    """UTF-8 unless the file holds bytes that it cannot be; then what older Windows writes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
