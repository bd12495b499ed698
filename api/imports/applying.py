"""From the rows of an import into the store: compared, counted, kept for undoing, and written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, field, replace

from api.imports.kept import SHOWN_REFUSALS
from api.imports.present import Identity, identity, is_same, present_of
from graph.paging import Amendment, View
from graph.progress import Progress
from graph.records import Entity, Record
from graph.store import GraphStore
from loaders.sheets import SheetSource
from loaders.source import Facts, Rejection, Source
from loaders.thing_rows import THINGS
from loaders.unknown_words import UnknownWords

AT_ONCE = 500
"""Records that are compared, kept and written together."""

Change = tuple[Record | None, Record]
"""What is there now, and what is to be in its place."""
Keep = Callable[[int, list[Change]], None]
"""Keeps what is about to change, so that it can be taken back; the number counts such calls up,
and comes again where somebody was faster."""


@dataclass(slots=True)
class RowCounts:
    """How many rows of a table there are, and what each brings."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    refused: int = 0


@dataclass(slots=True)
class Applied:
    """What the rows of an import bring.

    Attributes:
        tables: counts by table.
        refusals: the first rows that cannot be used.
        unknown: words that Kinpath does not know, which are kept.
    """

    tables: dict[str, RowCounts] = field(default_factory=dict)
    refusals: list[dict[str, object]] = field(default_factory=list)
    unknown: UnknownWords = field(default_factory=UnknownWords)

    def counts(self, table: str) -> RowCounts:
        """Those of a table."""
        return self.tables.setdefault(table, RowCounts())

    def to_json(self) -> dict[str, object]:
        """What is told of it; the refusals are kept apart."""
        total = RowCounts()
        for each in self.tables.values():
            for name, count in asdict(each).items():
                setattr(total, name, getattr(total, name) + count)
        return {
            "tables": {name: asdict(each) for name, each in self.tables.items()},
            "total": asdict(total),
            "unknown_verbs": dict(sorted(self.unknown.verbs.items())),
        }


def apply(
    source: Source, store: GraphStore, progress: Progress, keep: Keep | None = None
) -> Applied:
    """Read all rows, compare them with what is there, and write them unless it is a trial.

    What the file of a single table does not speak of stays as it is: a member keeps their text
    where the file only has names. A bundle says all of what it speaks of, as loading it does.

    Args:
        source: the rows.
        store: the community.
        progress: is told how much of the file is read.
        keep: is told each change before it is written; None: nothing is written.

    Raises:
        LoadError: the file as a whole cannot be read.
        StoreError: the store failed; what was written so far can be taken back.
    """
    batches = _Batches(store, keep, _columns(source))
    for item in source.read(lambda entity: bool(store.existing([entity])), progress):
        if isinstance(item, Rejection):
            batches.reject(item)
        else:
            batches.add(item)
    batches.flush()
    return batches.found


def _columns(source: Source) -> frozenset[str] | None:
    """Columns that the file has; None: what it says of something is all there is of that."""
    return frozenset(source.fields.values()) if isinstance(source, SheetSource) else None


class _Stale(Exception):
    """Somebody changed a record between two looks."""


class _Batches:
    def __init__(
        self, store: GraphStore, keep: Keep | None, columns: Collection[str] | None
    ) -> None:
        self.found = Applied()
        self._store, self._keep, self._columns = store, keep, columns
        self._waiting: list[Facts] = []
        self._records = self._written = 0

    def reject(self, rejection: Rejection) -> None:
        counts = self.found.counts(rejection.table)
        counts.read += 1
        counts.refused += 1
        if len(self.found.refusals) < SHOWN_REFUSALS:
            told = {"table": rejection.table, "line": rejection.line}
            self.found.refusals.append(
                {**told, "field": rejection.column or None, "reason": rejection.reason}
            )

    def add(self, facts: Facts) -> None:
        counts = self.found.counts(facts.table)
        counts.read += facts.rows
        if not facts.records:
            counts.skipped += facts.rows
            return
        self.found.unknown.count(facts.records)
        self._waiting.append(facts)
        self._records += len(facts.records)
        if self._records >= AT_ONCE:
            self.flush()

    def flush(self) -> None:
        waiting, self._waiting, self._records = self._waiting, [], 0
        while waiting:
            present = present_of(self._store, _records(waiting))
            changes = self._changes(waiting, present)
            if self._keep is not None and changes:
                try:
                    self._write(changes, self._keep)
                except _Stale:
                    continue
            self._count(waiting, present, changes)
            return

    def _changes(
        self, waiting: list[Facts], present: Mapping[Identity, Record]
    ) -> dict[Identity, Change]:
        found: dict[Identity, Change] = {}
        for facts in waiting:
            for record in facts.records:
                each = identity(record)
                before = present.get(each)
                after = self._whole(facts.table, record, before)
                if not is_same(before, after):
                    found[each] = before, after
        return found

    def _whole(self, table: str, record: Record, before: Record | None) -> Record:
        """With what the file does not speak of, as it is there."""
        if self._columns is None or not isinstance(record, Entity):
            return record
        if not isinstance(before, Entity) or table not in THINGS:
            return record
        thing = THINGS[table]
        if thing.kind is not record.kind:
            return before  # something that a row only mentions
        kept = {
            name: value for name, value in before.properties.items() if name not in self._columns
        }
        at = record.at if thing.born in self._columns else before.at
        return replace(record, at=at, properties={**kept, **record.properties})

    def _write(self, changes: Mapping[Identity, Change], keep: Keep) -> None:
        keep(self._written, list(changes.values()))

        def decide(view: View) -> Amendment:
            now = present_of(view, [after for _, after in changes.values()])
            if any(not is_same(now.get(each), before) for each, (before, _) in changes.items()):
                raise _Stale
            return Amendment(tuple(after for _, after in changes.values()))

        self._store.amend(decide)
        self._written += 1

    def _count(
        self,
        waiting: list[Facts],
        present: Mapping[Identity, Record],
        changes: Mapping[Identity, Change],
    ) -> None:
        for facts in waiting:
            counts = self.found.counts(facts.table)
            told = [each for record in facts.records if (each := identity(record)) in changes]
            if not told:
                counts.unchanged += facts.rows
            elif _main(facts) in present:
                counts.changed += facts.rows
            else:
                counts.new += facts.rows


def _main(facts: Facts) -> Identity:
    """The record that a row is about: the first; of a happening the last, which joins the two."""
    return identity(facts.records[0 if facts.table in THINGS else -1])


def _records(waiting: list[Facts]) -> list[Record]:
    return [record for facts in waiting for record in facts.records]
