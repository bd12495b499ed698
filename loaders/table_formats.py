"""How a value is written in a table of each format, such that it reads back as what it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal

import polars

from graph.errors import LoadError
from graph.records import Value
from loaders import cells
from loaders.bundle_tables import PROPERTIES, STATED_WHEN_EMPTY, Table

TableFormat = Literal["csv", "jsonl", "parquet"]
Compression = Literal["", "gz", "zst"]

Written = Value | Mapping[str, Value]

_LISTS = (cells.read_list, cells.read_ids, cells.read_words)
_NUMBERS = (cells.read_number, cells.read_level)


def check_format(format: str, compression: str) -> None:  # noqa: A002 - the option's own name
    """Raises LoadError when there is no such format or compression."""
    if format not in ("csv", "jsonl", "parquet"):
        raise LoadError(f"format must be csv, jsonl or parquet, not {format!r}")
    if compression not in ("", "gz", "zst"):
        raise LoadError(f"compression must be gz, zst or empty, not {compression!r}")


def written_cell(format: TableFormat, table: Table, column: str, value: Written) -> object | None:  # noqa: A002
    """The cell that stands for a value; None when the column cannot hold it.

    A cell reads back as exactly the value: that is tried with the reader of the column itself.
    """
    cell = _cell(format, table, column, value)
    if column == PROPERTIES:
        return cell
    if cell == "" and format == "csv" and column not in STATED_WHEN_EMPTY:
        return None
    try:
        back = table.columns[column](cell)
    except ValueError:
        return None
    return cell if type(back) is type(value) and back == value else None


def parquet_schema(table: Table) -> dict[str, polars.DataType]:
    """The type of each column."""
    types: dict[str, polars.DataType] = {}
    for column, reader in table.columns.items():
        if reader in _LISTS:
            types[column] = polars.List(polars.String())
        elif reader in _NUMBERS:
            types[column] = polars.Float64()
        elif reader is cells.read_count:
            types[column] = polars.Int64()
        else:
            types[column] = polars.String()
    types[PROPERTIES] = polars.String()
    return types


def _cell(format: TableFormat, table: Table, column: str, value: Written) -> object:  # noqa: A002
    if isinstance(value, Mapping):
        return dict(value) if format == "jsonl" else _json(dict(value))
    if format == "csv":
        return "|".join(value) if isinstance(value, tuple) else _text(value)
    if isinstance(value, tuple):
        return list(value)
    # A column of parquet has one type: where numbers and text may stand, both are text.
    mixed = table.columns[column] is cells.read_number_or_text
    return _text(value) if format == "parquet" and mixed else value


def _text(value: str | float) -> str:
    return value if isinstance(value, str) else repr(value)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
