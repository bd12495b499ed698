"""Which entities a load has met, so that a row may only name what exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.errors import shortened
from graph.records import Entity, EntityId, Record, Relationship, entity_id, local_part
from graph.schema import EntityKind
from loaders.source import Exists, Unreadable


class Known:
    """Ids by kind, and a fingerprint of each record of which several rows may speak.

    Attributes:
        trusted: a kind of which every id is taken to exist, while its own table is looked through.
    """

    def __init__(self, exists: Exists) -> None:
        self.trusted: EntityKind | None = None
        self._exists = exists
        self._ids: dict[EntityKind, set[str]] = {kind: set() for kind in EntityKind}
        self._expected: dict[EntityKind, Collection[str]] = {}
        self._said: dict[int, int] = {}

    def holds(self, entity: EntityId) -> bool:
        """Whether the source itself has given it already."""
        return local_part(entity) in self._ids[_kind(entity)]

    def has_any(self, kind: EntityKind) -> bool:
        """Whether the source has given any of a kind."""
        return bool(self._ids[kind])

    def awaits(self, entity: EntityId) -> bool:
        """Whether a later row of the table that is being read will give it."""
        local, kind = local_part(entity), _kind(entity)
        return local in self._expected.get(kind, ()) and local not in self._ids[kind]

    def exists(self, entity: EntityId) -> bool:
        """Whether it was given already, or loaded earlier."""
        return self.holds(entity) or self._exists(entity)

    def expect(self, kind: EntityKind, local: Collection[str]) -> None:
        """These will be given by the table that is being read: rows may name later ones."""
        self._expected[kind] = local

    def require(self, column: str, kind: EntityKind, local: str) -> EntityId:
        """The id of an entity that a column names. Raises Unreadable when it does not exist."""
        entity = entity_id(kind, local)
        if local in self._ids[kind] or local in self._expected.get(kind, ()):
            return entity
        if kind is self.trusted or self._exists(entity):
            return entity
        reason = f"{column} names {kind.value} {shortened(local)}, which does not exist"
        raise Unreadable(reason, column)

    def add(self, entity: EntityId) -> None:
        """Remember an entity."""
        self._ids[_kind(entity)].add(local_part(entity))

    def claim(self, entities: Iterable[EntityId]) -> None:
        """Remember entities that only one row may describe. Raises Unreadable at the second."""
        claimed = list(entities)
        for entity in claimed:
            if self.holds(entity):
                raise Unreadable(f"id {shortened(local_part(entity))} stands in an earlier row")
        for entity in claimed:
            self.add(entity)

    def say(self, records: Iterable[Record]) -> None:
        """Remember what was said. Raises Unreadable when it contradicts an earlier row.

        Saying the same again is harmless. Two rows that say different things about one and the
        same event would make the outcome depend on how far a load got.
        """
        contents = {_identity(record): _content(record) for record in records}
        for identity, content in contents.items():
            if self._said.get(identity, content) != content:
                raise Unreadable("says something else than an earlier row about the same")
        self._said.update(contents)

    def answer(self, records: Iterable[Record]) -> None:
        """Raises Unreadable, with the name of the answer, when an earlier row gave it already.

        Said twice it may be two people's, and whoever counts answers would count it twice.
        """
        for record in records:
            if isinstance(record, Relationship) and _identity(record) in self._said:
                item, wave = record.properties["item"], record.properties["wave"]
                who, what = local_part(record.source), local_part(record.target)
                raise Unreadable(
                    f"answers {item!r} of {what!r} in wave {wave} for {who!r} a second time"
                )


def _kind(entity: EntityId) -> EntityKind:
    return EntityKind(entity.partition(":")[0])


# 64 bits stand for a record: millions of events fit in memory, and among ten million the chance
# that any two differ and still meet is below 1 in 100,000.
def _identity(record: Record) -> int:
    if isinstance(record, Entity):
        return hash(record.id)
    return hash((record.kind, record.source, record.target, record.key))


def _content(record: Record) -> int:
    return hash((record.at, tuple(record.properties.items())))
