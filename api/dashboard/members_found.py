"""Members as the dashboard finds and names them: those in sight who let themselves be matched."""

from __future__ import annotations

from dataclasses import dataclass

from api.engine import Engine
from api.kept import KEPT
from community.picture import Picture
from graph.errors import EntityNotFound
from graph.records import Entity, EntityId
from graph.schema import EntityKind


@dataclass(frozen=True, slots=True)
class Found:
    """Members whose name fits, in the order of their names.

    Attributes:
        members: those of one page.
        total: how many there are in all.
    """

    members: tuple[Entity, ...]
    total: int


def find_named(engine: Engine, wanted: str, begin: int, count: int) -> Found:
    """So many members, from a place on, whose name or id holds the words, whatever their case."""
    picture = engine.picture()
    names = KEPT.get(picture, "names of members", lambda: _names(picture))
    words = wanted.casefold().split()
    fitting = [node for name, node in names if all(word in name for word in words)]
    ids = (picture.snapshot.id(node) for node in fitting[begin : begin + count])
    return Found(tuple(engine.store.entity(each) for each in ids), len(fitting))


def shown_member(engine: Engine, member: str) -> EntityId:
    """The id of a member who may be shown.

    Raises:
        EntityNotFound: there is none of that id, or they are hidden or do not let themselves be
            matched: nobody can tell which.
    """
    picture = engine.picture()
    node = picture.snapshot.find(member)
    is_member = node is not None and picture.snapshot.kind(node) is EntityKind.MEMBER
    if node is None or not is_member or not may_be_named(picture, node):
        raise EntityNotFound(member, engine.store.community)
    return picture.snapshot.id(node)


def may_be_named(picture: Picture, node: int) -> bool:
    """Whether a node in sight may be named: things, and members who let themselves be matched."""
    if picture.snapshot.kind(node) is not EntityKind.MEMBER:
        return True
    return bool(picture.nameable[node - picture.members[0]])


def _names(picture: Picture) -> list[tuple[str, int]]:
    snapshot = picture.snapshot
    nodes = picture.members[picture.nameable].tolist()
    return sorted((f"{snapshot.name(node)} {snapshot.id(node)}".casefold(), node) for node in nodes)
