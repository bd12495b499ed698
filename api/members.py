"""Finding the member that a person means by an id or a name."""

from __future__ import annotations

from graph.errors import EntityNotFound, InvalidRequest, shortened
from graph.records import EntityId, entity_id
from graph.schema import EntityKind
from graph.snapshot import Snapshot

_LISTED = 5


def find_member(snapshot: Snapshot, said: str) -> EntityId:
    """The member called `said`: a full id, a bare id, or a name that only one member has.

    Names are compared without regard to case and spacing.

    Raises:
        InvalidRequest: several members have that name; they are listed.
        EntityNotFound: nobody has it; names that contain it are listed.
    """
    for candidate in (EntityId(said), entity_id(EntityKind.MEMBER, said)):
        node = snapshot.find(candidate)
        if node is not None and snapshot.kind(node) is EntityKind.MEMBER:
            return candidate
    wanted = _folded(said)
    same: list[int] = []
    similar: list[int] = []
    for node in snapshot.nodes(EntityKind.MEMBER).tolist():
        name = _folded(snapshot.name(node))
        if name == wanted:
            same.append(node)
        elif wanted and wanted in name:
            similar.append(node)
    if len(same) == 1:
        return snapshot.id(same[0])
    if same:
        raise InvalidRequest(
            "member",
            f"{shortened(said)} is the name of {len(same)} members, name one by its id: "
            f"{_listed(snapshot, same)}",
        )
    raise _nobody(snapshot, said, similar)


def _nobody(snapshot: Snapshot, said: str, similar: list[int]) -> EntityNotFound:
    error = EntityNotFound(f"member {said}", snapshot.community)
    if similar:
        error.args = (f"{error}; similar names: {_listed(snapshot, similar)}",)
    return error


def _listed(snapshot: Snapshot, nodes: list[int]) -> str:
    shown = [f"{snapshot.id(node)} ({snapshot.name(node)})" for node in nodes[:_LISTED]]
    more = len(nodes) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
