"""Words of a source that Kinpath keeps without knowing what they mean, counted for the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from community.purpose.stages import stage_of
from graph.records import Record, Relationship
from graph.schema import EntityKind, RelationshipKind


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """How often each unknown verb, and each unknown stage of a purpose, stood."""

    verbs: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)

    def count(self, records: Iterable[Record]) -> None:
        """Count those of one row."""
        for record in records:
            if isinstance(record, Relationship):
                if record.kind is RelationshipKind.RELATED:
                    self.verbs[str(record.properties.get("verb", ""))] += 1
            elif record.kind is EntityKind.PURPOSE:
                stage = record.properties.get("stage")
                if stage and stage_of(stage) is None:
                    self.stages[str(stage)] += 1
