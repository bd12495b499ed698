from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from graph.embeddings import DEFAULT_MODEL, SentenceTransformerEmbedder, embed_missing
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.snapshot_taking import take_snapshot
from graph.store import GraphStore, open_store
from matcher import Matcher

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def node(entity: str, at: int | None = None, **said: object) -> Entity:
    return Entity(EntityId(entity), None if at is None else day(at), dict(said))  # type: ignore[arg-type]


def edge(
    source: str, kind: str, target: str, at: int | None = None, **said: object
) -> Relationship:
    return Relationship(
        RelationshipKind(kind),
        EntityId(source),
        EntityId(target),
        at=None if at is None else day(at),
        properties=dict(said),  # type: ignore[arg-type]
    )


class Community:
    """A real SQLite store and the matcher on its snapshot."""

    def __init__(self, store: GraphStore, folder: Path) -> None:
        self.store, self._folder, self._taken = store, folder, 0

    def write(self, *records: Record) -> None:
        self.store.write(records)

    def matcher(self, embedder: SentenceTransformerEmbedder | None = None) -> Matcher:
        if embedder is not None:
            embed_missing(self.store, embedder)
        self._taken += 1
        folder = self._folder / f"snapshot-{self._taken}"
        snapshot = take_snapshot(self.store, folder, DEFAULT_MODEL)
        return Matcher(snapshot, embedder=embedder, store=self.store)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[[Iterable[Record]], Community]]:
    with ExitStack() as stack:

        def found(records: Iterable[Record]) -> Community:
            store = stack.enter_context(open_store(f"sqlite:///{tmp_path}/test.db", "test"))
            store.write(records)
            return Community(store, tmp_path)

        yield found


@pytest.fixture
def mentoring() -> list[Record]:
    """Ada seeks optics; Bob answered on it, Cy only asked, Di has the skill but no room."""
    return [
        node("skill:optics", name="optics"),
        node("skill:bread", name="bread"),
        *(node(f"member:{name}", name=name.title()) for name in ("ada", "bob", "cy", "eve")),
        node("member:di", name="Di", capacity=1, roles=["mentor"]),
        edge("member:ada", "SEEKS_SKILL", "skill:optics"),
        edge("member:di", "HAS_SKILL", "skill:optics", level=0.9),
        edge("member:di", "MENTORS", "member:eve", 3),
        node("content:q1", 5, kind="question", title="How do lenses focus?"),
        node("content:a1", 6, kind="answer", body="They bend light."),
        edge("member:cy", "CREATED", "content:q1", 5),
        edge("member:bob", "CREATED", "content:a1", 6),
        edge("content:a1", "REPLIES_TO", "content:q1", 6),
        edge("content:q1", "ABOUT", "skill:optics"),
        edge("content:a1", "ABOUT", "skill:optics"),
        edge("member:bob", "HELPED", "member:cy", 6),
        node("content:q2", 7, kind="question", title="Why does bread rise?"),
        edge("member:eve", "CREATED", "content:q2", 7),
        edge("content:q2", "ABOUT", "skill:bread"),
    ]
