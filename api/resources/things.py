"""Single members and things: read, created, replaced, deleted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from api.resources.etags import Condition, tag_of
from api.resources.kinds import Resource
from api.resources.refusals import AlreadyExists
from api.resources.rows import ID, JSON_ROWS, JsonRow, check_ids, read_records, shown
from api.resources.statements import in_their_order
from graph.errors import EntityNotFound, InvalidRequest
from graph.paging import Amendment, Surroundings, View
from graph.records import Entity, EntityId, Record, Relationship, local_part
from graph.schema import EntityKind
from graph.store import GraphStore
from loaders.thing_rows import THINGS, Thing, Whole, read_wholes, replaced, row_of


@dataclass(frozen=True, slots=True)
class Found:
    """A resource as it is.

    Attributes:
        local: its id, as it stands in its path.
        row: its row.
        is_new: it was created just now.
    """

    local: str
    row: JsonRow
    is_new: bool = False

    @property
    def tag(self) -> str:
        """Its entity tag."""
        return tag_of(self.row)


def thing_id(resource: Resource, said: str) -> EntityId:
    """`ada` and `member:ada` as the id of a member, and so on."""
    prefix = f"{_thing(resource).kind.value}:"
    return EntityId(said if said.startswith(prefix) else f"{prefix}{said}")


def read_thing(store: GraphStore, resource: Resource, said: str) -> Found:
    """One resource. Raises EntityNotFound."""
    entity = thing_id(resource, said)
    row = _present(store, resource, entity)[1]
    if row is None:
        raise EntityNotFound(entity, store.community)
    return Found(local_part(entity), row)


def thing_rows(
    view: Surroundings, resource: Resource, entities: Collection[Entity]
) -> list[JsonRow]:
    """The rows of these entities; one that the table cannot say is left out."""
    wholes = read_wholes(_thing(resource), view, entities)
    rows = (_row(resource, whole) for whole in wholes)
    return [row for row in rows if row is not None]


def create_thing(store: GraphStore, resource: Resource, row: Mapping[str, object]) -> Found:
    """Create what the row says. Raises InvalidRequest, AlreadyExists."""
    records = _read(store, resource, row)
    subject = _subject(records)
    local = local_part(subject)
    follows = _is_chained(resource, row)
    return _write(store, resource, records, Condition(), local, new=True, follows=follows)


def replace_thing(
    store: GraphStore, resource: Resource, said: str, row: Mapping[str, object], holds: Condition
) -> Found:
    """Have the resource say what the row says, and nothing else; it is created where it is missing.

    Raises:
        InvalidRequest: the row cannot be used, or is about another one.
        PreconditionFailed: the condition does not hold.
    """
    local = local_part(thing_id(resource, said))
    named = row.get(ID)
    if named is not None and named != local:
        raise InvalidRequest(ID, "is not the one in the path")
    records = _read(store, resource, {**row, ID: local})
    return _write(store, resource, records, holds, local, follows=_is_chained(resource, row))


def delete_thing(store: GraphStore, resource: Resource, said: str, holds: Condition) -> None:
    """Forget the entity, what is a member's, and the stages of a journey.

    Raises:
        EntityNotFound, PreconditionFailed
    """
    entity = thing_id(resource, said)

    def decide(view: View) -> Amendment:
        whole, row = _present(view, resource, entity)
        holds.check(None if row is None else tag_of(row), resource.one, said)
        if whole is None or row is None:
            raise EntityNotFound(entity, store.community)
        stages = [other for other in whole.others if other.startswith(f"{EntityKind.STAGE.value}:")]
        return Amendment(forgotten=(entity, *stages))

    store.amend(decide)


def _write(
    store: GraphStore,
    resource: Resource,
    records: list[Record],
    holds: Condition,
    local: str,
    *,
    follows: bool,
    new: bool = False,
) -> Found:
    entity = _subject(records)
    results: list[Found] = []

    def decide(view: View) -> Amendment:
        before, row = _present(view, resource, entity)
        if new and row is not None:
            raise AlreadyExists(resource.one, local)
        holds.check(None if row is None else tag_of(row), resource.one, local)
        check_ids({}, records, lambda each: bool(list(view.some([each]))))
        said = in_their_order(view, records) if follows else records
        amendment = replaced(_thing(resource), before, said)
        results.append(_after(resource, before, amendment, entity, is_new=row is None))
        return replace(amendment, records=_missing(view, entity, amendment.records))

    store.amend(decide)
    return results[-1]


def _read(store: GraphStore, resource: Resource, row: Mapping[str, object]) -> list[Record]:
    own: list[EntityId] = []
    if isinstance(row.get(ID), str):
        own.append(thing_id(resource, str(row[ID])))

    def exists(entity: EntityId) -> bool:
        return entity in own or bool(store.existing([entity]))

    return read_records(resource, row, exists)


def _present(
    view: Surroundings, resource: Resource, entity: EntityId
) -> tuple[Whole | None, JsonRow | None]:
    wholes = read_wholes(_thing(resource), view, view.some([entity]))
    if not wholes:
        return None, None
    return wholes[0], _row(resource, wholes[0])


def _row(resource: Resource, whole: Whole) -> JsonRow | None:
    row = row_of(_thing(resource), whole, JSON_ROWS)
    return None if row is None else shown(resource, local_part(whole.entity.id), row)


def _after(
    resource: Resource,
    before: Whole | None,
    amendment: Amendment,
    entity: EntityId,
    *,
    is_new: bool,
) -> Found:
    """The resource as the amendment leaves it."""
    entities = {each.id: each for each in amendment.records if isinstance(each, Entity)}
    edges = {_ends(edge): edge for edge in (before.edges if before is not None else ())}
    for edge in amendment.removed:
        del edges[_ends(edge)]
    edges |= {_ends(edge): edge for edge in amendment.records if isinstance(edge, Relationship)}
    others = {**(before.others if before is not None else {}), **entities}
    ordered = sorted(edges.values(), key=_ends)
    row = _row(resource, Whole(entities[entity], tuple(ordered), others))
    assert row is not None, "what was read from a row can be said by one"
    return Found(local_part(entity), row, is_new)


def _ends(edge: Relationship) -> tuple[str, ...]:
    return (edge.kind.value, edge.source, edge.target, edge.key)


def _missing(view: View, entity: EntityId, records: Collection[Record]) -> tuple[Record, ...]:
    """The records without the purposes that the row brings along where they are there already."""
    brought = {
        each.id
        for each in records
        if isinstance(each, Entity) and each.kind is EntityKind.PURPOSE and each.id != entity
    }
    there = {each.id for each in view.some(brought)} if brought else set()
    return tuple(each for each in records if not (isinstance(each, Entity) and each.id in there))


def _is_chained(resource: Resource, row: Mapping[str, object]) -> bool:
    """Whether it is a statement whose row does not say what it revises."""
    return resource.table == "purposes" and row.get("revises") is None


def _subject(records: list[Record]) -> EntityId:
    first = records[0]
    assert isinstance(first, Entity)
    return first.id


def _thing(resource: Resource) -> Thing:
    return THINGS[resource.table]
