"""The 64-bit forms in which both stores keep what a snapshot needs of an entity or a relationship.

They are computed once, when a fact is written, so that millions of edges leave a store without
being parsed, and so that both stores hand out the same bits.
"""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from graph.preferences import pack_factors, preferences_of
from graph.records import Entity, Relationship, parse_time
from graph.schema import (
    ENGAGEMENT_STRENGTH,
    MEASURED_VERBS,
    RELATIONSHIP_CODES,
    VERB_CODES,
    EntityKind,
    RelationshipKind,
)

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""Snapshot times are whole seconds since then, in 32 bits: 1932 to 2068."""
HOUR, DAY = 3_600, 86_400
"""Seconds."""
NO_TIME = -(1 << 31)
"""The time of a fact that was always true."""
NOTHING = NO_TIME << 32
"""What is packed of nobody: no time, no capacity and no flags."""
_EARLIEST, _LATEST = NO_TIME + 1, (1 << 31) - 1

(
    HIDDEN, NO_CONSENT, PAUSED, MINOR, NOT_MENTOR, MENTOR, HAS_CAPACITY, AUTOMATIC, ASKS,
    NO_PROFILING,
) = (1 << bit for bit in range(10))  # fmt: skip
"""Flags of an entity.

`NOT_MENTOR`: states the role of a mentee, and not that of a mentor; `MENTOR`: states the role;
`HAS_CAPACITY`: states how many mentees at once; `AUTOMATIC`: a program, not a person;
`ASKS`: content that asks rather than tells (its kind is `question`);
`NO_PROFILING`: what they did counts for nothing (`graph.unprofiled`).
"""
DERIVED = VERB_CODES["derived"]
"""The verb of a skill that was derived from what a member did."""
MAX_CAPACITY = (1 << 16) - 1
MAX_STRENGTH = 60_000.0
"""About the greatest that fits into the sixteen bits of a half float."""


def seconds(moment: datetime | None) -> int:
    """Whole seconds since 2000, rounded down and kept in 32 bits; NO_TIME for None."""
    if moment is None:
        return NO_TIME
    whole = (moment - EPOCH).total_seconds() // 1
    return int(min(max(whole, _EARLIEST), _LATEST))


def moment_of(second: int) -> datetime | None:
    """The time that `seconds` made; None for NO_TIME."""
    if second == NO_TIME:
        return None
    return EPOCH + timedelta(0, second)


def pack_entity(entity: Entity) -> int:
    """`time:32 | capacity:16 | flags:16` as a signed 64-bit number."""
    capacity = entity.properties.get("capacity")
    limit = 0
    flags = _flags(entity)
    if isinstance(capacity, int | float) and entity.kind is EntityKind.MEMBER:
        flags |= HAS_CAPACITY
        limit = int(min(max(capacity, 0), MAX_CAPACITY))
    return (seconds(entity.at) << 32) | (limit << 16) | flags


def starts_at(entity: Entity) -> int:
    """When an activity begins, in seconds since 2000; NO_TIME when it does not say.

    Of a member it is what they ask of their own answers, see `graph.preferences.pack_factors`.
    """
    if entity.kind is EntityKind.MEMBER:
        return pack_factors(entity.properties)
    text = entity.properties.get("starts_at")
    if not isinstance(text, str):
        return NO_TIME
    try:
        return seconds(parse_time(text))
    except ValueError:
        return NO_TIME


def _flags(entity: Entity) -> int:
    if entity.kind is not EntityKind.MEMBER:
        hidden = HIDDEN if entity.properties.get("visibility") == "hidden" else 0
        return hidden | (ASKS if entity.properties.get("kind") == "question" else 0)
    said = entity.properties
    flags = 0
    if said.get("visibility") == "hidden":
        flags |= HIDDEN
    consent = said.get("consent")
    if consent is not None and "matching" not in _words(consent):
        flags |= NO_CONSENT
    if said.get("paused") in (True, "true"):
        flags |= PAUSED
    if said.get("age_band") == "minor":
        flags |= MINOR
    if said.get("automatic") in (True, "true"):
        flags |= AUTOMATIC
    if not preferences_of(said).profiling:
        flags |= NO_PROFILING
    roles = _words(said.get("roles"))
    if "mentor" in roles:
        flags |= MENTOR
    elif "mentee" in roles:
        flags |= NOT_MENTOR
    return flags


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple | list):
        return tuple(str(item) for item in value)
    return tuple(value.split("|")) if isinstance(value, str) and value else ()


def strength(relationship: Relationship) -> float:
    """How strongly the relationship holds, from its verb or its level: 0-1, but for one case.

    Where the verb is one of MEASURED_VERBS and a value is given, it is 0-1 times that value: what
    a play or a star is worth differs from member to member, so the values are compared with each
    member's own only when they are used (`matcher.strengths`).

    A level that was derived from evidence (`derived`) counts as 1: it keeps growing after the
    relationship's own time, so using it would show the past what came later.
    """
    said = relationship.properties
    match relationship.kind:
        case RelationshipKind.ENGAGED:
            return _engagement(str(said.get("verb", "")), said.get("value"))
        case RelationshipKind.HAS_SKILL | RelationshipKind.SEEKS_SKILL:
            level = said.get("level")
            if isinstance(level, int | float) and not said.get("derived"):
                return float(min(max(level, 0.0), 1.0))
            return 1.0
        case RelationshipKind.RELATED | RelationshipKind.ANSWERED:
            return 0.0
    return 1.0


def _engagement(verb: str, value: object) -> float:
    strength = ENGAGEMENT_STRENGTH.get(verb, 0.0)
    if verb in MEASURED_VERBS and isinstance(value, int | float) and not isinstance(value, bool):
        return min(max(strength * value, 0.0), MAX_STRENGTH)
    return strength


def pack_relationship(relationship: Relationship) -> int:
    """`time:32 | strength:16 (half float) | verb:8 | kind:8` as a signed 64-bit number."""
    bits = int.from_bytes(struct.pack("<e", strength(relationship)), "little")
    verb = VERB_CODES.get(_verb(relationship), 0)
    kind = RELATIONSHIP_CODES[relationship.kind]
    return (seconds(relationship.at) << 32) | (bits << 16) | (verb << 8) | kind


def _verb(relationship: Relationship) -> str:
    """Its verb; skills that were derived from deeds are told apart from stated ones."""
    skills = (RelationshipKind.HAS_SKILL, RelationshipKind.SEEKS_SKILL)
    if relationship.kind in skills and relationship.properties.get("derived"):
        return "derived"
    return str(relationship.properties.get("verb", ""))


def unpack_times(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Seconds since 2000 of packed entities or relationships."""
    return (packed >> 32).astype(np.int32)


def unpack_strengths(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Strengths of packed relationships."""
    halves = ((packed >> 16) & 0xFFFF).astype(np.uint16)
    return halves.view(np.float16).astype(np.float32)


def unpack_verbs(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Verb bytes of packed relationships."""
    return ((packed >> 8) & 0xFF).astype(np.uint8)


def unpack_kinds(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """Kind bytes of packed relationships."""
    return (packed & 0xFF).astype(np.uint8)


def unpack_flags(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.uint16]:
    """Flags of packed entities."""
    return (packed & 0xFFFF).astype(np.uint16)


def unpack_capacities(packed: npt.NDArray[np.int64]) -> npt.NDArray[np.uint16]:
    """Capacities of packed entities; meaningful where HAS_CAPACITY is set."""
    return ((packed >> 16) & 0xFFFF).astype(np.uint16)
