"""Rows of JSON lines: one object a line."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.bundle_tables import Table
from loaders.cells import read_json
from loaders.lines import MAX_LINE
from loaders.rows import BadLine, RawRow
from loaders.source import Unreadable


def read_json_lines(
    _table: Table, lines: Iterator[tuple[int, bytes | None]]
) -> Iterator[RawRow | BadLine]:
    """Stream the rows; blank lines are none."""
    for number, content in lines:
        if content is None:
            yield BadLine(number, f"is longer than {MAX_LINE} bytes")
            continue
        try:
            text = content.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            shown = content.decode(errors="backslashreplace")
            yield BadLine(number, "holds bytes that are not UTF-8", shown)
            continue
        if not text.strip():
            continue
        try:
            row = read_json(text)
        except Unreadable as error:
            yield BadLine(number, str(error), text)
            continue
        if isinstance(row, dict):
            yield RawRow(number, {name: cell for name, cell in row.items() if cell is not None})
        else:
            yield BadLine(number, "is not a JSON object", row)
