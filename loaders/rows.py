"""What reading a table gives before anybody knows what it means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.errors import shortened
from loaders.bundle_tables import Table
from loaders.source import Unreadable


@dataclass(frozen=True, slots=True)
class RawRow:
    """Cells by column, as the file gives them, without empty ones; `line` counts from 1."""

    line: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class BadLine:
    """Something that is no row: a broken line, or the rest of a damaged file."""

    line: int
    reason: str
    content: object = None


class BadTable(Unreadable):
    """The file as a whole cannot be used; the reason is the message."""


def check_columns(table: Table, columns: Iterable[str]) -> None:
    """Raises BadTable when a required column is missing or one is there twice."""
    found = list(columns)
    missing = sorted(table.required.difference(found))
    if missing:
        shown = shortened(", ".join(found))
        raise BadTable(f"lacks the column {', '.join(missing)}, which is required; it has {shown}")
    for name in found:
        if found.count(name) > 1:
            raise BadTable(f"has the column {shortened(name)} twice")
