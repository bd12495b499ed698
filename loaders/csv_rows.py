"""Rows of CSV (RFC 4180), where one stray quote costs one line and not the rest of the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.bundle_tables import STATED_WHEN_EMPTY, Table
from loaders.cells import checked_text
from loaders.lines import MAX_LINE
from loaders.rows import BadLine, BadTable, RawRow, check_columns
from loaders.source import Unreadable
from loaders.spreadsheet_cells import as_written

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file of CSV is written: what stands between cells, and its encoding."""

    delimiter: str = ","
    encoding: str = "utf-8"


def read_csv(
    table: Table, lines: Iterator[tuple[int, bytes | None]], dialect: Dialect = Dialect()
) -> Iterator[RawRow | BadLine]:
    """Stream the rows below the header.

    Raises:
        BadTable: the header cannot be used.
    """
    # The limit belongs to the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    feed = _Feed(lines, dialect.encoding)
    rows = csv.reader(feed, strict=True, delimiter=dialect.delimiter)
    header = _read_header(table, rows)
    width = len(header)
    while True:
        feed.begin()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (csv.Error, Unreadable) as error:
            yield feed.give_up(str(error))
            continue
        if len(cells) == width:
            named = zip(header, cells, strict=True)
            yield RawRow(
                feed.line,
                {
                    name: as_written(cell)
                    for name, cell in named
                    if cell or name in STATED_WHEN_EMPTY
                },
            )
        elif cells:
            yield BadLine(feed.line, f"has {len(cells)} cells where the header has {width}", cells)


def _read_header(table: Table, rows: Iterator[list[str]]) -> list[str]:
    try:
        for cells in rows:
            if cells:
                names = [checked_text(cell).strip() for cell in cells]
                header = [name or f"column_{place}" for place, name in enumerate(names, start=1)]
                check_columns(table, header)
                return header
    except BadTable:
        raise
    except (csv.Error, Unreadable) as error:
        raise BadTable(f"has a header that cannot be read: {error}") from None
    raise BadTable("is empty: not even a header")


class _Feed:
    """Hands lines to the CSV reader, and takes back those that a broken row has swallowed."""

    def __init__(self, lines: Iterator[tuple[int, bytes | None]], encoding: str) -> None:
        self._lines = lines
        self._encoding = encoding
        self._returned: deque[tuple[int, bytes | None]] = deque()
        self._taken: list[tuple[int, bytes | None]] = []

    @property
    def line(self) -> int:
        """Where the present row begins."""
        return self._taken[0][0]

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._taken = []

    def give_up(self, reason: str) -> BadLine:
        """The present row is broken: its first line is lost, the others are read again."""
        number, content = self._taken[0]
        self._returned.extendleft(reversed(self._taken[1:]))
        text = None if content is None else content.decode(errors="backslashreplace")
        return BadLine(number, f"is not a row of CSV: {reason}", text)

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        number, content = self._returned.popleft() if self._returned else next(self._lines)
        self._taken.append((number, content))
        if content is None:
            raise Unreadable(f"the line is longer than {MAX_LINE} bytes")
        if number == 1:
            content = content.removeprefix(_BYTE_ORDER_MARK)
        return content.decode(self._encoding, "surrogateescape")
