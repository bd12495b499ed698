"""What the planted members are told to have done, as records in the order of time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from benchmarks.planted.people import DAYS
from graph.records import Entity, EntityId, Record, Relationship, Value, entity_id
from graph.schema import EntityKind, RelationshipKind

START = datetime(2023, 1, 2, tzinfo=UTC)


class Chronicle:
    """Records as they come about; days are counted from the community's first."""

    def __init__(self) -> None:
        self._dated: list[tuple[float, bool, int, Record]] = []
        self._made: Counter[EntityKind] = Counter()

    def make(self, kind: EntityKind, day: float, /, **properties: Value) -> EntityId:
        """A new entity; ids are numbered, and say nothing."""
        self._made[kind] += 1
        entity = entity_id(kind, f"{self._made[kind]}")
        self._keep(day, Entity(entity, moment(day), properties))
        return entity

    def relate(
        self,
        kind: RelationshipKind,
        source: EntityId,
        target: EntityId,
        day: float,
        *,
        verb: str = "",
        key: str = "",
    ) -> None:
        """Something that one entity did with another, or is to it; once for each verb and key."""
        said: dict[str, Value] = {"verb": verb} if verb else {}
        self._keep(day, Relationship(kind, source, target, key or verb, moment(day), said))

    def records(self) -> list[Record]:
        """All of them in the order of time, entities before what relates them."""
        return [record for *_, record in sorted(self._dated, key=lambda each: each[:3])]

    def _keep(self, day: float, record: Record) -> None:
        is_relationship = isinstance(record, Relationship)
        self._dated.append((min(day, DAYS), is_relationship, len(self._dated), record))


def moment(day: float) -> datetime:
    """A day as a time, to the minute; nothing happens after the last day."""
    return START + timedelta(minutes=int(min(day, DAYS) * 24 * 60))


def member_id(number: int) -> EntityId:
    """The id of a member: they are made first, in the order of their numbers."""
    return entity_id(EntityKind.MEMBER, f"{number + 1}")


def some(
    random: np.random.Generator, weights: npt.NDArray[np.float64], count: int
) -> npt.NDArray[np.int64]:
    """`count` different places, or all that can be, drawn in proportion to weights (n,)."""
    possible = int((weights > 0).sum())
    if not possible:
        return np.zeros(0, dtype=np.int64)
    return random.choice(
        len(weights), min(count, possible), replace=False, p=weights / weights.sum()
    )
