"""Files of tables: CSV, JSON lines or parquet, compressed or not, a row at a time."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol, TextIO, cast

import polars
import zstandard

from loaders.bundle_tables import PROPERTIES, Table
from loaders.spreadsheet_cells import harmless
from loaders.table_formats import Compression, TableFormat, parquet_schema

_ZSTANDARD_LEVEL = 10
_PARQUET_ROWS = 20_000
"""Rows that are gathered before they are written."""

Row = Mapping[str, object]


class TableWriter(Protocol):
    """A table that is being written."""

    def write(self, row: Row) -> None:
        """Add a row of cells as the format holds them."""

    def close(self) -> None:
        """Finish the file."""


def open_table(
    folder: Path,
    table: Table,
    columns: list[str],
    format: TableFormat,  # noqa: A002 - the option's own name
    compression: Compression,
    *,
    byte_order_mark: bool = False,
) -> TableWriter:
    """A new file for the table in the folder; it has a header even without rows.

    A byte order mark only stands in CSV: spreadsheets tell by it that the text is UTF-8.
    """
    if format == "parquet":
        return _ParquetWriter(folder / f"{table.name}.parquet", table, columns, compression)
    ending = f".{compression}" if compression else ""
    path = folder / f"{table.name}.{format}{ending}"
    if format == "jsonl":
        return _JsonLinesWriter(path)
    return _CsvWriter(path, columns, byte_order_mark=byte_order_mark)


class _TextWriter:
    def __init__(self, path: Path, encoding: str = "utf-8") -> None:
        self._stack = ExitStack()
        file: Any = self._stack.enter_context(path.open("wb"))
        if path.suffix == ".gz":
            # Without a time of its own, the same rows make the same bytes.
            file = self._stack.enter_context(gzip.GzipFile("", "wb", 6, file, mtime=0))
        elif path.suffix == ".zst":
            compressor = zstandard.ZstdCompressor(_ZSTANDARD_LEVEL)
            file = self._stack.enter_context(compressor.stream_writer(file, closefd=False))
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        self._text = cast("TextIO", self._stack.enter_context(text))

    def close(self) -> None:
        self._stack.close()


class _JsonLinesWriter(_TextWriter):
    def write(self, row: Row) -> None:
        self._text.write(json.dumps(row, ensure_ascii=False) + "\n")


class _CsvWriter(_TextWriter):
    def __init__(self, path: Path, columns: list[str], *, byte_order_mark: bool) -> None:
        super().__init__(path, "utf-8-sig" if byte_order_mark else "utf-8")
        self._columns = columns
        self._rows = csv.writer(self._text, lineterminator="\r\n")
        self._rows.writerow(columns)

    def write(self, row: Row) -> None:
        self._rows.writerow([harmless(str(row.get(column, ""))) for column in self._columns])


class _ParquetWriter:
    """Gathers rows in parts, and joins the parts in the end without reading them all at once."""

    def __init__(
        self, path: Path, table: Table, columns: list[str], compression: Compression
    ) -> None:
        schema = parquet_schema(table)
        self._schema = {column: schema[column] for column in columns}
        self._path = path
        self._compression: Any = {"": "zstd", "zst": "zstd", "gz": "gzip"}[compression]
        self._rows: list[Row] = []
        self._parts: list[Path] = []

    def write(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) == _PARQUET_ROWS:
            self._flush()

    def close(self) -> None:
        if self._rows or not self._parts:
            self._flush()
        if len(self._parts) == 1:
            self._parts[0].rename(self._path)
            return
        polars.scan_parquet(self._parts).sink_parquet(self._path, compression=self._compression)
        for part in self._parts:
            part.unlink()

    def _flush(self) -> None:
        part = self._path.with_name(f"{self._path.stem}.part-{len(self._parts):06}.parquet")
        columns = {name: [row.get(name) for row in self._rows] for name in self._schema}
        frame = polars.DataFrame(columns, schema=self._schema)
        frame.write_parquet(part, compression=self._compression)
        self._parts.append(part)
        self._rows = []


def columns_of(table: Table, without: frozenset[str] = frozenset()) -> list[str]:
    """The columns of a table as they are written, but for some."""
    return [*(column for column in table.columns if column not in without), PROPERTIES]
