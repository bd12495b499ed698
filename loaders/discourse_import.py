"""Imports a Discourse forum over its API; what was interrupted goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from graph.documents import Documents
from graph.errors import BadRow, InvalidRecord
from graph.progress import Progress, silent
from graph.store import GraphStore
from loaders.discourse_api import Forum
from loaders.discourse_walk import TABLES, Page, Row
from loaders.discourse_writing import write_said
from loaders.report import SHOWN_REJECTIONS, LoadReport, TableCounts, TableReport
from loaders.source import Rejection, Unreadable

CURSORS = "discourse_imports"
"""How far the import of each forum is, by its host."""
PREFIX = "discourse:"
"""What the address of a forum begins with where a source is named."""
_POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where reading goes on.

    Attributes:
        table: that is being read.
        begin: of its next page.
        top: the highest id among the posts of this import.
        newest: the highest id among those of the import before, which are not read again.
    """

    table: str = next(iter(TABLES))
    begin: int = 0
    top: int = 0
    newest: int = 0


def import_forum(
    forum: Forum,
    store: GraphStore,
    documents: Documents,
    *,
    strict: bool = False,
    progress: Progress = silent,
) -> LoadReport:
    """Read what the forum shows, and write it page by page.

    A later import reads the posts that are new, and everything else again. What cannot be used is
    counted and left out.

    Args:
        forum: what is read.
        store: where to.
        documents: of the same community; they keep how far it is.
        strict: the first bad row is an error.
        progress: is told how much is read.

    Raises:
        BadRow: strict, and a row cannot be used.
        LoadError: the forum cannot be read; run it again.
        StoreError: the store failed; run it again.
    """
    started = time.monotonic()
    importing = _Importing(forum, store, documents, strict, progress)
    importing.run()
    return LoadReport(
        source=Path(forum.host),
        format="discourse",
        community=store.community,
        dry_run=False,
        tables=importing.tables(),
        changed_tags=len(importing.changed_tags),
        rejections=tuple(importing.rejections),
        revision=store.revision(),
        seconds=time.monotonic() - started,
    )


class _Importing:
    def __init__(
        self,
        forum: Forum,
        store: GraphStore,
        documents: Documents,
        strict: bool,
        progress: Progress,
    ) -> None:
        self._forum, self._store, self._documents = forum, store, documents
        self._strict, self._progress = strict, progress
        self._counts: dict[str, TableCounts] = {}
        self.rejections: list[Rejection] = []
        self.changed_tags: set[str] = set()

    def run(self) -> None:
        """Every table from where it was left on."""
        kept = self._documents.get(CURSORS, self._forum.host)
        cursor = Cursor() if kept is None else Cursor(**kept.value)
        names = list(TABLES)
        for name in names[names.index(cursor.table) :]:
            if cursor.table != name:
                cursor = replace(cursor, table=name, begin=0)
            cursor = self._read(cursor)
        # The next import begins anew, but for posts that are known.
        self._keep(Cursor(newest=max(cursor.top, cursor.newest)))

    def tables(self) -> Mapping[str, TableReport]:
        """What was counted."""
        return {name: TableReport(**asdict(each)) for name, each in self._counts.items()}

    def _read(self, cursor: Cursor) -> Cursor:
        """One table to its end."""
        counts = self._counts.setdefault(cursor.table, TableCounts())
        while True:
            page = TABLES[cursor.table](self._forum, cursor.begin)
            for row in page.rows:
                self._write(cursor.table, row, counts)
            self._progress(f"Reading {cursor.table}", counts.read, page.total)
            if cursor.table == _POSTS:
                cursor = replace(cursor, top=max(cursor.top, _highest(page)))
            if page.next is None or (cursor.table == _POSTS and page.next <= cursor.newest):
                return cursor
            cursor = replace(cursor, begin=page.next)
            self._keep(cursor)

    def _write(self, table: str, row: Row, counts: TableCounts) -> None:
        counts.read += 1
        try:
            said = row.read(row.told)
            changed = write_said(self._store, said)
        except Unreadable as error:
            self._reject(table, row, str(error), counts)
        except InvalidRecord as error:
            self._reject(table, row, f"{error.field} {error.reason}", counts)
        else:
            self.changed_tags.update(said.changed_tags)
            counts.skipped += not said.records
            counts.written += bool(changed)
            counts.unchanged += bool(said.records) and not changed

    def _reject(self, table: str, row: Row, reason: str, counts: TableCounts) -> None:
        rejection = Rejection(table, f"{table} {row.told.get('id', '')}".strip(), 0, reason)
        if self._strict:
            raise BadRow(str(rejection))
        counts.quarantined += 1
        if len(self.rejections) < SHOWN_REJECTIONS:
            self.rejections.append(rejection)

    def _keep(self, cursor: Cursor) -> None:
        self._documents.put(CURSORS, self._forum.host, asdict(cursor))


def _highest(page: Page) -> int:
    ids = [row.told.get("id") for row in page.rows]
    return max((each for each in ids if isinstance(each, int)), default=0)
