"""Relationships beside the entities they belong to, from two streams in the same order."""

from __future__ import annotations

from collections.abc import Iterator

from graph.records import EntityId, Relationship
from graph.schema import RelationshipKind
from graph.store import GraphStore


class BySource:
    """Relationships of one kind, handed out per source as the sources are asked for in order."""

    def __init__(self, store: GraphStore, kind: RelationshipKind) -> None:
        # A generator, so that an export that fails does not keep the store waiting.
        self._stream = (edge for edge in store.relationships(kind))
        self._next = next(self._stream, None)

    def take(self, source: EntityId) -> tuple[list[Relationship], list[Relationship]]:
        """Those that leave from `source`, and those before it that nobody asked for."""
        passed: list[Relationship] = []
        while self._next is not None and self._next.source < source:
            passed.append(self._advance())
        taken: list[Relationship] = []
        while self._next is not None and self._next.source == source:
            taken.append(self._advance())
        return taken, passed

    def rest(self) -> Iterator[Relationship]:
        """Whatever nobody asked for."""
        while self._next is not None:
            yield self._advance()

    def close(self) -> None:
        """Let go of the store."""
        self._stream.close()

    def _advance(self) -> Relationship:
        assert self._next is not None
        current, self._next = self._next, next(self._stream, None)
        return current
