"""Rows of parquet files, a slice at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars
from polars import selectors
from polars.exceptions import PanicException, PolarsError

from graph.progress import Progress
from loaders.bundle_tables import Table
from loaders.rows import BadLine, BadTable, RawRow, check_columns

SLICE = 20_000
"""Rows that are in memory at once."""

# Polars panics, rather than raising an error of its own, on some damaged files.
_DAMAGE = (PolarsError, PanicException, OSError)


def read_parquet(
    path: Path, table: Table, label: str, progress: Progress
) -> Iterator[RawRow | BadLine]:
    """Stream the rows, numbered from 1.

    Raises:
        BadTable: the file is no parquet file, or lacks a required column.
    """
    try:
        frame = polars.scan_parquet(path)
        columns = frame.collect_schema().names()
        total = int(frame.select(polars.len()).collect().item())
    except _DAMAGE as error:
        raise BadTable(f"cannot be read as parquet: {_first_line(error)}") from None
    check_columns(table, columns)
    frame = frame.with_columns(selectors.decimal().cast(polars.Float64))
    for offset in range(0, total, SLICE):
        progress(label, offset, total)
        try:
            rows = frame.slice(offset, SLICE).collect()
        except _DAMAGE as error:
            reason = f"cannot be read from here on: {_first_line(error)}"
            yield BadLine(offset + 1, reason)
            return
        for number, row in enumerate(rows.iter_rows(named=True), start=offset + 1):
            yield RawRow(number, {name: cell for name, cell in row.items() if cell is not None})
    progress(label, total, total)


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
