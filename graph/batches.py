"""What a write is made of: records checked and told apart by their identity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.records import Entity, EntityId, Record, Relationship

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

    def ends(self) -> set[EntityId]:
        """Ids that the relationships name."""
        relationships = self.relationships.values()
        return {edge.source for edge in relationships} | {edge.target for edge in relationships}


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


def identity(relationship: Relationship) -> Identity:
    """What tells one relationship from another."""
    return (relationship.kind.value, relationship.source, relationship.target, relationship.key)
