"""Single relationships as resources: what members did, said, have and reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.resources.etags import Condition, tag_of
from api.resources.kinds import Resource
from api.resources.refusals import AlreadyExists
from api.resources.rows import (
    ID,
    JSON_ROWS,
    JsonRow,
    check_ids,
    edge_id,
    edge_named,
    read_records,
    shown,
)
from api.resources.things import Found
from graph.errors import EntityNotFound, InvalidRequest
from graph.paging import Amendment, View, Way
from graph.records import Entity, EntityId, Record, Relationship
from graph.store import GraphStore
from loaders.event_rows import EVENT_KINDS, row_in

_ANOTHER = "is another one: who, what, with whom and when make the id; delete it, and create that"


def read_happening(store: GraphStore, resource: Resource, local: str) -> Found:
    """One resource. Raises EntityNotFound."""
    way, key = _named(store, resource, local)
    edge = _only(store.joining([way]), key)
    row = None if edge is None else happening_row(resource, edge)
    if row is None:
        raise EntityNotFound(local, store.community)
    return Found(local, row)


def happening_row(resource: Resource, edge: Relationship) -> JsonRow | None:
    """The relationship as a row of the resource's table; None when another table tells of it."""
    cells = row_in(resource.table, JSON_ROWS, edge)
    return None if cells is None else shown(resource, edge_id(edge), cells)


def create_happening(store: GraphStore, resource: Resource, row: Mapping[str, object]) -> Found:
    """Create what the row says. Raises InvalidRequest, AlreadyExists."""
    records = _read(store, resource, row)
    local = edge_id(_edge(records))
    if row.get(ID) not in (None, local):
        raise InvalidRequest(ID, _ANOTHER)
    return _write(store, resource, row, records, Condition(), new=True)


def replace_happening(
    store: GraphStore, resource: Resource, local: str, row: Mapping[str, object], holds: Condition
) -> Found:
    """Have the resource say what the row says; it is created where it is missing.

    Raises:
        InvalidRequest: the row cannot be used, or is about another one.
        PreconditionFailed: the condition does not hold.
    """
    records = _read(store, resource, row)
    if edge_id(_edge(records)) != local or row.get(ID) not in (None, local):
        raise InvalidRequest(ID, _ANOTHER)
    return _write(store, resource, row, records, holds)


def delete_happening(store: GraphStore, resource: Resource, local: str, holds: Condition) -> None:
    """Delete the relationship. Raises EntityNotFound, PreconditionFailed."""
    way, key = _named(store, resource, local)

    def decide(view: View) -> Amendment:
        edge = _only(view.joining([way]), key)
        row = None if edge is None else happening_row(resource, edge)
        holds.check(None if row is None else tag_of(row), resource.one, local)
        if edge is None or row is None:
            raise EntityNotFound(local, store.community)
        return Amendment(removed=(edge,))

    store.amend(decide)


def _write(
    store: GraphStore,
    resource: Resource,
    row: Mapping[str, object],
    records: list[Record],
    holds: Condition,
    *,
    new: bool = False,
) -> Found:
    edge = _edge(records)
    local = edge_id(edge)
    results: list[Found] = []

    def decide(view: View) -> Amendment:
        present = _only(view.joining([(edge.kind, edge.source, edge.target)]), edge.key)
        before = None if present is None else happening_row(resource, present)
        if new and present is not None:
            raise AlreadyExists(resource.one, local)
        holds.check(None if before is None else tag_of(before), resource.one, local)
        if present is None:
            check_ids(row, records, lambda each: bool(list(view.some([each]))))
        after = happening_row(resource, edge)
        if after is None:
            raise InvalidRequest("row", f"cannot be told as {resource.many}; edges can")
        results.append(Found(local, after, before is None))
        brought = [each.id for each in records if isinstance(each, Entity)]
        there = {each.id for each in view.some(brought)}
        missing = (each for each in records if not _is_there(each, there))
        return Amendment(tuple(missing))

    store.amend(decide)
    return results[-1]


def _is_there(record: Record, there: set[EntityId]) -> bool:
    return isinstance(record, Entity) and record.id in there


def _read(store: GraphStore, resource: Resource, row: Mapping[str, object]) -> list[Record]:
    said = {name: value for name, value in row.items() if name != ID}
    return read_records(resource, said, lambda entity: bool(store.existing([entity])))


def _named(store: GraphStore, resource: Resource, local: str) -> tuple[Way, str]:
    found = edge_named(local)
    if found is None or found[0] not in EVENT_KINDS[resource.table]:
        raise EntityNotFound(local, store.community)
    return found[:3], found[3]


def _only(edges: Iterable[Relationship], key: str) -> Relationship | None:
    return next((edge for edge in edges if edge.key == key), None)


def _edge(records: list[Record]) -> Relationship:
    last = records[-1]
    assert isinstance(last, Relationship)
    return last
