"""One way to read and change a single resource, whatever its kind."""

from __future__ import annotations

from collections.abc import Mapping

from api.resources import happenings, things
from api.resources.etags import Condition
from api.resources.kinds import Resource
from api.resources.refusals import PreconditionFailed
from api.resources.rows import ID, JsonRow
from api.resources.things import Found
from graph.errors import InvalidRequest
from graph.store import GraphStore

_TRIES = 20
"""How often a change is tried when others keep changing the same resource."""


def read(store: GraphStore, resource: Resource, local: str) -> Found:
    """One resource. Raises EntityNotFound."""
    if resource.thing is None:
        return happenings.read_happening(store, resource, local)
    return things.read_thing(store, resource, local)


def create(store: GraphStore, resource: Resource, row: Mapping[str, object]) -> Found:
    """Create what the row says. Raises InvalidRequest, AlreadyExists."""
    if resource.thing is None:
        return happenings.create_happening(store, resource, row)
    return things.create_thing(store, resource, row)


def replace(
    store: GraphStore, resource: Resource, local: str, row: Mapping[str, object], holds: Condition
) -> Found:
    """Have it say what the row says. Raises InvalidRequest, PreconditionFailed."""
    if resource.thing is None:
        return happenings.replace_happening(store, resource, local, row, holds)
    return things.replace_thing(store, resource, local, row, holds)


def change(
    store: GraphStore, resource: Resource, local: str, patch: Mapping[str, object], holds: Condition
) -> Found:
    """Change the fields that the merge patch (RFC 7396) names.

    Raises:
        EntityNotFound, InvalidRequest, PreconditionFailed
    """
    for _ in range(_TRIES):
        found = read(store, resource, local)
        holds.check(found.tag, resource.one, local)
        row = merged(found.row, patch)
        if row.get(ID, found.local) != found.local:
            raise InvalidRequest(ID, "is not the one in the path")
        try:
            present = Condition(match=frozenset({found.tag}))
            return replace(store, resource, found.local, row, present)
        except PreconditionFailed:
            if holds.match is not None:
                raise
    raise PreconditionFailed("If-Match", resource.one, local)


def delete(store: GraphStore, resource: Resource, local: str, holds: Condition) -> None:
    """Delete it, whatever it is but a member: these are erased.

    Raises:
        EntityNotFound, PreconditionFailed
    """
    if resource.thing is None:
        happenings.delete_happening(store, resource, local, holds)
    else:
        things.delete_thing(store, resource, local, holds)


def merged(row: Mapping[str, object], patch: Mapping[str, object]) -> JsonRow:
    """The row with the patch's values in place of its own; null takes a field away (RFC 7396)."""
    after = dict(row)
    for name, value in patch.items():
        before = after.get(name)
        if value is None:
            after.pop(name, None)
        elif isinstance(value, Mapping):
            after[name] = merged(before if isinstance(before, Mapping) else {}, value)
        else:
            after[name] = value
    return after
