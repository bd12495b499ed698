"""How the SQLite store reads page by page, and how it changes what it has just read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from graph import sqlite_reading as reading
from graph.batches import checked_batch
from graph.paging import (
    Amendment,
    Decision,
    EntityQuestion,
    Page,
    Place,
    RelationshipQuestion,
    Way,
    behind,
    page_of,
)
from graph.records import Entity, EntityId, Relationship
from graph.schema import RelationshipKind
from graph.sqlite_database import Database, Session
from graph.sqlite_forgetting import forget_entity, remove_relationships
from graph.sqlite_writing import write_batch
from graph.store import WriteReport
from graph.store_rules import entity_order, relationship_order

_BY_ID = """
SELECT id, at, properties, id FROM entity
WHERE community = :community AND id > :after AND id < :end AND revision > :since
ORDER BY id LIMIT :limit"""
_BY_NAME = """
SELECT id, at, properties, name, number FROM entity INDEXED BY entity_name
WHERE community = :community AND kind = :kind AND (name, number) > (:after, :number)
    AND name < :end AND revision > :since
ORDER BY name, number LIMIT :limit"""
_BY_CHANGE = """
SELECT id, at, properties, revision, number FROM entity INDEXED BY entity_change
WHERE community = :community AND kind = :kind AND (revision, number) > (:after, :number)
ORDER BY revision, number LIMIT :limit"""
_EDGE = """
SELECT relationship.kind, source.id, target.id,
    relationship.key, relationship.at, relationship.properties"""
_EDGES_BY_CHANGE = f"""{_EDGE}, relationship.revision, relationship.number
FROM relationship INDEXED BY relationship_change
CROSS JOIN entity AS source ON source.number = relationship.source
CROSS JOIN entity AS target ON target.number = relationship.target
WHERE relationship.community = :community AND relationship.kind = :kind
    AND (relationship.revision, relationship.number) > (:after, :number)
ORDER BY relationship.revision, relationship.number LIMIT :limit"""
_EDGES_OF_SOURCE = f"""{_EDGE}, relationship.target, relationship.key
FROM entity AS source
CROSS JOIN relationship ON relationship.source = source.number
CROSS JOIN entity AS target ON target.number = relationship.target
WHERE source.community = :community AND source.id = :source AND relationship.kind = :kind
    AND (relationship.target, relationship.key) > (:target, :key)
    AND relationship.revision > :since
ORDER BY relationship.target, relationship.key LIMIT :limit"""
_FROM = f"""{_EDGE}
FROM entity AS source
CROSS JOIN relationship ON relationship.source = source.number AND relationship.kind = ?
CROSS JOIN entity AS target ON target.number = relationship.target
WHERE source.community = ? AND source.id = ?"""
_TO = f"""{_EDGE}
FROM entity AS target
CROSS JOIN relationship INDEXED BY relationship_target
    ON relationship.target = target.number AND relationship.kind = ?
CROSS JOIN entity AS source ON source.number = relationship.source
WHERE target.community = ? AND target.id = ? AND relationship.source <> relationship.target"""
# The index of source, kind, target and key answers this one alone, but for what is found.
_KEYED = f"""{_EDGE}
FROM entity AS source
CROSS JOIN relationship ON relationship.source = source.number AND relationship.key = ?
CROSS JOIN entity AS target ON target.number = relationship.target
WHERE source.community = ? AND source.id = ?"""


class SqliteView:
    """What the community holds as a transaction sees it; see `graph.paging.View`."""

    def __init__(self, session: Session, community: int) -> None:
        self._session = session
        self._community = community

    def some(self, entities: Collection[EntityId]) -> list[Entity]:
        found = (
            reading.read_entity(self._session, self._community, entity) for entity in set(entities)
        )
        return sorted((entity for entity in found if entity is not None), key=entity_order)

    def around(
        self, entities: Collection[EntityId], kinds: Collection[RelationshipKind]
    ) -> list[Relationship]:
        found: set[tuple[Any, ...]] = set()
        for entity in set(entities):
            for kind in kinds:
                asked = (kind.value, self._community, entity)
                found.update(self._session.execute(_FROM, *asked))
                found.update(self._session.execute(_TO, *asked))
        return sorted(map(reading.relationship_of, found), key=relationship_order)

    def joining(self, ways: Collection[Way]) -> list[Relationship]:
        return reading.relationships_joining(self._session, self._community, ways)

    def keyed(self, told: Collection[tuple[EntityId, str]]) -> list[Relationship]:
        found: list[Relationship] = []
        for source, key in set(told):
            rows = self._session.execute(_KEYED, key, self._community, source)
            found.extend(map(reading.relationship_of, rows))
        return found


class SqlitePages:
    """The part of a store that reads and changes piece by piece; see `graph.paging.Paged`."""

    community: str
    _database: Database

    def page_of_entities(
        self, question: EntityQuestion, *, after: Place = (), limit: int
    ) -> Page[Entity]:
        statement, named = _asked(question, after)
        found = self._rows(statement, {"kind": question.kind.value, "limit": limit + 1, **named})
        return page_of([(reading.entity_of(row[:3]), row[3:]) for row in found], limit)

    def page_of_relationships(
        self, question: RelationshipQuestion, *, after: Place = (), limit: int
    ) -> Page[Relationship]:
        named: dict[str, object] = {"kind": question.kind.value, "limit": limit + 1}
        if question.source is None:
            revision, number = after or (question.since, _LAST_NUMBER)
            found = self._rows(_EDGES_BY_CHANGE, {**named, "after": revision, "number": number})
        else:
            target, key = after or (0, "")
            named |= {"source": question.source, "since": question.since}
            found = self._rows(_EDGES_OF_SOURCE, {**named, "target": target, "key": key})
        return page_of([(reading.relationship_of(row[:6]), row[6:]) for row in found], limit)

    def some(self, entities: Collection[EntityId]) -> list[Entity]:
        with self._database.reading() as session:
            return self._view(session).some(entities)

    def around(
        self, entities: Collection[EntityId], kinds: Collection[RelationshipKind]
    ) -> list[Relationship]:
        with self._database.reading() as session:
            return self._view(session).around(entities, kinds)

    def amend(self, decide: Decision) -> WriteReport:
        with self._database.writing() as session:
            amendment = decide(self._view(session))
            report = amend(session, self.community, amendment)
        if amendment.forgotten:
            self._database.erase()
        return report

    def _view(self, session: Session) -> SqliteView:
        return SqliteView(session, reading.community_number(session, self.community))

    def _rows(self, statement: str, named: dict[str, object]) -> list[tuple[Any, ...]]:
        with self._database.reading() as session:
            community = reading.community_number(session, self.community)
            asked = {"community": community, **named}
            return session.connection.execute(statement, asked).fetchall()


def amend(session: Session, community: str, amendment: Amendment) -> WriteReport:
    """Make the changes inside a transaction."""
    if amendment.removed:
        remove_relationships(session, community, amendment.removed)
    for entity in amendment.forgotten:
        forget_entity(session, community, entity)
    return write_batch(session, community, checked_batch(amendment.records))


_LAST_NUMBER = (1 << 63) - 1
"""No row of the database has a greater number."""


def _asked(question: EntityQuestion, after: Place) -> tuple[str, dict[str, object]]:
    since: dict[str, object] = {"since": question.since}
    if question.name:
        name, number = after or (question.name, -1)
        named = {"after": name, "number": number, "end": behind(question.name)}
        return _BY_NAME, {**since, **named}
    if question.since:
        revision, number = after or (question.since, _LAST_NUMBER)
        return _BY_CHANGE, {"after": revision, "number": number}
    first, end = reading.id_range(question.kind)
    return _BY_ID, {**since, "after": next(iter(after), first), "end": end}
