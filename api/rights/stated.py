"""What is changed of a member's own record, and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from graph.records import Entity, EntityId, Value
from graph.store import GraphStore, WriteReport

_CHANGING = Lock()
"""Two changes of one record must not read it before either has written it."""


def state(
    store: GraphStore, member: EntityId, said: Mapping[str, Value | None]
) -> tuple[Entity, WriteReport]:
    """Give a member's properties these values; None takes one away. All others stay.

    Returns:
        The member as they are now, and what the writing of it did.

    Raises:
        EntityNotFound: there is no such member.
        StoreError: nothing was written.
    """
    with _CHANGING:
        entity = store.entity(member)
        properties = {**entity.properties, **said}
        kept = {name: value for name, value in properties.items() if value is not None}
        changed = Entity(entity.id, entity.at, kept)
        return changed, store.write([changed])
