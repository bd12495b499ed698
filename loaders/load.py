"""From a source into a store: check, write in batches, count, quarantine."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path

from graph.errors import BadRow
from graph.progress import Progress, silent
from graph.records import EntityId, Record, Relationship
from graph.store import GraphStore
from loaders.quarantine import Quarantine, default_quarantine
from loaders.recognise import recognise
from loaders.report import SHOWN_REJECTIONS, LoadReport, TableCounts, TableReport
from loaders.source import Exists, Facts, Rejection, Source
from loaders.unknown_words import UnknownWords

BATCH_SIZE = 5_000
"""Records that are written in one transaction."""


def load(
    path: Path,
    store: GraphStore,
    *,
    strict: bool = False,
    dry_run: bool = False,
    quarantine: Path | None = None,
    batch_size: int = BATCH_SIZE,
    progress: Progress = silent,
) -> LoadReport:
    """Load the bundle or the Stack Exchange dump at `path`.

    Loading the same again changes nothing, so a load that was killed is finished by running it
    again. A row that cannot be used goes to the quarantine file, and the load goes on.

    Args:
        path: a folder or an archive.
        store: where to.
        strict: the first bad row is an error, before anything is written.
        dry_run: check and count everything, write nothing to the store; bad rows are written
            only to a `quarantine` that is named.
        quarantine: file for bad rows; by default beside the source.
        batch_size: records that are written in one transaction.
        progress: is told how much of each file is read.

    Raises:
        UnknownSource: no loader recognises the path.
        BadRow: strict, and a row cannot be used.
        LoadError: the source as a whole cannot be read.
        StoreError: the store failed; run the load again.
    """
    started = time.monotonic()
    source = recognise(path)
    if strict:
        _refuse_bad_rows(source, _exists_in(store), progress)
    with ExitStack() as stack:
        bad: Quarantine | None = None
        if quarantine is not None or not dry_run:
            bad = stack.enter_context(Quarantine(quarantine or default_quarantine(path)))
        report = load_source(
            source,
            store,
            rejected=_nowhere if bad is None else bad.add,
            dry_run=dry_run,
            batch_size=batch_size,
            progress=progress,
        )
    kept = bad.path if bad is not None and bad.count else None
    return replace(report, quarantine=kept, seconds=time.monotonic() - started)


def load_source(
    source: Source,
    store: GraphStore,
    *,
    rejected: Callable[[Rejection], None],
    dry_run: bool = False,
    batch_size: int = BATCH_SIZE,
    progress: Progress = silent,
) -> LoadReport:
    """Load what a loader has recognised; each row that cannot be used is handed to `rejected`.

    Raises:
        LoadError: the source as a whole cannot be read.
        StoreError: the store failed; run the load again.
    """
    started = time.monotonic()
    loading = _Loading(store, None if dry_run else batch_size)
    for item in source.read(_exists_in(store), progress):
        if isinstance(item, Facts):
            loading.add(item)
        else:
            loading.reject(item)
            rejected(item)
    loading.flush()
    return LoadReport(
        source=source.path,
        format=source.format,
        community=store.community,
        dry_run=dry_run,
        tables=loading.tables(),
        unknown_verbs=dict(sorted(loading.unknown.verbs.items())),
        unknown_stages=dict(sorted(loading.unknown.stages.items())),
        changed_tags=loading.changed_tags,
        rejections=tuple(loading.rejections),
        ignored=source.ignored,
        revision=loading.revision,
        seconds=time.monotonic() - started,
    )


def _nowhere(_: Rejection) -> None:
    """A dry run keeps no file of bad rows."""


def _exists_in(store: GraphStore) -> Exists:
    def exists(entity: EntityId) -> bool:
        return bool(store.existing([entity]))

    return exists


def _refuse_bad_rows(source: Source, exists: Exists, progress: Progress) -> None:
    for item in source.read(exists, progress):
        if isinstance(item, Rejection):
            raise BadRow(f"{item}; nothing was written")


class _Loading:
    """Gathers rows into batches of one table, writes them, and counts what came of each row."""

    def __init__(self, store: GraphStore, batch_size: int | None) -> None:
        self.store = store
        self.revision = store.revision()
        self.unknown = UnknownWords()
        self.rejections: list[Rejection] = []
        self.changed_tags = 0
        self._batch_size = batch_size
        self._batch: list[Facts] = []
        self._records = 0
        self._counts: dict[str, TableCounts] = {}

    def add(self, facts: Facts) -> None:
        """Count a good row; its records are written with those of its neighbours."""
        counts = self._counts_of(facts.table)
        counts.read += facts.rows
        self.changed_tags += facts.changed_tags
        if not facts.records:
            counts.skipped += facts.rows
            return
        self.unknown.count(facts.records)
        if self._batch_size is None:
            return
        if self._batch and self._batch[0].table != facts.table:
            self.flush()
        self._batch.append(facts)
        self._records += len(facts.records)
        if self._records >= self._batch_size:
            self.flush()

    def reject(self, rejection: Rejection) -> None:
        """Count a bad row."""
        counts = self._counts_of(rejection.table)
        counts.read += 1
        counts.quarantined += 1
        if len(self.rejections) < SHOWN_REJECTIONS:
            self.rejections.append(rejection)

    def flush(self) -> None:
        """Write the batch in one transaction."""
        if not self._batch:
            return
        batch, self._batch, self._records = self._batch, [], 0
        before = self.revision
        written = self.store.write(record for facts in batch for record in facts.records)
        self.revision = written.revision
        changed = written.created + written.updated
        counts = self._counts_of(batch[0].table)
        rows = sum(facts.rows for facts in batch)
        if changed and written.unchanged:
            new = self._new_rows(batch, before)
        else:
            new = rows if changed else 0
        counts.written += new
        counts.unchanged += rows - new

    def tables(self) -> dict[str, TableReport]:
        """The counts, frozen."""
        return {name: TableReport(**asdict(counts)) for name, counts in self._counts.items()}

    def _new_rows(self, batch: list[Facts], before: int) -> int:
        """How many rows of a batch brought something: asked only when some, and not all, did."""
        changes = self.store.changes_since(before)
        changed: list[Record] = [*changes.entities, *changes.relationships]
        written = {_identity(record) for record in changed}
        return sum(
            facts.rows
            for facts in batch
            if any(_identity(record) in written for record in facts.records)
        )

    def _counts_of(self, table: str) -> TableCounts:
        return self._counts.setdefault(table, TableCounts())


def _identity(record: Record) -> tuple[str, ...]:
    if isinstance(record, Relationship):
        return (record.kind.value, record.source, record.target, record.key)
    return (record.id,)
