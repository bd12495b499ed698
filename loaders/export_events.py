"""Tables of what members did, said, have and reached: each row one relationship."""

from __future__ import annotations

from datetime import datetime

from graph.records import EntityId, Relationship, Value, kind_of, local_part
from graph.schema import RELATIONSHIPS, EntityKind, RelationshipKind
from graph.store import GraphStore
from loaders.bundle_entities import unescaped_stage
from loaders.bundle_events import event_key
from loaders.export_rows import Cells, RowWriting
from loaders.export_sink import ExportSink

_K = RelationshipKind
_IN_COLUMNS = frozenset({
    _K.PURSUES, _K.HOLDS, _K.REVISES, _K.BROADER, _K.ABOUT, _K.REPLIES_TO, _K.SERVES, _K.DEVELOPS,
    _K.PART_OF, _K.NEXT,
})  # fmt: skip
"""Kinds that are written with the entities they leave from."""
PLAIN_BY_TARGET = (_K.CREATED, _K.HOSTS)
"""Kinds that are written with the entities they lead to, unless they are events."""


class EventsExport:
    """Writes relationships as rows of the tables about members, or of `edges`."""

    def __init__(self, store: GraphStore, sink: ExportSink) -> None:
        self._store = store
        self._sink = sink
        self._journeys = {journey.id for journey in store.entities(EntityKind.JOURNEY)}
        self.instruments: set[EntityId] = set()
        """Instruments that the table of surveys brings along just as they are."""
        self._plain_instruments = {
            instrument.id
            for instrument in store.entities(EntityKind.INSTRUMENT)
            if instrument.at is None
            and dict(instrument.properties) == {"name": local_part(instrument.id)}
        }

    def write(self) -> None:
        """All kinds of relationships that no entity's row says."""
        for kind in RelationshipKind:
            if kind not in _IN_COLUMNS and kind not in PLAIN_BY_TARGET:
                for edge in self._store.relationships(kind):
                    self.event(edge)

    def event(self, edge: Relationship) -> None:
        """One relationship, in the most telling table that can say it."""
        table, cells = self._row(edge)
        if cells is not None and self._is_true(table, cells, edge):
            self._sink.write(table, cells)
            if table == "surveys" and edge.target in self._plain_instruments:
                self.instruments.add(edge.target)
        else:
            self._sink.edges([edge])

    def _is_true(self, table: str, cells: Cells, edge: Relationship) -> bool:
        read = self._sink.rows.read(table, cells)
        return read is not None and read[-1].fingerprint() == edge.fingerprint()

    def _row(self, edge: Relationship) -> tuple[str, Cells | None]:
        rows = self._sink.rows
        if edge.kind in (_K.HAS_SKILL, _K.SEEKS_SKILL):
            return "member_skills", _member_skill(rows, edge)
        if edge.kind is _K.REACHED:
            return "progress", self._progress(rows, edge)
        if edge.kind is _K.ANSWERED:
            return "surveys", _survey(rows, edge)
        if EntityKind.MEMBER in RELATIONSHIPS[edge.kind].sources:
            return _event(rows, edge)
        return "edges", None

    def _progress(self, rows: RowWriting, edge: Relationship) -> Cells | None:
        journey, stage = unescaped_stage(edge.target)
        if f"{EntityKind.JOURNEY.value}:{journey}" not in self._journeys:
            return None
        columns = {"member_id": local_part(edge.source), "journey_id": journey, "stage": stage}
        return rows.row("progress", edge.properties, {**columns, "at": edge.at})


def _member_skill(rows: RowWriting, edge: Relationship) -> Cells | None:
    columns: dict[str, Value | datetime | None] = {
        "member_id": local_part(edge.source),
        "skill_id": local_part(edge.target),
        "relation": "has" if edge.kind is _K.HAS_SKILL else "seeks",
        "since": edge.at,
    }
    return rows.row("member_skills", edge.properties, columns)


def _survey(rows: RowWriting, edge: Relationship) -> Cells | None:
    said = dict(edge.properties)
    columns: dict[str, Value | datetime | None] = {
        "member_id": local_part(edge.source),
        "instrument": local_part(edge.target),
        "item_or_score": said.pop("item", None),
        "value": said.pop("value", None),
        "wave": said.pop("wave", None),
        "at": edge.at,
    }
    return rows.row("surveys", said, columns)


def _event(rows: RowWriting, edge: Relationship) -> tuple[str, Cells | None]:
    target = kind_of(edge.target)
    columns: dict[str, Value | datetime | None] = {
        "member_id": local_part(edge.source),
        "at": edge.at,
    }
    if edge.key != event_key(str(edge.properties.get("verb", "")), edge.at):
        columns["event_id"] = edge.key
    if target is EntityKind.MEMBER:
        columns["other_id"] = local_part(edge.target)
        return "relationships", rows.row("relationships", edge.properties, columns)
    columns["object_kind"] = target.value
    columns["object_id"] = local_part(edge.target)
    return "interactions", rows.row("interactions", edge.properties, columns)
