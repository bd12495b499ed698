from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest

from graph import EntityId, open_store, snapshot_building
from graph.community_order import community_order
from graph.snapshot import Snapshot
from graph.snapshot_audit import audit
from graph.snapshot_taking import open_snapshot, take_snapshot
from tests.graph import facts
from tests.graph.packed import bits, edges, snapshot

VECTORS = {
    facts.ADA.id: np.array([1, 0, 0], dtype=np.float32),
    facts.NOTES.id: np.array([0, 0.6, 0.8], dtype=np.float32),
    facts.REPLY.id: np.array([0, 1, 0], dtype=np.float32),
}
TRIANGLES = [(0, 2), (2, 4), (4, 0), (1, 3), (3, 5), (5, 1), (4, 5)]
"""The even numbers and the odd ones, with one edge between."""


def order_of(pairs: list[tuple[int, int]], size: int) -> list[int]:
    sources, targets = (np.array(ends, dtype=np.int32) for ends in zip(*pairs, strict=True))
    listed: list[int] = community_order(size, sources, targets).tolist()
    return listed


def test_communities_are_listed_one_after_the_other() -> None:
    listed = order_of(TRIANGLES, 6)
    assert sorted(listed) == list(range(6))
    assert sum(one % 2 != other % 2 for one, other in pairwise(listed)) == 1


def test_who_has_no_edges_is_listed_too() -> None:
    assert sorted(order_of([(0, 1)], 4)) == [0, 1, 2, 3]
    nobody = np.zeros(0, dtype=np.int32)
    assert community_order(3, nobody, nobody).tolist() == [0, 1, 2]


def test_the_order_depends_neither_on_directions_nor_on_the_order_of_edges() -> None:
    turned = [(target, source) for source, target in reversed(TRIANGLES)]
    assert order_of(turned, 6) == order_of(TRIANGLES, 6)


@pytest.mark.parametrize("hubs", [0, 2])
def test_planted_communities_are_found_among_hubs(hubs: int) -> None:
    size, each = 2_000, 40
    planted = nx.random_partition_graph([each] * (size // each), 0.3, 0.002, seed=4)
    names = np.random.default_rng(5).permutation(size)
    pairs = [(int(names[one]), int(names[other])) for one, other in planted.edges]
    pairs += [(size + hub, node) for hub in range(hubs) for node in range(hub, size, 2)]
    places = np.empty(size + hubs, dtype=np.int64)
    places[order_of(pairs, size + hubs)] = np.arange(size + hubs)
    within = [(one, other) for one, other in planted.edges if one // each == other // each]
    gaps = np.array([abs(places[names[one]] - places[names[other]]) for one, other in within])
    assert np.mean(gaps < 3 * each) > 0.85  # by chance a tenth


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Even the smallest community is ordered as large ones are."""
    monkeypatch.setattr(snapshot_building, "TOGETHER_FROM", 1)


def known(found: Snapshot) -> set[object]:
    """What is said of everything, by ids."""
    columns = found.node_times, found.node_starts, found.flags, found.capacities
    of_nodes = (
        (found.id(node), found.name(node), *(column.item(node) for column in columns))
        for node in range(found.size)
    )
    return {*of_nodes, *edges(found)}


def vector_of(found: Snapshot, entity: EntityId) -> npt.NDArray[np.float32]:
    row = found.vector_rows[found.node(entity)]
    return np.asarray(found.vectors[row] * found.vector_scales[row])


def test_whoever_lies_elsewhere_is_found_and_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by_id = snapshot(facts.EVERYTHING, VECTORS)
    monkeypatch.setattr(snapshot_building, "TOGETHER_FROM", 1)
    moved = snapshot(facts.EVERYTHING, VECTORS)
    assert [moved.id(node) for node in range(moved.size)] != [
        by_id.id(node) for node in range(by_id.size)
    ]
    assert known(moved) == known(by_id)
    for node in range(by_id.size):
        entity = by_id.id(node)
        assert moved.id(moved.node(entity)) == entity
        assert moved.kind(moved.node(entity)) == by_id.kind(node)
    for entity in VECTORS:
        np.testing.assert_array_equal(vector_of(moved, entity), vector_of(by_id, entity))
    assert moved.find("member:nobody") is None


@pytest.mark.usefixtures("together")
def test_views_find_whom_they_hold() -> None:
    whole = snapshot(facts.EVERYTHING, VECTORS)
    for view in (whole.without([whole.node(facts.BEN.id)]), whole.as_of(facts.APRIL)):
        assert sorted(view.by_id.tolist()) == list(range(view.size))
        for node in range(view.size):
            assert view.find(view.id(node)) == node
    assert whole.without([whole.node(facts.BEN.id)]).find(facts.BEN.id) is None


@pytest.mark.usefixtures("together")
def test_the_order_of_an_export_changes_no_byte() -> None:
    assert bits(snapshot(facts.EVERYTHING, seed=1)) == bits(snapshot(facts.EVERYTHING, seed=2))


@pytest.mark.usefixtures("together")
def test_a_snapshot_in_such_an_order_is_sound(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path / 'acme.db'}", "acme") as store:
        store.write(facts.EVERYTHING)
        take_snapshot(store, tmp_path / "taken", "tiny")
    found = open_snapshot(tmp_path / "taken", "acme")
    audit(found, tmp_path / "taken")
    assert found.find(facts.ADA.id) is not None
