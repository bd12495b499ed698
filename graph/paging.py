"""What is read page by page, and what one transaction reads before it changes anything."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import EntityKind, RelationshipKind

Place = tuple[int | str, ...]
"""Where a page ends, in a store's own terms; empty: before everything."""

Way = tuple[RelationshipKind, EntityId, EntityId]
"""A kind of relationship, its source and its target; several relationships may go one way."""

LAST_LETTERS = "\uffff\U0010ffff"
"""The last of those that UTF-16 writes as one unit, and the last of all; no text is written so."""

R = TypeVar("R", Entity, Relationship)


@dataclass(frozen=True, slots=True)
class EntityQuestion:
    """Which entities a page is of.

    They come in the order of their names where a beginning of the name is asked for, else in the
    order of their changes where only later ones are asked for, and else in the order of their ids.

    Attributes:
        kind: of all of them.
        name: what their names begin with; capitals count.
        since: only those that were written after this revision.
    """

    kind: EntityKind
    name: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class RelationshipQuestion:
    """Which relationships a page is of; they come in an order of the store's own.

    Without a source that is the order of their changes: one that changes between two pages comes
    once more, and none is left out.

    Attributes:
        kind: of all of them.
        source: only those that leave from this entity.
        since: only those that were written after this revision.
    """

    kind: RelationshipKind
    source: EntityId | None = None
    since: int = 0


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """Some records in order; `next` is the place after them, None when there are no more."""

    records: tuple[R, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to change.

    Attributes:
        records: are written; a record replaces the earlier one of its identity whole.
        removed: relationships that are deleted before that, if they are there.
        forgotten: entities that are deleted with all that touches them, and what is a member's.
    """

    records: tuple[Record, ...] = ()
    removed: tuple[Relationship, ...] = ()
    forgotten: tuple[EntityId, ...] = ()


class Surroundings(Protocol):
    """Single entities, and what is around them."""

    def some(self, entities: Collection[EntityId]) -> list[Entity]:
        """Those of the ids that are there, in the order of streams."""

    def around(
        self, entities: Collection[EntityId], kinds: Collection[RelationshipKind]
    ) -> list[Relationship]:
        """Relationships of these kinds that begin or end at any of these, in order of streams."""


class View(Surroundings, Protocol):
    """What a community holds at the moment of a change."""

    def joining(self, ways: Collection[Way]) -> list[Relationship]:
        """All relationships of these kinds from these sources to these targets, in any order."""

    def keyed(self, told: Collection[tuple[EntityId, str]]) -> list[Relationship]:
        """All relationships that leave from these sources and have these keys, in any order."""


Decision = Callable[[View], Amendment]
"""Says what is to change from what is there; it may be asked again, and changes nothing itself."""


class Paged(Surroundings, Protocol):
    """What a store offers to those who read it piece by piece, and change single pieces."""

    def page_of_entities(
        self, question: EntityQuestion, *, after: Place = (), limit: int
    ) -> Page[Entity]:
        """The next entities behind a place, by an index: a page costs no more than its rows."""

    def page_of_relationships(
        self, question: RelationshipQuestion, *, after: Place = (), limit: int
    ) -> Page[Relationship]:
        """The next relationships behind a place, by an index as well.

        (Of one source, Neo4j reads all of the kind, to sort them.)
        """


def page_of(found: list[tuple[R, Place]], limit: int) -> Page[R]:
    """The page of what was found when one more than the limit was asked for."""
    shown = found[:limit]
    more = len(found) > limit
    return Page(tuple(record for record, _ in shown), shown[-1][1] if more else None)


def behind(beginning: str) -> str:
    """The least text that stands behind all that begin so, by code points.

    It is the same by UTF-16, in which Neo4j looks whether there is anything between two texts.
    """
    last = beginning[-1]
    if last in LAST_LETTERS:
        return beginning + "\U0010ffff" * 64
    # There are no letters from U+D800 to U+DFFF.
    return beginning[:-1] + ("\ue000" if last == "\ud7ff" else chr(ord(last) + 1))
