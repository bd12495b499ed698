"""What a write is made of: records checked and told apart by their identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.records import Entity, EntityId, Record, Relationship
from graph.store import entity_digest, relationship_digest

Identity = tuple[str, EntityId, EntityId, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Checked records; of several with one identity the last remains.

    Attributes:
        entities: by id.
        relationships: by kind, source, target and key.
    """

    entities: dict[EntityId, Entity]
    relationships: dict[Identity, Relationship]

    def __len__(self) -> int:
        return len(self.entities) + len(self.relationships)

    def digests(self) -> list[str]:
        """What would remain of the records if they were deleted."""
        return [
            *map(entity_digest, self.entities),
            *map(relationship_digest, self.relationships.values()),
        ]


def checked_batch(records: Iterable[Record]) -> Batch:
    """The records in canonical form. Raises InvalidRecord at the first that breaks the schema."""
    entities: dict[EntityId, Entity] = {}
    relationships: dict[Identity, Relationship] = {}
    for record in records:
        if isinstance(record, Entity):
            entities[record.id] = record.checked()
        else:
            relationships[identity(record)] = record.checked()
    return Batch(entities, relationships)


def ends_of(relationships: Iterable[Relationship]) -> set[EntityId]:
    """Ids that the relationships name."""
    return {end for edge in relationships for end in (edge.source, edge.target)}


def identity(relationship: Relationship) -> Identity:
    """What tells one relationship from another."""
    return (relationship.kind.value, relationship.source, relationship.target, relationship.key)
