"""Events of a Discourse forum: known by their signature, and written once."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import time

from api.engine import Engine
from api.forgetting import forget_everywhere
from graph.errors import EntityNotFound, InvalidRecord, InvalidRequest
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.store import GraphStore
from loaders.discourse_records import Said, event_said
from loaders.source import Unreadable

SEEN = "discourse_events"
"""The collection of the ids of events that were written."""
REMEMBERED = 30 * 86_400.0
"""Seconds for which they are; Discourse sends an event again within days."""
_SIGNATURE = "sha256="


@dataclass(frozen=True, slots=True)
class Told:
    """What became of an event: `kept`, `known` already, or `ignored`; and how much changed."""

    outcome: str
    changed: int = 0


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether the forum that knows the secret signed these bytes."""
    expected = _SIGNATURE + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode())


def record_event(engine: Engine, event: str, event_id: str, payload: object) -> Told:
    """Write what an event says; an event that was told before changes nothing.

    Raises:
        InvalidRequest: the payload is not what such an event has.
        StoreError: nothing was written; the forum sends it again.
    """
    if event_id and engine.documents.get(SEEN, event_id) is not None:
        return Told("known")
    if not isinstance(payload, dict):
        raise InvalidRequest("request", "must be an object")
    try:
        said = event_said(event, payload)
        changed = _written(engine.store, said)
    except Unreadable as error:
        raise InvalidRequest(event, f"cannot be read: {error}") from None
    except InvalidRecord as error:
        raise InvalidRequest(event, f"cannot be kept: {error.field} {error.reason}") from None
    changed += sum(_forgotten(engine, gone) for gone in said.gone)
    if event_id:
        # Afterwards: if it ends before this, the event comes again, and changes nothing.
        engine.documents.put(SEEN, event_id, {}, expires=time() + REMEMBERED)
    return Told("kept" if said.records or said.gone else "ignored", changed)


def _written(store: GraphStore, said: Said) -> int:
    records = [record.checked() for record in (*_missing(store, said.stubs), *said.records)]
    if not records:
        return 0
    written = store.write([*(_merged(store, record) for record in records), *_help(store, said)])
    return written.created + written.updated


def _missing(store: GraphStore, stubs: Iterable[Entity]) -> list[Entity]:
    by_id = {stub.id: stub for stub in stubs}
    present = store.existing(by_id)
    return [stub for entity, stub in by_id.items() if entity not in present]


def _merged(store: GraphStore, record: Record) -> Record:
    """What was known of an entity stays, where the event says nothing of it."""
    if isinstance(record, Relationship):
        return record
    try:
        known = store.entity(record.id)
    except EntityNotFound:
        return record
    said = {**known.properties, **record.properties}
    return replace(record, at=record.at or known.at, properties=said)


def _help(store: GraphStore, said: Said) -> list[Relationship]:
    """Whoever replies helps the one who began the topic, where it is known who that was."""
    if said.helper is None or said.topic is None or not store.existing([said.topic]):
        return []
    return [
        Relationship(
            RelationshipKind.HELPED, said.helper, each.source, said.key, said.at, {"verb": "help"}
        )
        for each in store.relationships(touching=said.topic)
        if each.kind is RelationshipKind.CREATED and each.source != said.helper
    ]


def _forgotten(engine: Engine, entity: EntityId) -> int:
    try:
        forget_everywhere(engine.store, entity, engine.settings.snapshots, engine.documents)
    except EntityNotFound:
        return 0
    return 1
