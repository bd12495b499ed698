"""Lists of resources, page by page."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from api.resources.cursors import Cursor, read_cursor, write_cursor
from api.resources.happenings import happening_row
from api.resources.kinds import Resource
from api.resources.rows import JsonRow
from api.resources.things import thing_rows
from graph.errors import InvalidRequest
from graph.paging import EntityQuestion, RelationshipQuestion
from graph.records import EntityId, Relationship
from graph.schema import (
    EntityKind,
    RelationshipKind,
    interaction_kind,
    relationship_kind,
)
from graph.store import GraphStore
from loaders.event_rows import EVENT_KINDS
from matcher.request_json import full_id, member_id

MAX_LIMIT = 1_000
DEFAULT_LIMIT = 100
_LOOKED_THROUGH = 4
"""How many times its limit a page looks through, when few of the records belong to it."""
_LEAST_LOOKED_THROUGH = 1_000


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What a list is of.

    Attributes:
        limit: resources on a page at most.
        cursor: where the page begins; None: the first one.
        filters: what the list is narrowed to, by the name of the filter.
        changed_since: only what was written after this revision.
    """

    limit: int
    cursor: str | None
    filters: dict[str, str]
    changed_since: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A page; `next` is the cursor of the next one, None on the last."""

    rows: list[JsonRow]
    next: str | None


def read_list(store: GraphStore, resource: Resource, question: ListQuestion) -> Listed:
    """The page that is asked for. Raises InvalidRequest when the cursor or a filter is wrong."""
    about = json.dumps([store.community, resource.path, question.filters, question.changed_since])
    if resource.thing is None:
        return _happenings(store, resource, question, about)
    return _things(store, resource, question, about)


def _things(store: GraphStore, resource: Resource, question: ListQuestion, about: str) -> Listed:
    assert resource.thing is not None
    filters = dict(question.filters)
    asked = EntityQuestion(resource.thing.kind, filters.pop("name", ""), question.changed_since)
    cursor = read_cursor(question.cursor, about, 2 if asked.name or asked.since else 1)
    rows: list[JsonRow] = []
    place, left = cursor.place, _looked_through(question)
    while left > 0:
        page = store.page_of_entities(asked, after=place, limit=question.limit - len(rows))
        found = thing_rows(store, resource, page.records)
        rows += [row for row in found if all(row.get(name) == filters[name] for name in filters)]
        if page.next is None:
            return Listed(rows, None)
        place, left = page.next, left - len(page.records)
        if len(rows) == question.limit:
            break
    return Listed(rows, write_cursor(Cursor(0, place), about))


def _happenings(
    store: GraphStore, resource: Resource, question: ListQuestion, about: str
) -> Listed:
    kinds, source = _kinds(resource, question.filters), _source(question.filters)
    belongs = _belongs(question.filters)
    cursor = read_cursor(question.cursor, about, 2)
    part, place, left = cursor.part, cursor.place, _looked_through(question)
    rows: list[JsonRow] = []
    while 0 <= part < len(kinds) and left > 0 and len(rows) < question.limit:
        asked = RelationshipQuestion(kinds[part], source, question.changed_since)
        page = store.page_of_relationships(asked, after=place, limit=question.limit - len(rows))
        told = (happening_row(resource, edge) for edge in page.records if belongs(edge))
        rows += [row for row in told if row is not None]
        left -= len(page.records)
        part, place = (part + 1, ()) if page.next is None else (part, page.next)
    if not 0 <= part < len(kinds):
        return Listed(rows, None)
    return Listed(rows, write_cursor(Cursor(part, place), about))


def _looked_through(question: ListQuestion) -> int:
    return max(_LEAST_LOOKED_THROUGH, _LOOKED_THROUGH * question.limit)


def _source(filters: dict[str, str]) -> EntityId | None:
    if "member" in filters:
        return member_id("member", filters["member"])
    return full_id("source", filters["source"]) if "source" in filters else None


def _kinds(resource: Resource, filters: dict[str, str]) -> list[RelationshipKind]:
    kinds = EVENT_KINDS[resource.table]
    if "kind" in filters:
        name = filters["kind"].upper()
        if name not in RelationshipKind.__members__:
            raise InvalidRequest("kind", "is not a kind of relationship, such as LINKS_TO")
        return [RelationshipKind[name]]
    if "verb" in filters:
        verb = filters["verb"]
        possible = {interaction_kind(verb, kind) for kind in EntityKind}
        if resource.table == "relationships":
            possible = {relationship_kind(verb)}
        return [kind for kind in kinds if kind in possible]
    return list(kinds)


def _belongs(filters: dict[str, str]) -> Callable[[Relationship], bool]:
    verb = filters.get("verb")
    return lambda edge: verb is None or edge.properties.get("verb") == verb
