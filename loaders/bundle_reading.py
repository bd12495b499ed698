"""One reading of a bundle: every table in an order that puts entities before what names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from graph.errors import InvalidRecord, LoadError
from graph.progress import Progress
from graph.records import Entity, EntityId, Record, Relationship, local_part
from graph.schema import EntityKind, RelationshipKind
from loaders import bundle_entities as entities
from loaders import bundle_events as events
from loaders.bundle_tables import TABLES, Row, read_row
from loaders.known import Known
from loaders.new_ids import check_new_ids
from loaders.rows import BadLine, BadTable, RawRow
from loaders.settling import settled_ids
from loaders.source import Exists, Facts, Rejection, Unreadable
from loaders.table_files import read_table

READERS: dict[str, entities.RowReader] = {
    "community": entities.community_records,
    "entities": events.entity_records,
    "members": entities.member_records,
    "skills": entities.skill_records,
    "groups": entities.group_records,
    "purposes": events.purpose_records,
    "member_skills": events.member_skill_records,
    "content": entities.content_records,
    "activities": entities.activity_records,
    "journeys": entities.journey_records,
    "interactions": events.interaction_records,
    "relationships": events.relationship_records,
    "progress": events.progress_records,
    "surveys": events.survey_records,
    "edges": events.edge_records,
}
"""What reads a row of each table, in the order of reading."""


class _SelfNaming(NamedTuple):
    kind: EntityKind
    column: str
    relationship: RelationshipKind


_SELF_NAMING = {
    "skills": _SelfNaming(EntityKind.SKILL, "broader", RelationshipKind.BROADER),
    "purposes": _SelfNaming(EntityKind.PURPOSE, "revises", RelationshipKind.REVISES),
    "content": _SelfNaming(EntityKind.CONTENT, "parent_id", RelationshipKind.REPLIES_TO),
}
"""Tables whose rows may name other rows of the table, also later ones."""

_BROUGHT_ALONG = {
    "community": EntityKind.PURPOSE,
    "content": EntityKind.PURPOSE,
    "surveys": EntityKind.INSTRUMENT,
}
"""Kinds of entities that many rows of a table may mention, and that the first one brings along."""

_WITHOUT_IDS = frozenset(
    {"member_skills", "interactions", "relationships", "progress", "surveys", "edges"}
)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class BundleReading:
    """Streams what the tables say; holds ids, never rows."""

    def __init__(
        self,
        tables: Mapping[str, Path],
        exists: Exists,
        progress: Progress,
        *,
        any_ids: frozenset[str] = frozenset(),
    ) -> None:
        self._tables = tables
        self._known = Known(exists)
        self._any_ids = any_ids  # tables that give ids which nobody could give anew
        self._progress = progress
        self._held_back: list[Relationship] = []
        self._versions: dict[str, set[tuple[datetime, EntityId]]] = {}

    def run(self) -> Iterator[Facts | Rejection]:
        """All rows of all tables.

        Raises:
            LoadError: the table of members cannot be used at all.
        """
        for name in READERS:
            if name not in self._tables:
                continue
            if name in _SELF_NAMING:
                self._known.expect(_SELF_NAMING[name].kind, self._settled(name))
            for raw in self._raw_rows(name):
                yield self._read(name, raw)
            late = (*self._held_back, *self._revisions())
            self._held_back = []
            if late:
                yield Facts(name, late, rows=0)

    def rows_of(self, name: str) -> Iterator[RawRow | BadLine]:
        """The rows of a table's file; raises BadTable."""
        return read_table(self._tables[name], TABLES[name], self._progress)

    def _raw_rows(self, name: str) -> Iterator[RawRow | BadLine]:
        path = self._tables[name]
        try:
            yield from self.rows_of(name)
        except BadTable as error:
            if name == "members":
                raise LoadError(f"{path} {error}") from None
            yield BadLine(0 if path.suffix == ".parquet" else 1, str(error))

    def _read(self, name: str, raw: RawRow | BadLine) -> Facts | Rejection:
        file = self._tables[name].name
        if isinstance(raw, BadLine):
            return Rejection(name, file, raw.line, raw.reason, raw.content)
        try:
            row, records = self._parsed(name, raw)
            new = [record for record in records if not self._was_brought(name, record)]
            self._remember(name, row, new)
        except Unreadable as error:
            return Rejection(name, file, raw.line, str(error), raw.cells, error.column)
        return Facts(name, tuple(record for record in new if not self._is_held_back(name, record)))

    def _parsed(self, name: str, raw: RawRow) -> tuple[Row, list[Record]]:
        row = read_row(TABLES[name], raw.cells)
        try:
            records = [record.checked() for record in READERS[name](row, self._known)]
        except InvalidRecord as error:
            raise Unreadable(f"{error.field} {error.reason}", error.field) from None
        if name not in self._any_ids:
            check_new_ids(row.values, records, self._known.exists)
        return row, records

    def _was_brought(self, name: str, record: Record) -> bool:
        return (
            isinstance(record, Entity)
            and record.kind is _BROUGHT_ALONG.get(name)
            and self._known.holds(record.id)
        )

    def _remember(self, name: str, row: Row, records: list[Record]) -> None:
        found = [record for record in records if isinstance(record, Entity)]
        if name == "community" and self._known.has_any(EntityKind.COMMUNITY):
            raise Unreadable("is a second row; a bundle is about one community")
        if name == "surveys":
            self._known.answer(records)
        if name in _WITHOUT_IDS or (name == "purposes" and "id" not in row.values):
            self._known.say(records)
        else:
            kind = _BROUGHT_ALONG.get(name)
            self._known.claim(entity.id for entity in found if entity.kind is not kind)
        for entity in found:
            self._known.add(entity.id)
        if name == "purposes" and "revises" not in row.values:
            version = (row.time("stated_at") or _LONG_AGO, found[0].id)
            self._versions.setdefault(row.text("member_id"), set()).add(version)

    def _is_held_back(self, name: str, record: Record) -> bool:
        """A relationship to a later row waits for the end of the table."""
        if isinstance(record, Entity) or name not in _SELF_NAMING:
            return False
        if record.kind is not _SELF_NAMING[name].relationship:
            return False
        if not self._known.awaits(record.target):
            return False
        self._held_back.append(record)
        return True

    def _revisions(self) -> Iterator[Relationship]:
        """Each statement of a member revises the one before it."""
        for member in sorted(self._versions):
            versions = sorted(self._versions[member])
            for (_, before), (stated, after) in pairwise(versions):
                at = None if stated == _LONG_AGO else stated
                yield Relationship(RelationshipKind.REVISES, after, before, at=at)
        self._versions = {}

    def _settled(self, name: str) -> set[str]:
        """Ids of the rows that will be good, so that none may name a row that will not be."""
        kind, column, _ = _SELF_NAMING[name]
        names: dict[str, tuple[str, ...]] = {}
        ids: set[str] = set()
        self._known.trusted = kind
        for raw in self._raw_rows(name):
            if isinstance(raw, BadLine):
                continue
            try:
                row, records = self._parsed(name, raw)
            except Unreadable:
                continue
            first = records[0]
            assert isinstance(first, Entity)
            local = local_part(first.id)
            named = row.values.get(column, ())
            if named and local not in ids:
                names[local] = (named,) if isinstance(named, str) else named
            ids.add(local)
        self._known.trusted = None
        return settled_ids(kind, ids, names, self._known.exists)
