"""Pictures of communities: small ones made in a test, and the invented one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from community.picture import Picture
from graph.embeddings import DEFAULT_MODEL, SentenceTransformerEmbedder, embed_missing
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.snapshot_taking import take_snapshot
from graph.store import GraphStore, open_store
from graph.texts import text_hash, text_of
from loaders import load

INVENTED = Path(__file__).parents[2] / "examples" / "invented_community"
START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def node(entity: str, at: float | None = None, **said: object) -> Entity:
    return Entity(EntityId(entity), None if at is None else day(at), dict(said))  # type: ignore[arg-type]


def edge(
    source: str, kind: str, target: str, at: float | None = None, key: str = "", **said: object
) -> Relationship:
    return Relationship(
        RelationshipKind(kind),
        EntityId(source),
        EntityId(target),
        key=key,
        at=None if at is None else day(at),
        properties=dict(said),  # type: ignore[arg-type]
    )


Pictured = Callable[..., Picture]


@pytest.fixture
def pictured(tmp_path: Path) -> Iterator[Pictured]:
    """`pictured(records, vectors={"purpose:1": [1, 0]}, as_of=…)`: a picture of a real store."""
    with ExitStack() as stack:

        def found(
            records: Iterable[Record],
            vectors: Mapping[str, list[float]] | None = None,
            as_of: datetime | None = None,
        ) -> Picture:
            return picture_in(stack, tmp_path, records, vectors, as_of)

        yield found


def picture_in(
    stack: ExitStack,
    folder: Path,
    records: Iterable[Record],
    vectors: Mapping[str, list[float]] | None = None,
    as_of: datetime | None = None,
) -> Picture:
    """A picture of the records, with those that were written to the folder before."""
    store = stack.enter_context(open_store(f"sqlite:///{folder}/test.db", "test"))
    store.write(records)
    if vectors:
        write_vectors(store, vectors)
    snapshot = take_snapshot(store, folder / f"snapshot-{store.revision()}", DEFAULT_MODEL)
    return Picture.of(store, snapshot, as_of)


def write_vectors(store: GraphStore, vectors: Mapping[str, list[float]]) -> None:
    entities = [store.entity(EntityId(entity)) for entity in vectors]
    digests = [text_hash(text_of(entity)) for entity in entities]
    rows = np.array(list(vectors.values()), dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    store.write_vectors(DEFAULT_MODEL, digests, rows / lengths)


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Picture]:
    """The invented community with real vectors. It takes half a minute: for slow tests."""
    folder = tmp_path_factory.mktemp("invented")
    with open_store(f"sqlite:///{folder}/invented.db", "invented") as store:
        load(INVENTED, store)
        embed_missing(store, SentenceTransformerEmbedder())
        snapshot = take_snapshot(store, folder / "snapshot", DEFAULT_MODEL)
        yield Picture.of(store, snapshot)
