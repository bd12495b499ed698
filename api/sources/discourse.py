"""Events of a Discourse forum: known by their signature, and written once."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from time import time

from api.engine import Engine
from api.forgetting import forget_everywhere
from graph.errors import EntityNotFound, InvalidRecord, InvalidRequest
from graph.records import EntityId
from loaders.discourse_records import event_said
from loaders.discourse_writing import write_said
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
        changed = write_said(engine.store, said)
    except Unreadable as error:
        raise InvalidRequest(event, f"cannot be read: {error}") from None
    except InvalidRecord as error:
        raise InvalidRequest(event, f"cannot be kept: {error.field} {error.reason}") from None
    changed += sum(_forgotten(engine, gone) for gone in said.gone)
    if event_id:
        # Afterwards: if it ends before this, the event comes again, and changes nothing.
        engine.documents.put(SEEN, event_id, {}, expires=time() + REMEMBERED)
    return Told("kept" if said.records or said.gone else "ignored", changed)


def _forgotten(engine: Engine, entity: EntityId) -> int:
    try:
        forget_everywhere(engine.store, entity, engine.settings, engine.documents)
    except EntityNotFound:
        return 0
    return 1
