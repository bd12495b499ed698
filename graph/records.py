"""The two typed records of the graph, entity and relationship, and the checks each must pass."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NewType

from graph.errors import InvalidRecord
from graph.schema import RELATIONSHIPS, EntityKind, RelationshipKind

EntityId = NewType("EntityId", str)
Value = str | int | float | bool | tuple[str, ...]

MAX_ID_LENGTH = 256
MAX_KEY_LENGTH = 512
_INT64 = 1 << 63
_KINDS = {kind.value: kind for kind in EntityKind}
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: a member, a purpose, a skill, a piece of content, …

    Attributes:
        id: `kind:local`, such as `member:ada`.
        at: when it came into being (UTC), None when that is not known: then it was always there.
        properties: what is known of it; text, numbers, truth values and tuples of text.
    """

    id: EntityId
    at: datetime | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)

    @property
    def kind(self) -> EntityKind:
        return kind_of(self.id)

    @property
    def name(self) -> str:
        """What a person would call it."""
        return name_of(self)

    def checked(self) -> Entity:
        """This entity in canonical form, or InvalidRecord."""
        check_id(self.id)
        return Entity(self.id, _utc(self.id, self.at), _checked(self.id, self.properties))

    def fingerprint(self) -> str:
        """A hash of the content; equal for records that say the same."""
        return _digest([self.id, isoformat(self.at), dict(self.properties)])


@dataclass(frozen=True, slots=True)
class Relationship:
    """An edge between two entities; `(kind, source, target, key)` identifies it.

    Attributes:
        kind: what it says; the schema lists what it may join.
        source: the entity it leaves from.
        target: the entity it leads to.
        key: tells several of one kind between the same two apart (an event's id, `verb@time`);
            empty where there can be only one.
        at: since when, or when it happened (UTC); None: always.
        properties: `verb`, `value`, `level` and whatever else is known.
    """

    kind: RelationshipKind
    source: EntityId
    target: EntityId
    key: str = ""
    at: datetime | None = None
    properties: Mapping[str, Value] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.source} {self.kind.value} {self.target}"

    def checked(self) -> Relationship:
        """This relationship in canonical form, or InvalidRecord."""
        rule = RELATIONSHIPS[self.kind]
        name = str(self)
        if check_id(self.source) not in rule.sources:
            raise InvalidRecord(name, "source", f"must be {_one_of(rule.sources)}")
        if check_id(self.target) not in rule.targets:
            raise InvalidRecord(name, "target", f"must be {_one_of(rule.targets)}")
        if len(self.key) > MAX_KEY_LENGTH:
            raise InvalidRecord(name, "key", f"is longer than {MAX_KEY_LENGTH} characters")
        _check_text(name, "key", self.key)
        return Relationship(
            self.kind,
            self.source,
            self.target,
            self.key,
            _utc(name, self.at),
            _checked(name, self.properties),
        )

    def fingerprint(self) -> str:
        """A hash of the content; equal for records that say the same."""
        ends = [self.kind.value, self.source, self.target, self.key]
        return _digest([*ends, isoformat(self.at), dict(self.properties)])


Record = Entity | Relationship


def entity_id(kind: EntityKind, local: str) -> EntityId:
    """`entity_id(EntityKind.MEMBER, "ada")` is `member:ada`."""
    return EntityId(f"{kind.value}:{local}")


def kind_of(entity: str) -> EntityKind:
    """The kind in front of an id's colon; InvalidRecord when there is none."""
    kind = _KINDS.get(entity.partition(":")[0])
    if kind is None:
        raise InvalidRecord(entity, "id", f"must begin with one of {', '.join(_KINDS)} and a colon")
    return kind


def local_part(entity: EntityId) -> str:
    """What stands behind the colon of an id."""
    return entity.partition(":")[2]


def check_id(entity: str) -> EntityKind:
    """The kind of a well-formed id; InvalidRecord otherwise."""
    kind = kind_of(entity)
    local = entity[len(kind.value) + 1 :]
    if not local:
        raise InvalidRecord(entity, "id", "has nothing behind the colon")
    if len(local) > MAX_ID_LENGTH:
        raise InvalidRecord(entity, "id", f"is longer than {MAX_ID_LENGTH} characters")
    _check_text(entity, "id", entity)
    return kind


def check_community(community: str) -> str:
    """A well-formed community id, unchanged; InvalidRecord otherwise."""
    check_id(entity_id(EntityKind.COMMUNITY, community))
    return community


_NAME_PROPERTIES = ("name", "title", "statement")


def name_of(entity: Entity) -> str:
    """What a person would call it: its name, title or statement, else the local id."""
    naming = naming_property(entity)
    if naming is None:
        return local_part(entity.id)
    return " ".join(str(entity.properties[naming])[:400].split())[:200]


def naming_property(entity: Entity) -> str | None:
    """The property that its name comes from; None when that is its id."""
    for name in _NAME_PROPERTIES:
        value = entity.properties.get(name)
        if isinstance(value, str) and value.strip():
            return name
    return None


def iso_of(seconds: float | None) -> str | None:
    """`isoformat` of seconds since 1970, as documents keep times."""
    return None if seconds is None else isoformat(datetime.fromtimestamp(seconds, UTC))


def isoformat(moment: datetime | None) -> str | None:
    """The one way a time is written: UTC, microseconds, `2018-03-12T16:59:28.317000Z`."""
    if moment is None:
        return None
    in_utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    clock = f"{_PAIRS[in_utc.hour]}:{_PAIRS[in_utc.minute]}:{_PAIRS[in_utc.second]}"
    return f"{_day(in_utc.toordinal())}T{clock}.{in_utc.microsecond:06}Z"


# Answers hold hundreds of times: datetime's own writing takes three times as long.
_PAIRS = [f"{number:02}" for number in range(60)]


@lru_cache(maxsize=16_384)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def parse_time(text: str) -> datetime:
    """An ISO 8601 time or date; without a zone it is UTC. ValueError when it is neither."""
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text!r} lies outside the calendar") from None


def _utc(record: str, moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise InvalidRecord(record, "at", "has no time zone")
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        raise InvalidRecord(record, "at", "lies outside the calendar") from None


def _checked(record: str, properties: Mapping[str, Any]) -> dict[str, Value]:
    checked: dict[str, Value] = {}
    for name in sorted(properties):
        _check_text(record, name, name)
        if not name:
            raise InvalidRecord(record, "properties", "has one without a name")
        checked[name] = _checked_value(record, name, properties[name])
    return checked


def _checked_value(record: str, name: str, value: Any) -> Value:
    match value:
        case bool():
            return value
        case str():
            _check_text(record, name, value)
            return value
        case int():
            if not -_INT64 <= value < _INT64:
                raise InvalidRecord(record, name, "is beyond 64 bits")
            return value
        case float():
            if not math.isfinite(value):
                raise InvalidRecord(record, name, "is not a finite number")
            return value
        case list() | tuple():
            for item in value:
                if not isinstance(item, str):
                    raise InvalidRecord(record, name, "is a list of something other than text")
                _check_text(record, name, item)
            return tuple(value)
    raise InvalidRecord(record, name, f"is a {type(value).__name__}, which a property cannot hold")


def _check_text(record: str, name: str, text: str) -> None:
    if not isinstance(text, str):
        raise InvalidRecord(record, name, "is not text")
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        shown = record.encode(errors="backslashreplace").decode()
        raise InvalidRecord(shown, ascii(name)[1:-1], "holds half of a character") from None


def _one_of(kinds: frozenset[EntityKind]) -> str:
    return "a " + " or ".join(sorted(kind.value for kind in kinds))


def _digest(content: list[Any]) -> str:
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()[:32]
