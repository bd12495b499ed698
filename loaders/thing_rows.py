"""A thing and the relationships that its row says: as the row, and what a new row changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from graph.paging import Amendment, Surroundings
from graph.records import Entity, EntityId, Record, Relationship, Value, local_part
from graph.schema import EntityKind, RelationshipKind
from loaders.export_rows import Cells, RowWriting

_K = RelationshipKind


@dataclass(frozen=True, slots=True)
class Link:
    """A column that says a relationship of the thing.

    Attributes:
        column: its name.
        kind: of the relationships.
        other: what the relationship joins the thing with.
        inward: the relationship leads to the thing, rather than away from it.
        many: the column is a list.
        naming: the property of the other that the column holds; empty: its id.
    """

    column: str
    kind: RelationshipKind
    other: EntityKind
    inward: bool = False
    many: bool = False
    naming: str = ""

    def end(self, edge: Relationship, thing: EntityId) -> EntityId | None:
        """The other end, if the column speaks of the relationship."""
        own, other = (edge.target, edge.source) if self.inward else (edge.source, edge.target)
        if edge.kind is not self.kind or own != thing or edge.key or edge.properties:
            return None
        return other if other.startswith(f"{self.other.value}:") else None


@dataclass(frozen=True, slots=True)
class Thing:
    """A table whose rows are entities.

    Attributes:
        table: its name.
        kind: of the entities.
        born: the column of the time since when there is the thing; empty: it has none.
        links: columns that say relationships.
    """

    table: str
    kind: EntityKind
    born: str
    links: tuple[Link, ...] = ()

    @property
    def kinds(self) -> frozenset[RelationshipKind]:
        """Kinds of the relationships that its columns say."""
        return frozenset(link.kind for link in self.links)


_SKILLS = EntityKind.SKILL
THINGS: dict[str, Thing] = {
    thing.table: thing
    for thing in (
        Thing(
            "community",
            EntityKind.COMMUNITY,
            "founded_at",
            (Link("purpose", _K.PURSUES, EntityKind.PURPOSE, naming="statement"),),
        ),
        Thing("members", EntityKind.MEMBER, "joined_at"),
        Thing(
            "purposes",
            EntityKind.PURPOSE,
            "stated_at",
            (
                Link("member_id", _K.HOLDS, EntityKind.MEMBER, inward=True),
                Link("revises", _K.REVISES, EntityKind.PURPOSE, many=True),
            ),
        ),
        Thing("skills", _SKILLS, "", (Link("broader", _K.BROADER, _SKILLS),)),
        Thing(
            "content",
            EntityKind.CONTENT,
            "created_at",
            (
                Link("author_id", _K.CREATED, EntityKind.MEMBER, inward=True),
                Link("parent_id", _K.REPLIES_TO, EntityKind.CONTENT),
                Link("skills", _K.ABOUT, _SKILLS, many=True),
                Link("purposes", _K.SERVES, EntityKind.PURPOSE, many=True, naming="statement"),
            ),
        ),
        Thing(
            "activities",
            EntityKind.ACTIVITY,
            "created_at",
            (
                Link("host_id", _K.HOSTS, EntityKind.MEMBER, inward=True),
                Link("group_id", _K.PART_OF, EntityKind.GROUP),
                Link("skills", _K.DEVELOPS, _SKILLS, many=True),
            ),
        ),
        Thing(
            "groups",
            EntityKind.GROUP,
            "created_at",
            (
                Link("organiser_id", _K.HOSTS, EntityKind.MEMBER, inward=True),
                Link("skills", _K.DEVELOPS, _SKILLS, many=True),
            ),
        ),
        Thing(
            "journeys",
            EntityKind.JOURNEY,
            "",
            (Link("stages", _K.PART_OF, EntityKind.STAGE, True, True, "name"),),
        ),
    )
}
"""The tables of things, by name."""

_ALWAYS_SAID = frozenset({"revises"})
"""Columns that a row has also when they are empty: without them something else is meant."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A thing as a row tells it.

    Attributes:
        entity: the thing.
        edges: the relationships that its columns say, in the order of streams; of a journey also
            those that put its stages in order.
        others: what is named by something else than its id, by id.
    """

    entity: Entity
    edges: tuple[Relationship, ...]
    others: Mapping[EntityId, Entity]


def read_wholes(thing: Thing, view: Surroundings, entities: Iterable[Entity]) -> list[Whole]:
    """Each of the entities with what its row says, read in few questions for all of them."""
    things = list(entities)
    edges = _edges_by_thing(thing, view, [each.id for each in things])
    named = {
        end
        for link in thing.links
        if link.naming
        for each in things
        for edge in edges.get(each.id, ())
        if (end := link.end(edge, each.id)) is not None
    }
    others = {other.id: other for other in view.some(named)} if named else {}
    if thing.kind is EntityKind.JOURNEY and others:
        for edge in view.around(others.keys(), [_K.NEXT]):
            for journey in _journeys_of(edge, edges):
                edges[journey].append(edge)
    return [Whole(each, tuple(edges.get(each.id, ())), others) for each in things]


def row_of(thing: Thing, whole: Whole, rows: RowWriting) -> Cells | None:
    """The row; None when the table cannot say the thing: it lacks a required column."""
    entity = whole.entity
    columns: dict[str, Value | datetime | None] = {"id": local_part(entity.id)}
    if thing.born:
        columns[thing.born] = entity.at
    for link in thing.links:
        if thing.kind is EntityKind.COMMUNITY:
            continue  # the words stand among the properties as well
        said = _said(link, whole)
        if link.many:
            columns[link.column] = said if said or link.column in _ALWAYS_SAID else None
        else:
            columns[link.column] = next(iter(said), None)
    if thing.kind is EntityKind.PURPOSE and columns["member_id"] is None:
        return None
    return rows.row(thing.table, entity.properties, columns)


def replaced(thing: Thing, before: Whole | None, records: Collection[Record]) -> Amendment:
    """What is to change so that the thing says what the records of a new row say.

    A relationship that was there stays as it is, with the time since when it is there, unless that
    is the thing's own time. What a row merely brings along (the words of a purpose) is written
    only where it is missing: that is for the caller, who can look.
    """
    if before is None:
        return Amendment(tuple(records))
    entity = before.entity
    written: list[Record] = [record for record in records if isinstance(record, Entity)]
    after = [record for record in records if isinstance(record, Relationship)]
    removed: list[Relationship] = []
    for link in thing.links:
        old, new = _by_end(link, before.edges, entity.id), _by_end(link, after, entity.id)
        if link.many or next(iter(old), None) not in new:
            removed += [edge for end, edge in old.items() if end not in new]
        written += [edge for end, edge in new.items() if end not in old or old[end].at == entity.at]
    between = {(edge.source, edge.target): edge for edge in after if edge.kind is _K.NEXT}
    written += between.values()
    removed += [
        edge
        for edge in before.edges
        if edge.kind is _K.NEXT and (edge.source, edge.target) not in between
    ]
    return Amendment(tuple(_with_what_it_had(before, written)), tuple(removed))


def _with_what_it_had(before: Whole, written: Iterable[Record]) -> Iterable[Record]:
    """A row names a stage and gives it a place; whatever else was known of it stays."""
    for record in written:
        known = before.others.get(record.id) if isinstance(record, Entity) else None
        if isinstance(record, Entity) and known is not None and known.kind is EntityKind.STAGE:
            yield replace(known, properties={**known.properties, **record.properties})
        else:
            yield record


def _edges_by_thing(
    thing: Thing, view: Surroundings, ids: Collection[EntityId]
) -> dict[EntityId, list[Relationship]]:
    edges: dict[EntityId, list[Relationship]] = {each: [] for each in ids}
    if not thing.links or not ids:
        return edges
    for edge in view.around(ids, sorted(thing.kinds)):
        for own in {edge.source, edge.target}:
            if own in edges and any(link.end(edge, own) is not None for link in thing.links):
                edges[own].append(edge)
    return edges


def _journeys_of(
    edge: Relationship, edges: Mapping[EntityId, Iterable[Relationship]]
) -> list[EntityId]:
    """Journeys that both ends of the relationship belong to."""
    return [
        journey
        for journey, parts in edges.items()
        if {edge.source, edge.target} <= {part.source for part in parts if part.kind is _K.PART_OF}
    ]


def _by_end(
    link: Link, edges: Iterable[Relationship], thing: EntityId
) -> dict[EntityId, Relationship]:
    ends = ((link.end(edge, thing), edge) for edge in edges)
    return {end: edge for end, edge in ends if end is not None}


def _said(link: Link, whole: Whole) -> tuple[str, ...]:
    ends = list(_by_end(link, whole.edges, whole.entity.id))
    if not link.naming:
        return tuple(map(local_part, ends))
    named = [whole.others[end] for end in ends if end in whole.others]
    if link.other is EntityKind.STAGE:
        named.sort(key=_place)
    return tuple(str(other.properties.get(link.naming, "")) for other in named)


def _place(stage: Entity) -> tuple[str, str]:
    return str(stage.properties.get("place", "")).zfill(9), stage.id
