"""Where the rows of an export go: one file per table, opened with its first row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, TypeVar

from graph.closing import Closing
from graph.errors import LoadError, shortened
from graph.progress import Progress
from graph.records import Entity, Record, Relationship
from loaders.bundle_tables import TABLES
from loaders.export_rows import Cells, RowWriting
from loaders.table_formats import Compression
from loaders.table_writing import TableWriter, columns_of, open_table

_TOLD_EVERY = 1_000
Item = TypeVar("Item")


class Closeable(Protocol):
    """A file that is being written, or a stream that is being read."""

    def close(self) -> None:
        """Release what it holds."""


def followed(items: Iterable[Item], label: str, progress: Progress) -> Iterator[Item]:
    """The same items; tells how many were handed out."""
    for done, item in enumerate(items, 1):
        if done % _TOLD_EVERY == 0:
            progress(label, done, None)
        yield item


class ExportSink(Closing):
    """Writes rows where a table can say the fact exactly, and else `entities` and `edges`.

    A context manager: its files are finished at the end.

    Attributes:
        rows: makes and tries the rows.
        counts: rows by table.

    Args:
        only: the one table that is written; None: all of them.
        byte_order_mark: whether CSV begins with one.
    """

    def __init__(
        self,
        folder: Path,
        rows: RowWriting,
        compression: Compression,
        progress: Progress,
        *,
        only: str | None = None,
        byte_order_mark: bool = False,
    ) -> None:
        self.rows = rows
        self.counts: dict[str, int] = {}
        self._left_out = 0
        self._folder = folder
        self._compression = compression
        self._progress = progress
        self._only = only
        self._byte_order_mark = byte_order_mark
        self._writers: dict[str, TableWriter] = {}
        self._resources = ExitStack()

    def close(self) -> None:
        """Close all that was opened."""
        self._resources.close()

    def close_at_end(self, resource: Closeable) -> None:
        """Close something with the export, however that ends."""
        self._resources.callback(resource.close)

    def begin(self, table: str) -> None:
        """Make the table's file, also if it is to have no rows."""
        if self._only in (None, table):
            self._open(table)

    def _open(self, table: str) -> TableWriter:
        """The table's file, new or already open."""
        if table not in self._writers:
            without = self.rows.without.get(table, frozenset())
            columns = columns_of(TABLES[table], without)
            self._writers[table] = open_table(
                self._folder, TABLES[table], columns, self.rows.format, self._compression,
                byte_order_mark=self._byte_order_mark,
            )  # fmt: skip
            self.close_at_end(self._writers[table])
            self.counts[table] = 0
        return self._writers[table]

    def write(self, table: str, cells: Cells) -> None:
        """Add a row; one of another table than the only one that is wanted is left out."""
        if self._only not in (None, table):
            self._left_out += 1
            self._tell("reading other tables", self._left_out)
            return
        self._open(table).write(cells)
        self.counts[table] += 1
        self._tell(f"writing {table}", self.counts[table])

    def _tell(self, label: str, done: int) -> None:
        if done % _TOLD_EVERY == 0:
            self._progress(label, done, None)

    def entity(self, entity: Entity) -> None:
        """Write an entity that no table of its own can say."""
        self._exactly("entities", entity, self.rows.entity(entity))

    def edges(self, edges: Iterable[Relationship]) -> None:
        """Write relationships that no other table can say."""
        for edge in edges:
            self._exactly("edges", edge, self.rows.edge(edge))

    def first_true(
        self, table: str, attempts: Iterable[Cells | None], facts: Iterable[Record]
    ) -> set[str]:
        """Write the first of the rows that says nothing but facts.

        Returns:
            Fingerprints of the facts that it says; empty when none of the rows is true.
        """
        true = {fact.fingerprint() for fact in facts}
        for cells in attempts:
            read = None if cells is None else self.rows.read(table, cells)
            if cells is None or read is None:
                continue
            said = {record.fingerprint() for record in read}
            if said <= true:
                self.write(table, cells)
                return said
        return set()

    def _exactly(self, table: str, record: Record, cells: Cells | None) -> None:
        if cells is None:
            name = record.id if isinstance(record, Entity) else str(record)
            raise LoadError(f"{shortened(name)} cannot be written as {self.rows.format}")
        self.write(table, cells)
