"""Tables of what members did, said, have and reached: each row one relationship."""

from __future__ import annotations

from graph.records import EntityId, Relationship, local_part
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore
from loaders.bundle_entities import unescaped_stage
from loaders.event_rows import event_row
from loaders.export_rows import Cells
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
        if edge.kind is _K.REACHED:
            journey, _ = unescaped_stage(edge.target)
            if f"{EntityKind.JOURNEY.value}:{journey}" not in self._journeys:
                return "progress", None
        return event_row(self._sink.rows, edge)
