"""Every record of the store that touches one member, as it may be handed to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from graph.packing import HIDDEN, NO_CONSENT, pack_entity
from graph.records import Entity, EntityId, Relationship, entity_id, kind_of
from graph.schema import OWNING, EntityKind, RelationshipKind
from graph.store import GraphStore

_NOES = (RelationshipKind.BLOCKS, RelationshipKind.DISMISSED, RelationshipKind.REJECTED)
WITHHELD = "withheld"
"""Begins the id that stands for somebody who said no to the member: who it was is not told."""


@dataclass(frozen=True)
class MemberRecords:
    """What a store holds about one member.

    Attributes:
        member: their own record.
        owned: their purposes and the content that they wrote, in order.
        edges: every relationship that touches the member or what is theirs, each once, in order;
            those who said no to them stand there under ids of nobody.
        others: what else these lead to: of members who may not be seen the id alone.
    """

    member: Entity
    owned: tuple[Entity, ...]
    edges: tuple[Relationship, ...]
    others: tuple[Entity, ...]

    @classmethod
    def of(cls, store: GraphStore, member: EntityId) -> MemberRecords:
        """What the store holds now.

        Raises:
            EntityNotFound: there is no such member.
        """
        entity = store.entity(member)
        touching = list(store.relationships(touching=member))
        theirs = {e.target for e in touching if e.source == member and e.kind in OWNING}
        owned = tuple(store.entity(each) for each in sorted(theirs))
        edges = dict.fromkeys(_key(edge) for edge in touching)
        found = {_key(edge): edge for edge in touching}
        for each in owned:
            for edge in store.relationships(touching=each.id):
                edges.setdefault(_key(edge))
                found[_key(edge)] = edge
        told = tuple(_without_who_said_no(member, [found[key] for key in edges]))
        own = {member, *(each.id for each in owned)}
        ends = {end for edge in told for end in (edge.source, edge.target)} - own
        others = tuple(_other(store, end, touching, member) for end in sorted(ends))
        return cls(entity, owned, told, others)

    @cached_property
    def names(self) -> dict[EntityId, str]:
        """What people call everybody and everything in it, as far as the member may know."""
        return {each.id: each.name for each in (self.member, *self.owned, *self.others)}

    @property
    def texts(self) -> Iterator[str]:
        """Every text of theirs: of the profile, the purposes and the content."""
        for each in (self.member, *self.owned):
            for value in each.properties.values():
                yield from value if isinstance(value, tuple) else (str(value),)


def _key(edge: Relationship) -> tuple[str, str, str, str]:
    return edge.kind.value, edge.source, edge.target, edge.key


def _without_who_said_no(member: EntityId, edges: list[Relationship]) -> Iterator[Relationship]:
    """Others' noes are kept as facts about the member, and not as facts about those others."""
    numbers: dict[EntityId, int] = {}
    for edge in edges:
        if edge.kind in _NOES and edge.target == member:
            number = numbers.setdefault(edge.source, len(numbers) + 1)
            nobody = entity_id(EntityKind.MEMBER, f"{WITHHELD}-{number}")
            yield replace(edge, source=nobody)
        else:
            yield edge


def _other(
    store: GraphStore, end: EntityId, touching: list[Relationship], member: EntityId
) -> Entity:
    """What the member may know of something that is not theirs: its name, of things their kind."""
    if kind_of(end) is EntityKind.MEMBER and end.partition(":")[2].startswith(f"{WITHHELD}-"):
        return Entity(end)
    found = store.entity(end)
    blocked = any(
        edge.kind is RelationshipKind.BLOCKS and {edge.source, edge.target} == {member, end}
        for edge in touching
    )
    if blocked or pack_entity(found) & (HIDDEN | NO_CONSENT):
        return Entity(end)
    kept = {name: found.properties[name] for name in _TOLD if name in found.properties}
    return Entity(end, found.at, kept)


_TOLD = ("name", "title", "kind", "place", "statement")
"""What is told of something that is not the member's own."""
