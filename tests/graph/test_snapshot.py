"""A snapshot holds exactly what was written, in an order that no store can change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Entity, EntityId, EntityKind, GraphStore
from graph.errors import EntityNotFound
from graph.packing import HAS_CAPACITY, NO_TIME, seconds
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind
from graph.snapshot_building import quantised
from graph.snapshot_taking import open_snapshot, take_snapshot
from graph.texts import text_hash, text_of
from tests.graph import facts
from tests.graph.packed import bits, edges, snapshot

VECTORS = {
    facts.ADA.id: np.array([0.6, -0.8, 0.0], dtype=np.float32),
    facts.BEN.id: np.array([0.0, 0.0, 1.0], dtype=np.float32),
    facts.NOTES.id: np.zeros(3, dtype=np.float32),
}


def test_nodes_are_ordered_by_kind_and_then_by_code_points() -> None:
    ids = ["skill:b", "member:é", "member:z", "member:Z", "member:\U0001f600", "content:a"]
    found = snapshot(Entity(EntityId(each)) for each in ids)
    assert [found.id(node) for node in range(found.size)] == [
        "member:Z", "member:z", "member:é", "member:\U0001f600", "skill:b", "content:a",
    ]  # fmt: skip
    assert found.range(EntityKind.MEMBER) == (0, 4)
    assert found.range(EntityKind.PURPOSE) == (4, 4)
    assert [found.kind(node) for node in (0, 3, 4, 5)] == [
        EntityKind.MEMBER, EntityKind.MEMBER, EntityKind.SKILL, EntityKind.CONTENT,
    ]  # fmt: skip


def test_ids_lead_to_nodes_and_back() -> None:
    found = snapshot(facts.ENTITIES)
    assert [found.node(found.id(node)) for node in range(found.size)] == list(range(found.size))
    assert found.name(found.node(facts.MATHS.id)) == "Mathematics"


@pytest.mark.parametrize(
    "unknown", ["member:eve", "member:", "", "nonsense", "robot:1", "member:\ud800", "skill:ada"]
)
def test_an_unknown_id_is_not_found(unknown: str) -> None:
    found = snapshot(facts.ENTITIES)
    assert found.find(unknown) is None
    with pytest.raises(EntityNotFound, match="in community 'acme'; was it loaded"):
        found.node(EntityId(unknown))


@pytest.mark.parametrize("node", [-1, 8])
def test_a_node_that_does_not_exist_is_refused(node: int) -> None:
    found = snapshot(facts.ENTITIES)
    for ask in (found.id, found.name, found.kind):
        with pytest.raises(IndexError):
            ask(node)


def test_edges_stand_in_rows_from_and_to_each_node() -> None:
    found = snapshot([facts.ADA, facts.BEN, facts.NOTES, facts.BEN_SAW, facts.BEN_LIKED,
                      facts.ADA_WROTE, facts.HELPED])  # fmt: skip
    ada, ben, notes = (found.node(each.id) for each in (facts.ADA, facts.BEN, facts.NOTES))
    created, engaged, helped = (
        RELATIONSHIP_CODES[kind]
        for kind in (RelationshipKind.CREATED, RelationshipKind.ENGAGED, RelationshipKind.HELPED)
    )
    assert (ada, ben, notes) == (0, 1, 2)
    assert found.out.offsets.tolist() == [0, 2, 4, 4]
    assert found.out.neighbours.tolist() == [ben, notes, notes, notes]
    assert found.out.kinds.tolist() == [helped, created, engaged, engaged]
    assert found.out.verbs.tolist() == [0, 0, VERB_CODES["view"], VERB_CODES["like"]]
    assert found.out.strengths.tolist() == pytest.approx([1, 1, 0.2, 0.5], abs=1e-3)
    assert set(found.out.times.tolist()) == {seconds(facts.APRIL)}
    assert found.into.offsets.tolist() == [0, 0, 1, 4]
    assert found.into.neighbours.tolist() == [ada, ada, ben, ben]
    assert found.into.kinds.tolist() == [helped, created, engaged, engaged]


def test_what_is_known_of_nodes_is_kept() -> None:
    found = snapshot(facts.ENTITIES)
    ada, carol = found.node(facts.ADA.id), found.node(facts.CAROL.id)
    assert found.node_times[ada] == seconds(facts.MARCH)
    assert found.node_times[carol] == NO_TIME
    assert found.flags[carol] & HAS_CAPACITY
    assert found.capacities[carol] == 2


def test_vectors_are_rows_of_their_nodes() -> None:
    found = snapshot(facts.ENTITIES, VECTORS)
    assert found.vectors.dtype == np.int8
    for entity, vector in VECTORS.items():
        node = found.node(EntityId(entity))
        row = found.vector_rows[node]
        assert found.vector_nodes[row] == node
        about = found.vectors[row] * found.vector_scales[row]
        np.testing.assert_allclose(about, vector, atol=found.vector_scales[row] / 2 + 1e-7)
    assert found.vector_rows[found.node(facts.MATHS.id)] == -1
    assert found.vector_nodes.tolist() == sorted(found.vector_nodes.tolist())


def test_a_row_is_quantised_by_its_own_largest_number() -> None:
    vectors = np.array([[127, -63.6, 0], [0.5, 0.25, -0.5], [0, 0, 0]], dtype=np.float32)
    whole, scales = quantised(vectors)
    assert whole.tolist() == [[127, -64, 0], [127, 64, -127], [0, 0, 0]]
    assert scales.tolist() == pytest.approx([1.0, 0.5 / 127, 0.0])


@given(seed=st.integers(0, 2**32))
def test_no_order_or_number_of_a_store_shows_in_the_arrays(seed: int) -> None:
    assert bits(snapshot(facts.EVERYTHING, VECTORS, seed=seed)) == bits(
        snapshot(facts.EVERYTHING, VECTORS)
    )


def test_arrays_cannot_be_changed() -> None:
    found = snapshot(facts.EVERYTHING, VECTORS)
    for view in (found, found.current(), found.without([0])):
        for array in (view.node_times, view.vectors, view.out.neighbours, view.into.times):
            assert array.flags.c_contiguous
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0


def test_a_store_gives_the_same_arrays_as_its_records(store: GraphStore, tmp_path: Path) -> None:
    for record in facts.ENTITIES:  # one revision each, so that the store's order is its own
        store.write([record])
    store.write(facts.RELATIONSHIPS)
    told = [entity for entity in facts.ENTITIES if text_of(entity)]
    vectors = np.eye(len(told), 5, dtype=np.float32)
    store.write_vectors("tiny", [text_hash(text_of(entity)) for entity in told], vectors)
    taken = take_snapshot(store, tmp_path / "here", "tiny")
    expected = {entity.id: vector for entity, vector in zip(told, vectors, strict=True)}
    assert bits(taken) == bits(snapshot(facts.EVERYTHING, expected, seed=1))
    assert (taken.community, taken.model) == (store.community, "tiny")
    assert taken.revision == store.revision()
    assert bits(open_snapshot(tmp_path / "here", store.community)) == bits(taken)


def test_an_empty_community_has_an_empty_snapshot(store: GraphStore, tmp_path: Path) -> None:
    take_snapshot(store, tmp_path / "empty", "tiny")
    found = open_snapshot(tmp_path / "empty", store.community)
    assert (found.size, len(found.out), len(found.into), len(found.vectors)) == (0, 0, 0, 0)
    assert found.find("member:ada") is None
    assert bits(found.as_of(facts.APRIL)) == bits(found)
    assert bits(found.without([])) == bits(found)


def test_a_community_of_one_is_enough(store: GraphStore, tmp_path: Path) -> None:
    store.write([facts.CAROL])
    found = take_snapshot(store, tmp_path / "one", "tiny")
    assert (found.size, found.id(0), edges(found)) == (1, "member:carol", [])
    assert found.without([0]).size == 0
