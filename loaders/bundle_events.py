"""What a row about a member says: purposes, skills, what they did, with whom, how far they came."""

from __future__ import annotations

import hashlib
from datetime import datetime

from graph.errors import InvalidRecord
from graph.records import (
    Entity,
    EntityId,
    Record,
    Relationship,
    check_id,
    entity_id,
    isoformat,
    local_part,
)
from graph.schema import (
    EntityKind,
    RelationshipKind,
    interaction_kind,
    relationship_kind,
)
from loaders.bundle_entities import stage_id
from loaders.bundle_tables import PROPERTY_COLUMNS, Row
from loaders.known import Known
from loaders.source import Unreadable

_SKILL_RELATIONS = {"has": RelationshipKind.HAS_SKILL, "seeks": RelationshipKind.SEEKS_SKILL}


def purpose_records(row: Row, known: Known) -> list[Record]:
    """One version of a member's statement; how versions follow each other needs all rows."""
    member = _member(row, known)
    stated = row.time("stated_at")
    purpose = stated_purpose_id(row)
    statement = Entity(purpose, stated, row.properties(*PROPERTY_COLUMNS["purposes"]))
    records: list[Record] = [
        statement,
        Relationship(RelationshipKind.HOLDS, member, purpose, at=stated),
    ]
    for earlier in row.listed("revises"):
        target = known.require("revises", EntityKind.PURPOSE, earlier)
        records.append(Relationship(RelationshipKind.REVISES, purpose, target, at=stated))
    return records


def stated_purpose_id(row: Row) -> EntityId:
    """The row's own id, or one that follows from who said what, and when."""
    own = row.values.get("id")
    if own:
        return entity_id(EntityKind.PURPOSE, own)
    said = (row.text("member_id"), isoformat(row.time("stated_at")) or "", row.text("statement"))
    digest = hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:32]
    return entity_id(EntityKind.PURPOSE, digest)


def member_skill_records(row: Row, known: Known) -> list[Record]:
    """A skill that a member has or seeks."""
    kind = _SKILL_RELATIONS[row.text("relation")]
    skill = known.require("skill_id", EntityKind.SKILL, row.text("skill_id"))
    said = row.properties(*PROPERTY_COLUMNS["member_skills"])
    return [Relationship(kind, _member(row, known), skill, at=row.time("since"), properties=said)]


def interaction_records(row: Row, known: Known) -> list[Record]:
    """What a member did with a thing."""
    target_kind = EntityKind(row.text("object_kind"))
    target = known.require("object_id", target_kind, row.text("object_id"))
    return [_event(row, interaction_kind(row.text("verb"), target_kind), known, target)]


def relationship_records(row: Row, known: Known) -> list[Record]:
    """What a member did with another member."""
    other = known.require("other_id", EntityKind.MEMBER, row.text("other_id"))
    return [_event(row, relationship_kind(row.text("verb")), known, other)]


def event_key(verb: str, at: datetime | None) -> str:
    """What tells one event from the next of the same kind between the same two."""
    return verb if at is None else f"{verb}@{isoformat(at)}"


def progress_records(row: Row, known: Known) -> list[Record]:
    """A stage that a member reached."""
    known.require("journey_id", EntityKind.JOURNEY, row.text("journey_id"))
    stage = stage_id(row.text("journey_id"), row.text("stage"))
    known.require("stage", EntityKind.STAGE, local_part(stage))
    at = row.values["at"]
    said = row.properties()
    key = isoformat(at) or ""
    return [Relationship(RelationshipKind.REACHED, _member(row, known), stage, key, at, said)]


def survey_records(row: Row, known: Known) -> list[Record]:
    """What a member answered to one item of an instrument, in one wave."""
    name = row.text("instrument")
    instrument = Entity(entity_id(EntityKind.INSTRUMENT, name), None, {"name": name})
    item, wave = row.text("item_or_score"), row.text("wave")
    said = {"item": item, "wave": wave, "value": row.values["value"], **row.extra}
    answered = Relationship(
        RelationshipKind.ANSWERED,
        _member(row, known),
        instrument.id,
        f"{item}|{wave}",
        row.time("at"),
        said,
    )
    return [instrument, answered]


def entity_records(row: Row, _known: Known) -> list[Record]:
    """An entity as it is, for what no other table can say."""
    return [Entity(EntityId(row.text("id")), row.time("at"), row.extra)]


def edge_records(row: Row, known: Known) -> list[Record]:
    """A relationship as it is, for what no other table can say."""
    name = row.text("kind").strip().upper()
    if name not in RelationshipKind.__members__:
        raise Unreadable(f"kind is not a kind of relationship: {row.text('kind')!r}", "kind")
    return [
        Relationship(
            RelationshipKind[name],
            _end(row, "source", known),
            _end(row, "target", known),
            row.values.get("key", ""),
            row.time("at"),
            row.extra,
        )
    ]


def _member(row: Row, known: Known) -> EntityId:
    return known.require("member_id", EntityKind.MEMBER, row.text("member_id"))


def _event(row: Row, kind: RelationshipKind, known: Known, target: EntityId) -> Relationship:
    verb, at = row.text("verb"), row.time("at")
    key = row.values.get("event_id") or event_key(verb, at)
    said = row.properties(*PROPERTY_COLUMNS["interactions"])
    return Relationship(kind, _member(row, known), target, key, at, said)


def _end(row: Row, column: str, known: Known) -> EntityId:
    entity = row.text(column)
    try:
        kind = check_id(entity)
    except InvalidRecord as error:
        raise Unreadable(f"{column} {error.reason}", column) from None
    return known.require(column, kind, local_part(EntityId(entity)))
