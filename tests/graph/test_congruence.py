"""The same random records in every store: what is written returns, and all stores say the same."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import EntityId, GraphStore, Record, Relationship, RelationshipKind
from graph.errors import EntityNotFound, UnknownEndpoint
from graph.packing import strength
from graph.records import Entity, Value
from graph.snapshot_taking import take_snapshot
from tests.conftest import StoreAddress
from tests.graph import strategies
from tests.graph.pictures import (
    changes,
    content,
    entity_order,
    exact,
    export_by_id,
    export_of_streams,
    relationship_order,
)

pytestmark = pytest.mark.large

MODEL = "model"
Step = Callable[[GraphStore], object]


def last_of_each(records: list[Record]) -> tuple[list[str], list[str]]:
    """What a store holds after these records were written into an empty community."""
    entities = {each.id: each for each in records if isinstance(each, Entity)}
    edges = {relationship_order(each): each for each in records if isinstance(each, Relationship)}
    return (
        [exact(each) for each in sorted(entities.values(), key=entity_order)],
        [exact(edges[identity]) for identity in sorted(edges)],
    )


@given(records=strategies.batches())
def test_random_records_return_as_they_were(
    sqlite_address: StoreAddress, records: list[Record]
) -> None:
    with sqlite_address.open(f"test-{secrets.token_hex(6)}") as store:
        store.write(records)
        assert content(store) == last_of_each(records)
        assert export_by_id(store.export(MODEL)) == export_of_streams(store)
        assert store.write(store.entities()).created == 0
        revision = store.revision()
        again = store.write([*store.relationships(), *store.entities()])
        assert (again.created, again.updated, again.revision) == (0, 0, revision)


def write(records: Sequence[Record]) -> Step:
    def step(store: GraphStore) -> object:
        try:
            return store.write(records)
        except UnknownEndpoint:
            return UnknownEndpoint

    return step


def remove(edges: list[Relationship]) -> Step:
    return lambda store: store.remove(edges)


def forget(entity: EntityId) -> Step:
    def step(store: GraphStore) -> object:
        try:
            report = store.forget(entity)
        except EntityNotFound:
            return EntityNotFound
        return sorted(report.entities), report.relationships, report.vectors, report.revision

    return step


def embed(share: float) -> Step:
    """Gives some of the texts a vector made of their digest."""

    def step(store: GraphStore) -> object:
        missing = store.texts_without_vector(MODEL)
        chosen = [each.digest for each in missing[: round(len(missing) * share)]]
        rows = [np.frombuffer(bytes.fromhex(digest), np.uint8) for digest in chosen]
        vectors = np.array(rows, np.float32).reshape(len(chosen), 16)
        return missing, store.write_vectors(MODEL, chosen, vectors)

    return step


steps = st.lists(
    st.one_of(
        strategies.batches().map(write),
        st.lists(strategies.relationships(), max_size=3).map(write),
        st.lists(strategies.relationships(), max_size=3).map(remove),
        strategies.ids().map(forget),
        st.sampled_from((0.5, 1.0)).map(embed),
    ),
    min_size=2,
    max_size=8,
)


def picture(store: GraphStore) -> dict[str, Any]:
    """Everything that a store says, in a form that can be compared."""
    revision = store.revision()
    return {
        "revision": revision,
        "counts": store.counts(),
        "content": content(store),
        "changes": [changes(store.changes_since(since)) for since in range(revision + 1)],
        "texts": store.texts_without_vector(MODEL),
        "export": export_by_id(store.export(MODEL)),
    }


def files_of_snapshot(store: GraphStore, directory: Path) -> dict[str, bytes]:
    take_snapshot(store, directory, MODEL)
    return {file.name: file.read_bytes() for file in sorted(directory.iterdir())}


@contextmanager
def both_opened(*addresses: StoreAddress) -> Iterator[list[GraphStore]]:
    """One new community of the same name in each store."""
    community = f"test-{secrets.token_hex(6)}"
    with ExitStack() as stack:
        yield [stack.enter_context(address.open(community)) for address in addresses]


@pytest.mark.neo4j
@settings(max_examples=20)
@given(todo=steps)
def test_both_stores_say_the_same(
    sqlite_address: StoreAddress, neo4j_address: StoreAddress, tmp_path: Path, todo: list[Step]
) -> None:
    with both_opened(sqlite_address, neo4j_address) as (embedded, server):
        for step in todo:
            assert step(embedded) == step(server)
        assert picture(embedded) == picture(server)
        folder = tmp_path / secrets.token_hex(6)
        assert files_of_snapshot(embedded, folder / "embedded") == files_of_snapshot(
            server, folder / "server"
        )


AMOUNTS: tuple[Value, ...] = (
    0, 1, 3, -2, 0.1, 4.5, 1e-9, 1e308, 2**63 - 1, -(2**63), True, False, "5", "", ("5",),
)  # fmt: skip


def test_amounts_are_packed_alike(store: GraphStore, tmp_path: Path) -> None:
    told: list[Record] = [Entity(EntityId("member:a")), Entity(EntityId("content:b"))]
    told += [
        Relationship(
            RelationshipKind.ENGAGED,
            EntityId("member:a"),
            EntityId("content:b"),
            f"{verb} {place}",
            properties={"verb": verb, "value": amount},
        )
        for verb in ("view", "rate", "complete", "like")
        for place, amount in enumerate(AMOUNTS)
    ]
    store.write(told)
    snapshot = take_snapshot(store, tmp_path / "snapshot", MODEL)
    expected = {strength(each) for each in told if isinstance(each, Relationship)}
    assert set(snapshot.out.strengths.tolist()) == {float(np.float16(each)) for each in expected}
    assert len(snapshot.out) == 4 * len(AMOUNTS)
