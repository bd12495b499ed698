"""Rows of a bundle out of records, each one tried with the reader that will read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from graph.errors import InvalidRecord
from graph.records import Entity, Record, Relationship, Value, isoformat
from loaders.bundle_reading import READERS
from loaders.bundle_tables import PROPERTIES, PROPERTY_COLUMNS, TABLES, read_row
from loaders.known import Known
from loaders.new_ids import ANY_IDS, check_new_ids
from loaders.source import Unreadable
from loaders.table_formats import TableFormat, written_cell

Cells = dict[str, object]


class RowWriting:
    """Makes rows of one format.

    Attributes:
        without: columns that no row of a table may use, by table.
        anew: the rows are read where nothing is there yet, and so may give new ids only.
    """

    def __init__(
        self,
        format: TableFormat,  # noqa: A002 - the option's own name
        without: Mapping[str, frozenset[str]],
        *,
        anew: bool = False,
    ) -> None:
        self.format = format
        self.without = without
        self.anew = anew
        # What a row names was looked up in the store it comes from.
        self._anything = Known(lambda _: True)

    def row(
        self,
        table: str,
        properties: Mapping[str, Value],
        columns: Mapping[str, Value | datetime | None],
        aside: Collection[str] = (),
    ) -> Cells | None:
        """A row with these columns and properties; None when a column cannot hold its value.

        Properties stand in the columns of their names where these can hold them, and else
        together in the column `properties`, as do those that are put `aside`.
        """
        cells: Cells = {}
        for name, value in columns.items():
            if value is None:
                continue
            if isinstance(value, datetime):
                cell: object | None = isoformat(value)
            else:
                cell = self._cell(table, name, value)
            if cell is None:
                return None
            cells[name] = cell
        further: dict[str, Value] = {}
        own = set(PROPERTY_COLUMNS.get(table, ())).difference(aside)
        for name, held in properties.items():
            cell = self._cell(table, name, held) if name in own else None
            if cell is None:
                further[name] = held
            else:
                cells[name] = cell
        if further:
            cells[PROPERTIES] = written_cell(self.format, TABLES[table], PROPERTIES, further)
        return cells

    def says(self, table: str, cells: Cells | None, records: Iterable[Record]) -> bool:
        """Whether the row will be read as exactly these records."""
        if cells is None:
            return False
        read = self.read(table, cells)
        return read is not None and _prints(read) == _prints(records)

    def read(self, table: str, cells: Cells) -> list[Record] | None:
        """What a loader makes of the row; None when it would refuse it."""
        try:
            row = read_row(TABLES[table], cells)
            records = [record.checked() for record in READERS[table](row, self._anything)]
            if self.anew and table not in ANY_IDS:
                check_new_ids(row.values, records, lambda _: False)
            return records
        except (Unreadable, InvalidRecord):
            return None

    def entity(self, entity: Entity) -> Cells | None:
        """The entity as a row of `entities`."""
        columns: dict[str, Value | datetime | None] = {"id": entity.id, "at": entity.at}
        cells = self.row("entities", entity.properties, columns)
        return cells if self.says("entities", cells, [entity]) else None

    def edge(self, edge: Relationship) -> Cells | None:
        """The relationship as a row of `edges`."""
        columns: dict[str, Value | datetime | None] = {
            "kind": edge.kind.value,
            "source": edge.source,
            "target": edge.target,
            "key": edge.key or None,
            "at": edge.at,
        }
        cells = self.row("edges", edge.properties, columns)
        return cells if self.says("edges", cells, [edge]) else None

    def _cell(self, table: str, name: str, value: Value) -> object | None:
        if name in self.without.get(table, ()):
            return None
        return written_cell(self.format, TABLES[table], name, value)


def _prints(records: Iterable[Record]) -> list[str]:
    return sorted(record.fingerprint() for record in records)
