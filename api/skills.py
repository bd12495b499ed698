"""Finding the skill that a person means by an id or a name."""

from __future__ import annotations

from graph.errors import EntityNotFound, InvalidRequest, shortened
from graph.records import EntityId, entity_id
from graph.schema import EntityKind
from graph.snapshot import Snapshot


def find_skill(snapshot: Snapshot, said: str) -> EntityId:
    """The skill called `said`: a full id, a bare id, or a name that only one skill has.

    Names are compared without regard to case and spacing.

    Raises:
        InvalidRequest: several skills have that name.
        EntityNotFound: none has it.
    """
    for candidate in (EntityId(said), entity_id(EntityKind.SKILL, said)):
        node = snapshot.find(candidate)
        if node is not None and snapshot.kind(node) is EntityKind.SKILL:
            return candidate
    wanted = _folded(said)
    skills = snapshot.nodes(EntityKind.SKILL).tolist()
    same = [snapshot.id(node) for node in skills if _folded(snapshot.name(node)) == wanted]
    if len(same) > 1:
        listed = ", ".join(same[:5])
        reason = (
            f"{shortened(said)} is the name of {len(same)} skills, name one by its id: {listed}"
        )
        raise InvalidRequest("skill", reason)
    if not same:
        raise EntityNotFound(f"skill {said}", snapshot.community)
    return same[0]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
