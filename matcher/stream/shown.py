"""What streams showed a member: kept in the store, and not shown again on a later day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.records import EntityId, Relationship
from graph.schema import RelationshipKind
from graph.store import GraphStore, WriteReport
from matcher.stream.entries import Kind, Stream

KEY = "stream:"
"""Begins the key of a relationship that says what was shown; the day follows."""
VERB = "shown"
"""A verb without weight in matching: being shown something is no deed."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a member was shown before a day, and on it, in order, as what."""

    earlier: frozenset[EntityId]
    today: Mapping[EntityId, Kind]


def remember_stream(store: GraphStore, stream: Stream) -> WriteReport:
    """Keep that these entries were shown; telling it again changes nothing."""
    key = f"{KEY}{stream.at.date().isoformat()}"
    return store.write(
        Relationship(
            RelationshipKind.RELATED, stream.member, entry.id, key, stream.at,
            {"verb": VERB, "place": place, "kind": entry.kind.value},
        )
        for place, entry in enumerate(stream.entries, 1)
    )  # fmt: skip


def shown_to(store: GraphStore, member: EntityId, day: date) -> Shown:
    """What streams showed a member until a day; what they showed later does not count."""
    edges = store.relationships(RelationshipKind.RELATED, touching=member)
    found = [edge for edge in edges if edge.source == member and edge.key.startswith(KEY)]
    days = [(edge.key.removeprefix(KEY), edge) for edge in found]
    today = [edge for told, edge in days if told == day.isoformat()]
    earlier = frozenset(edge.target for told, edge in days if told < day.isoformat())
    return Shown(earlier, _in_order(today))


def _in_order(today: Sequence[Relationship]) -> dict[EntityId, Kind]:
    known = [edge for edge in today if edge.properties.get("kind") in set(Kind)]
    rows = sorted((_place(edge), edge.target, str(edge.properties["kind"])) for edge in known)
    return {target: Kind(kind) for _, target, kind in rows}


def _place(edge: Relationship) -> int:
    said = edge.properties.get("place")
    return said if isinstance(said, int) else 0
