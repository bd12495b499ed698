"""Events that an application tells: who did what with what, turned into relationships."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from graph.batches import Identity, identity
from graph.errors import EntityNotFound, InvalidRequest, KinpathError, shortened
from graph.paging import Amendment, View, Way
from graph.records import MAX_ID_LENGTH, EntityId, Relationship, kind_of
from graph.schema import EntityKind, RelationshipKind, interaction_kind, relationship_kind
from graph.store import GraphStore, WriteReport
from loaders.bundle_events import event_key
from loaders.new_ids import fault_in
from matcher.request_json import full_id, member_id, moment

EVENT_FIELDS: tuple[str, ...] = ("id", "actor", "verb", "object", "at", "value")
"""Every field that an event may have."""
MAX_EVENTS = 1_000
"""Events that one request may tell."""

_OBJECT_KINDS = frozenset(
    (
        EntityKind.MEMBER,
        EntityKind.CONTENT,
        EntityKind.ACTIVITY,
        EntityKind.GROUP,
        EntityKind.SKILL,
    )
)


class UnknownParticipant(EntityNotFound):
    """An event whose actor or object the community does not hold; `field` names which."""

    def __init__(self, field: str, entity: str, community: str) -> None:
        super().__init__(entity, community)
        self.field = field
        self.args = (f"{field}: {self.args[0]}",)


class EventConflict(KinpathError):
    """An event of this id was told before, and said something else; `field` names the id."""

    def __init__(self, field: str, event: str) -> None:
        self.field = field
        super().__init__(f"{field}: event {shortened(event)} was told before, and said otherwise")


@dataclass(frozen=True, slots=True)
class RecordedEvents:
    """What became of some events; `unknown_verbs` are kept, but carry no weight."""

    written: WriteReport
    unknown_verbs: tuple[str, ...]


def parse_event(data: object, where: str = "") -> Relationship:
    """The relationship that an event's JSON object describes.

    Its key is the event's id, so telling an event twice changes nothing; without an id it is the
    verb and the time.

    Args:
        data: `actor`, `verb`, `object` and perhaps `id`, `at` (else: now) and `value`.
        where: what stands before the names of fields in errors, such as `[3].`.

    Raises:
        InvalidRequest: with the name of the field that is missing, unknown or wrong.
    """
    if not isinstance(data, Mapping):
        raise InvalidRequest(where.rstrip(".") or "event", "must be an object")
    for field in data:
        if field not in EVENT_FIELDS:
            known = ", ".join(EVENT_FIELDS)
            raise InvalidRequest(f"{where}{field}", f"is not a field of an event; known: {known}")
    said = {field: value for field, value in data.items() if value is not None}
    for field in ("actor", "verb", "object"):
        if field not in said:
            raise InvalidRequest(f"{where}{field}", "is required")
    actor = member_id(f"{where}actor", said["actor"])
    verb = _word(f"{where}verb", said["verb"])
    thing = full_id(f"{where}object", said["object"])
    at = moment(f"{where}at", said["at"]) if "at" in said else datetime.now(UTC)
    key = _word(f"{where}id", said["id"]) if "id" in said else event_key(verb, at)
    properties: dict[str, str | int | float] = {"verb": verb}
    if "value" in said:
        properties["value"] = _value(f"{where}value", said["value"])
    return Relationship(
        _kind(f"{where}object", actor, verb, thing), actor, thing, key, at, properties
    ).checked()


def record_events(
    store: GraphStore,
    events: Sequence[Relationship],
    one: bool,
    timeless: Collection[int] = (),
) -> RecordedEvents:
    """Write the events in one transaction: all of them, or none.

    Whatever the order in which events come, and however often, the same is kept. An id is one
    event of its actor. Of several without an id that differ only in their value (the same verb at
    the same time), the greatest value is kept.

    Args:
        store: where to.
        events: what `parse_event` made.
        one: the caller told one event and not a list, so errors name fields without a place.
        timeless: places of those that were told without a time; told again, they keep the first.

    Raises:
        UnknownParticipant: an event names somebody or something that was never loaded.
        EventConflict: an event of the same id and actor said something else.
        StoreError: nothing was written.
    """
    _check_participants(store, events, one)
    unchanged = 0

    def decide(view: View) -> Amendment:
        nonlocal unchanged
        kept = _Kept(view, events)
        for index, event in enumerate(events):
            kept.add(event, "id" if one else f"[{index}].id", is_timed=index not in timeless)
        unchanged = len(events) - len(kept.changed)
        return Amendment(tuple(kept.changed.values()))

    written = store.amend(decide)
    told = replace(written, unchanged=unchanged)
    return RecordedEvents(told, tuple(sorted(_unknown_verbs(events))))


class _Kept:
    """What is kept of events, beside what was kept of them before."""

    def __init__(self, view: View, events: Sequence[Relationship]) -> None:
        with_ids = {_told(event) for event in events if _has_id(event)}
        ways = {_way(event) for event in events if not _has_id(event)}
        present = [*view.keyed(with_ids), *view.joining(ways)]
        self._by_id = {_told(each): each for each in present if _told(each) in with_ids}
        self._same = {identity(each): each for each in present}
        self.changed: dict[Identity, Relationship] = {}

    def add(self, event: Relationship, field: str, *, is_timed: bool) -> None:
        """Keep one more. Raises EventConflict."""
        if _has_id(event):
            before = self._by_id.get(_told(event))
            if before is not None and not is_timed:
                event = replace(event, at=before.at)
            if before is not None and before.fingerprint() != event.fingerprint():
                raise EventConflict(field, event.key)
            fault = fault_in(event.key) if before is None else ""
            if fault:
                raise InvalidRequest(field, fault)
            self._by_id[_told(event)] = event
        else:
            before = self._same.get(identity(event))
            if before is not None and _rank(before) >= _rank(event):
                return
            self._same[identity(event)] = event
        if before is None or before.fingerprint() != event.fingerprint():
            self.changed[identity(event)] = event


def _has_id(event: Relationship) -> bool:
    return event.key != event_key(str(event.properties["verb"]), event.at)


def _told(event: Relationship) -> tuple[EntityId, str]:
    return event.source, event.key


def _way(event: Relationship) -> Way:
    return event.kind, event.source, event.target


def _rank(event: Relationship) -> tuple[int, float, str]:
    """An order of events that differ only in what they say of themselves."""
    value = event.properties.get("value")
    if isinstance(value, int | float):
        return 1, float(value), event.fingerprint()
    return (0, 0.0, "") if value is None else (2, 0.0, str(value))


def _check_participants(store: GraphStore, events: Sequence[Relationship], one: bool) -> None:
    named = {entity for event in events for entity in (event.source, event.target)}
    missing = named - store.existing(named)
    for index, event in enumerate(events):
        where = "" if one else f"[{index}]."
        for field, entity in (("actor", event.source), ("object", event.target)):
            if entity in missing:
                raise UnknownParticipant(f"{where}{field}", entity, store.community)


def _unknown_verbs(events: Iterable[Relationship]) -> set[str]:
    unknown = (event for event in events if event.kind is RelationshipKind.RELATED)
    return {str(event.properties["verb"]) for event in unknown}


def _kind(field: str, actor: EntityId, verb: str, thing: EntityId) -> RelationshipKind:
    kind = kind_of(thing)
    if kind not in _OBJECT_KINDS:
        known = ", ".join(sorted(each.value for each in _OBJECT_KINDS))
        raise InvalidRequest(field, f"must be one of {known}, not a {kind.value}")
    if actor == thing:
        raise InvalidRequest(field, "is the actor")
    return relationship_kind(verb) if kind is EntityKind.MEMBER else interaction_kind(verb, kind)


def _word(field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InvalidRequest(field, "must be text that is not empty")
    if len(value) > MAX_ID_LENGTH:
        raise InvalidRequest(field, f"is longer than {MAX_ID_LENGTH} characters")
    return value


def _value(field: str, value: object) -> str | int | float:
    if isinstance(value, str):
        if len(value) > MAX_ID_LENGTH:
            raise InvalidRequest(field, f"is longer than {MAX_ID_LENGTH} characters")
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidRequest(field, "must be a number or text")
    if not math.isfinite(value) or abs(value) >= 1 << 63:
        raise InvalidRequest(field, "must be a finite number within 64 bits")
    return value
