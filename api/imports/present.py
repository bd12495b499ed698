"""What a community holds in the place of some records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from graph.paging import Surroundings, Way
from graph.records import Entity, Record, Relationship

Identity = tuple[str, ...]


class Reading(Surroundings, Protocol):
    """A store, or what one transaction sees of it."""

    def joining(self, ways: list[Way]) -> list[Relationship]:
        """All relationships of these kinds from these sources to these targets, in any order."""


def identity(record: Record) -> Identity:
    """What tells a record apart from all others."""
    if isinstance(record, Entity):
        return (record.id,)
    return (record.kind.value, record.source, record.target, record.key)


def present_of(reading: Reading, records: Iterable[Record]) -> Mapping[Identity, Record]:
    """What is there in the place of the records, by identity."""
    wanted = {identity(record): record for record in records}
    entities = [record.id for record in wanted.values() if isinstance(record, Entity)]
    ways = {
        (record.kind, record.source, record.target)
        for record in wanted.values()
        if isinstance(record, Relationship)
    }
    found: list[Record] = [*reading.some(entities)] if entities else []
    found += reading.joining(list(ways)) if ways else []
    return {each: record for record in found if (each := identity(record)) in wanted}


def is_same(one: Record | None, other: Record | None) -> bool:
    """Whether both say the same, or neither is there."""
    if one is None or other is None:
        return one is other
    return one.fingerprint() == other.fingerprint()
