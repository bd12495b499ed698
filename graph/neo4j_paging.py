"""How the Neo4j store reads page by page, and how it changes what it has just read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from itertools import takewhile
from typing import Any

from graph import cypher
from graph import neo4j_reading as reading
from graph.neo4j_connection import Answering, Neo4jConnection
from graph.neo4j_properties import entity_of, relationship_of
from graph.paging import (
    LAST_LETTERS,
    EntityQuestion,
    Page,
    Place,
    RelationshipQuestion,
    Way,
    behind,
    page_of,
)
from graph.records import Entity, EntityId, Relationship
from graph.schema import EntityKind, RelationshipKind
from graph.store_rules import entity_order, relationship_order

_LAST_NUMBER = (1 << 63) - 1
"""No node or relationship has a greater number."""


class Neo4jView:
    """What the community holds as whoever answers sees it; see `graph.paging.View`."""

    def __init__(self, answering: Answering, community: str) -> None:
        self._answering = answering
        self._community = community

    def some(self, entities: Collection[EntityId]) -> list[Entity]:
        found: list[Entity] = []
        for kind, ids in _by_kind(entities).items():
            asked = self._rows(cypher.SOME_ENTITIES[kind], ids=ids)
            found.extend(entity_of(row) for (row,) in asked)
        return sorted(found, key=entity_order)

    def around(
        self, entities: Collection[EntityId], kinds: Collection[RelationshipKind]
    ) -> list[Relationship]:
        found: dict[int, Relationship] = {}
        for kind, ids in _by_kind(entities).items():
            for number, *row in self._rows(cypher.around(kind, kinds), ids=ids):
                found[number] = relationship_of(*row)
        return sorted(found.values(), key=relationship_order)

    def joining(self, ways: Collection[Way]) -> list[Relationship]:
        return reading.relationships_joining(self._answering, self._community, ways)

    def keyed(self, told: Collection[tuple[EntityId, str]]) -> list[Relationship]:
        by_kind: dict[EntityKind, list[list[str]]] = defaultdict(list)
        for source, key in set(told):
            kind = reading.kind_or_none(source)
            if kind is not None:
                by_kind[kind].append([source, key])
        return [
            relationship_of(*row)
            for kind, pairs in by_kind.items()
            for row in self._rows(cypher.KEYED[kind], pairs=pairs)
        ]

    def _rows(self, query: str, **parameters: Any) -> list[list[Any]]:
        return self._answering.rows(query, community=self._community, **parameters)


class Neo4jPages:
    """The part of a store that reads piece by piece; see `graph.paging.Paged`."""

    community: str
    _connection: Neo4jConnection

    def page_of_entities(
        self, question: EntityQuestion, *, after: Place = (), limit: int
    ) -> Page[Entity]:
        query, named = _asked(question, after)
        rows = self._connection.rows(query, community=self.community, limit=limit + 1, **named)
        found = [(entity_of(row), tuple(place)) for row, *place in rows]
        if question.name:
            # Where a beginning ends with the last letter of all, the range is wider than it.
            found = list(takewhile(lambda each: str(each[1][0]).startswith(question.name), found))
        return page_of(found, limit)

    def page_of_relationships(
        self, question: RelationshipQuestion, *, after: Place = (), limit: int
    ) -> Page[Relationship]:
        revision, number = after or (question.since, _LAST_NUMBER)
        named: dict[str, Any] = {"revision": revision, "number": number}
        query = cypher.EDGES_BY_CHANGE[question.kind]
        if question.source is not None:
            source_kind = reading.kind_or_none(question.source)
            if source_kind is None:
                return Page((), None)
            query = cypher.edges_of_source(question.kind, source_kind)
            named["source"] = question.source
        found = self._connection.rows(query, community=self.community, limit=limit + 1, **named)
        return page_of([(relationship_of(*row[:4]), tuple(row[4:])) for row in found], limit)

    def some(self, entities: Collection[EntityId]) -> list[Entity]:
        return Neo4jView(self._connection, self.community).some(entities)

    def around(
        self, entities: Collection[EntityId], kinds: Collection[RelationshipKind]
    ) -> list[Relationship]:
        return Neo4jView(self._connection, self.community).around(entities, kinds)


def _asked(question: EntityQuestion, after: Place) -> tuple[str, dict[str, Any]]:
    if question.name:
        name, number = after or (question.name, -1)
        named = {"after": name, "number": number, "end": _end(question.name)}
        return cypher.ENTITIES_BY_NAME[question.kind], {**named, "since": question.since}
    if question.since:
        revision, number = after or (question.since, _LAST_NUMBER)
        return cypher.ENTITIES_BY_CHANGE[question.kind], {"revision": revision, "number": number}
    return cypher.ENTITIES_BY_ID[question.kind], {"after": next(iter(after), "")}


def _end(beginning: str) -> str:
    """Where names that begin so end, or further; by UTF-16 too it is behind each of them."""
    return behind(beginning.rstrip(LAST_LETTERS) or beginning)


def _by_kind(entities: Collection[EntityId]) -> dict[EntityKind, list[str]]:
    by_kind: dict[EntityKind, list[str]] = defaultdict(list)
    for entity in set(entities):
        kind = reading.kind_or_none(entity)
        if kind is not None:
            by_kind[kind].append(entity)
    return by_kind
