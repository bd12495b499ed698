"""What a row about a thing says: the entity itself, and the relationships in its columns."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

from graph.records import Entity, EntityId, Record, Relationship, Value, entity_id, local_part
from graph.schema import EntityKind, RelationshipKind
from loaders.bundle_tables import PROPERTY_COLUMNS, Row
from loaders.known import Known
from loaders.source import Unreadable

RowReader = Callable[[Row, Known], list[Record]]
"""What a row says. Raises Unreadable when it names what does not exist."""


def community_records(row: Row, _known: Known) -> list[Record]:
    """The host, and the purpose that it pursues."""
    community = entity_id(EntityKind.COMMUNITY, row.text("id"))
    founded = row.time("founded_at")
    records: list[Record] = [Entity(community, founded, _said(row, "community"))]
    statement = row.values.get("purpose", "")
    if statement.strip():
        purpose = text_purpose(statement)
        pursues = Relationship(RelationshipKind.PURSUES, community, purpose.id, at=founded)
        records += [purpose, pursues]
    return records


def member_records(row: Row, _known: Known) -> list[Record]:
    """A member."""
    member = entity_id(EntityKind.MEMBER, row.text("id"))
    return [Entity(member, row.time("joined_at"), _said(row, "members"))]


def skill_records(row: Row, known: Known) -> list[Record]:
    """A skill, and the wider one that it belongs to."""
    skill = entity_id(EntityKind.SKILL, row.text("id"))
    records: list[Record] = [Entity(skill, None, _said(row, "skills"))]
    broader = row.values.get("broader")
    if broader:
        target = known.require("broader", EntityKind.SKILL, broader)
        records.append(Relationship(RelationshipKind.BROADER, skill, target))
    return records


def content_records(row: Row, known: Known) -> list[Record]:
    """A piece of content: who made it, what it answers, is about and serves."""
    content = entity_id(EntityKind.CONTENT, row.text("id"))
    created = row.time("created_at")
    records: list[Record] = [Entity(content, created, _said(row, "content"))]
    records += _led(row, known, "author_id", RelationshipKind.CREATED, content, created)
    parent = row.values.get("parent_id")
    if parent:
        target = known.require("parent_id", EntityKind.CONTENT, parent)
        records.append(Relationship(RelationshipKind.REPLIES_TO, content, target, at=created))
    records += _touched(row, known, RelationshipKind.ABOUT, content, created)
    for text in dict.fromkeys(filter(str.strip, row.listed("purposes"))):
        purpose = text_purpose(text)
        serves = Relationship(RelationshipKind.SERVES, content, purpose.id, at=created)
        records += [purpose, serves]
    return records


def activity_records(row: Row, known: Known) -> list[Record]:
    """An event, project or programme: its host, its group, what it develops."""
    activity = entity_id(EntityKind.ACTIVITY, row.text("id"))
    created = row.time("created_at")
    records: list[Record] = [Entity(activity, created, _said(row, "activities"))]
    records += _led(row, known, "host_id", RelationshipKind.HOSTS, activity, created)
    group = row.values.get("group_id")
    if group:
        target = known.require("group_id", EntityKind.GROUP, group)
        records.append(Relationship(RelationshipKind.PART_OF, activity, target, at=created))
    return records + _touched(row, known, RelationshipKind.DEVELOPS, activity, created)


def group_records(row: Row, known: Known) -> list[Record]:
    """A circle, team or chapter: its organiser, what it develops."""
    group = entity_id(EntityKind.GROUP, row.text("id"))
    created = row.time("created_at")
    records: list[Record] = [Entity(group, created, _said(row, "groups"))]
    records += _led(row, known, "organiser_id", RelationshipKind.HOSTS, group, created)
    return records + _touched(row, known, RelationshipKind.DEVELOPS, group, created)


def journey_records(row: Row, _known: Known) -> list[Record]:
    """A journey, and its stages in order."""
    journey = entity_id(EntityKind.JOURNEY, row.text("id"))
    stages = row.listed("stages")
    if len(set(stages)) < len(stages):
        raise Unreadable("stages has one of them twice", "stages")
    records: list[Record] = [Entity(journey, None, _said(row, "journeys"))]
    ids = [stage_id(row.text("id"), name) for name in stages]
    for place, (stage, name) in enumerate(zip(ids, stages, strict=True), start=1):
        records.append(Entity(stage, None, {"name": name, "place": place}))
        records.append(Relationship(RelationshipKind.PART_OF, stage, journey))
    for before, after in pairwise(ids):
        records.append(Relationship(RelationshipKind.NEXT, before, after))
    return records


def stage_id(journey: str, name: str) -> EntityId:
    """The id of a journey's stage; the slash between is the first one that is not escaped."""
    escaped = journey.replace("%", "%25").replace("/", "%2F")
    return entity_id(EntityKind.STAGE, f"{escaped}/{name}")


def unescaped_stage(stage: EntityId) -> tuple[str, str]:
    """The journey and the name that `stage_id` joined."""
    journey, _, name = local_part(stage).partition("/")
    return journey.replace("%2F", "/").replace("%25", "%"), name


def text_purpose(statement: str) -> Entity:
    """A purpose that is nothing but its words: the same words are the same purpose."""
    digest = hashlib.sha256(statement.encode()).hexdigest()[:32]
    return Entity(entity_id(EntityKind.PURPOSE, digest), None, {"statement": statement})


def _said(row: Row, table: str) -> dict[str, Value]:
    return row.properties(*PROPERTY_COLUMNS[table])


def _led(
    row: Row,
    known: Known,
    column: str,
    kind: RelationshipKind,
    target: EntityId,
    at: datetime | None,
) -> list[Record]:
    member = row.values.get(column)
    if not member:
        return []
    return [Relationship(kind, known.require(column, EntityKind.MEMBER, member), target, at=at)]


def _touched(
    row: Row, known: Known, kind: RelationshipKind, source: EntityId, at: datetime | None
) -> list[Record]:
    return [
        Relationship(kind, source, known.require("skills", EntityKind.SKILL, skill), at=at)
        for skill in row.listed("skills")
    ]
