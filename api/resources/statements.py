"""Where a new statement of a member stands among those that they made before and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from graph.paging import View
from graph.records import Entity, Record, Relationship
from graph.schema import RelationshipKind

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def in_their_order(view: View, records: Sequence[Record]) -> list[Record]:
    """The records of a statement, which revises the member's one before and is revised by the next.

    That is what loading makes of a member's statements, where the rows do not say themselves what
    they revise.
    """
    purpose, holds = records
    assert isinstance(purpose, Entity)
    assert isinstance(holds, Relationship)
    held = view.around([holds.source], [RelationshipKind.HOLDS])
    others = [each for each in view.some([edge.target for edge in held]) if each.id != purpose.id]
    earlier = [each for each in others if _when(each) < _when(purpose)]
    later = [each for each in others if _when(each) > _when(purpose)]
    found = list(records)
    if earlier:
        found.append(_revises(purpose, max(earlier, key=_when)))
    if later:
        found.append(_revises(min(later, key=_when), purpose))
    return found


def _when(purpose: Entity) -> tuple[datetime, str]:
    return purpose.at or _LONG_AGO, purpose.id


def _revises(after: Entity, before: Entity) -> Relationship:
    return Relationship(RelationshipKind.REVISES, after.id, before.id, at=after.at)
