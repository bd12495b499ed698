"""Records as JSON that gives back exactly the same."""

from __future__ import annotations

from datetime import datetime

from graph.documents import Json
from graph.records import Entity, EntityId, Record, Relationship, Value, isoformat, parse_time
from graph.schema import RelationshipKind


def record_json(record: Record) -> Json:
    """The record as JSON."""
    said = {"at": isoformat(record.at), "properties": dict(record.properties)}
    if isinstance(record, Entity):
        return {"id": record.id, **said}
    ends = {"kind": record.kind.value, "source": record.source, "target": record.target}
    return {**ends, "key": record.key, **said}


def record_of(told: Json) -> Record:
    """The record that the JSON tells."""
    at: datetime | None = None if told["at"] is None else parse_time(told["at"])
    properties: dict[str, Value] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told["properties"].items()
    }
    if "id" in told:
        return Entity(EntityId(told["id"]), at, properties)
    return Relationship(
        RelationshipKind(told["kind"]),
        EntityId(told["source"]),
        EntityId(told["target"]),
        told["key"],
        at,
        properties,
    )
