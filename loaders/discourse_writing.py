"""Writes what a Discourse forum says; what is known and newer stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from graph.errors import EntityNotFound
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.store import GraphStore
from loaders.discourse_records import EDITED, Said


def write_said(store: GraphStore, said: Said) -> int:
    """Write what an event or a row says, in one transaction; how much changed.

    What was known of an entity stays where nothing is said of it, and all of it where what is said
    is older than what is known: an event may come late.

    Raises:
        InvalidRecord: something of it cannot be kept, so nothing is.
        StoreError: nothing was written.
    """
    stubs = {stub.id: stub.checked() for stub in said.stubs}
    known = store.existing(stubs)
    entities = {entity: stub for entity, stub in stubs.items() if entity not in known}
    edges: list[Record] = []
    for record in said.records:
        record.checked()
        if isinstance(record, Relationship):
            edges.append(record)
        else:
            entities[record.id] = _merged(store, record, entities.get(record.id))
    if not entities and not edges:
        return 0
    helps = [*_help(store, said), *_help_before(store, said)]
    written = store.write([*entities.values(), *edges, *helps])
    return written.created + written.updated


def _merged(store: GraphStore, record: Entity, before: Entity | None) -> Entity:
    if before is None:
        try:
            before = store.entity(record.id)
        except EntityNotFound:
            return record
    newer, older = record.properties, before.properties
    if str(newer.get(EDITED, "")) < str(older.get(EDITED, "")) and EDITED in newer:
        newer, older = older, newer
    return replace(record, at=record.at or before.at, properties={**older, **newer})


def _help(store: GraphStore, said: Said) -> list[Relationship]:
    """Whoever replies helps the one who began the topic, where it is known who that was."""
    if said.helper is None or said.topic is None or not store.existing([said.topic]):
        return []
    asked = _who_created(store, said.topic)
    return [_helped(said.helper, each, said.key, said.at) for each in asked if each != said.helper]


def _help_before(store: GraphStore, said: Said) -> Iterator[Relationship]:
    """Who began a topic is told after those who replied to it."""
    begun = [each for each in said.records if isinstance(each, Relationship)]
    for edge in (each for each in begun if each.kind is RelationshipKind.CREATED):
        for reply in _replies_to(store, edge.target):
            key = reply.source.rpartition("-")[2]
            for helper in _who_created(store, reply.source):
                if helper != edge.source:
                    yield _helped(helper, edge.source, key, reply.at)


def _replies_to(store: GraphStore, content: EntityId) -> list[Relationship]:
    if not store.existing([content]):
        return []
    edges = store.relationships(touching=content)
    replies = RelationshipKind.REPLIES_TO
    return [edge for edge in edges if edge.kind is replies and edge.target == content]


def _who_created(store: GraphStore, content: EntityId) -> list[EntityId]:
    edges = store.relationships(touching=content)
    return [edge.source for edge in edges if edge.kind is RelationshipKind.CREATED]


def _helped(helper: EntityId, asker: EntityId, key: str, at: datetime | None) -> Relationship:
    return Relationship(RelationshipKind.HELPED, helper, asker, key, at, {"verb": "help"})
