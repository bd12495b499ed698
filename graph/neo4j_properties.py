"""How records become properties of nodes and relationships in Neo4j, and records again.

What a person reads in Neo4j Browser are a record's own properties under their own names, beside
those of Kinpath listed here. A record's property whose name is taken, or which Neo4j cannot
hold, stands behind `kinpath_`, so that every name comes back as it was. `name` is what Browser
shows on a node: a record's own name, or else its title, statement or id, as `named_by` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from graph.packing import pack_entity, pack_relationship, starts_at
from graph.records import (
    Entity,
    EntityId,
    Relationship,
    Value,
    isoformat,
    naming_property,
    parse_time,
)
from graph.schema import RelationshipKind
from graph.texts import text_hash, text_of

NODE_PROPERTIES = frozenset(
    {
        "community",
        "id",
        "at",
        "named_by",
        "revision",
        "fingerprint",
        "facts",
        "starts",
        "text_hash",
        "embedding",
        "embedding_model",
    }
)
"""Names on a node that are Kinpath's own; `name` is shared with the record."""
RELATIONSHIP_PROPERTIES = frozenset({"community", "key", "at", "revision", "fingerprint", "facts"})
"""Names on a relationship that are Kinpath's own."""

_PREFIX = "kinpath_"
_CAPTION = "name"


def entity_row(entity: Entity, community: str) -> dict[str, Any]:
    """The properties of a node, all but its revision and embedding; the time as text."""
    row = _encoded(entity.properties, NODE_PROPERTIES)
    if row.get(_CAPTION) != entity.name:
        if _CAPTION in row:
            row[_PREFIX + _CAPTION] = row[_CAPTION]
        row["named_by"] = naming_property(entity) or "id"
    row[_CAPTION] = entity.name
    row["community"] = community
    row["id"] = entity.id
    row["fingerprint"] = entity.fingerprint()
    row["facts"] = pack_entity(entity)
    row["starts"] = starts_at(entity)
    if text := text_of(entity):
        row["text_hash"] = text_hash(text)
    if entity.at is not None:
        row["at"] = isoformat(entity.at)
    return row


def entity_of(row: Mapping[str, Any]) -> Entity:
    """The entity whose node has these properties."""
    properties = _decoded(row, NODE_PROPERTIES)
    if "named_by" in row and _PREFIX + _CAPTION not in row:
        del properties[_CAPTION]
    return Entity(EntityId(row["id"]), _moment(row), _sorted(properties))


def relationship_row(relationship: Relationship, community: str) -> dict[str, Any]:
    """The properties of a relationship, all but its revision; the time as text."""
    row = _encoded(relationship.properties, RELATIONSHIP_PROPERTIES)
    row["community"] = community
    row["key"] = relationship.key
    row["fingerprint"] = relationship.fingerprint()
    row["facts"] = pack_relationship(relationship)
    if relationship.at is not None:
        row["at"] = isoformat(relationship.at)
    return row


def relationship_of(kind: str, source: str, target: str, row: Mapping[str, Any]) -> Relationship:
    """The relationship of a type, between two ids, that has these properties."""
    return Relationship(
        RelationshipKind(kind),
        EntityId(source),
        EntityId(target),
        row["key"],
        _moment(row),
        _sorted(_decoded(row, RELATIONSHIP_PROPERTIES)),
    )


def _encoded(properties: Mapping[str, Value], taken: frozenset[str]) -> dict[str, Any]:
    return {_stored_name(name, taken): _stored(value) for name, value in properties.items()}


def _stored(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _stored_name(name: str, taken: frozenset[str]) -> str:
    if name in taken or name.startswith(_PREFIX) or "\0" in name:
        # Neo4j allows any character in a name but this one.
        return _PREFIX + name.replace("\\", "\\\\").replace("\0", "\\0")
    return name


def _decoded(row: Mapping[str, Any], taken: frozenset[str]) -> dict[str, Value]:
    properties: dict[str, Value] = {}
    for stored, value in row.items():
        if stored in taken or value is None:
            continue
        # A node's own `name` comes first or not at all: behind the prefix stands the real one.
        if stored == _CAPTION and _PREFIX + _CAPTION in row:
            continue
        properties[_own_name(stored)] = tuple(value) if isinstance(value, list) else value
    return properties


def _own_name(stored: str) -> str:
    if not stored.startswith(_PREFIX):
        return stored
    escaped = stored[len(_PREFIX) :].split("\\\\")
    return "\\".join(part.replace("\\0", "\0") for part in escaped)


def _sorted(properties: dict[str, Value]) -> dict[str, Value]:
    return {name: properties[name] for name in sorted(properties)}


def _moment(row: Mapping[str, Any]) -> datetime | None:
    at = row.get("at")
    return None if at is None else parse_time(at)
