from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pytest

from graph.clustering import clustered, inverse_lengths
from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from graph.snapshot_building import quantised
from graph.vector_cells import CELLS_FROM, VectorCells, cells_of
from tests.graph.many_vectors import around, community
from tests.graph.packed import bits

MANY = CELLS_FROM + 904


@pytest.fixture(scope="module")
def large() -> Snapshot:
    return community(around(40, MANY))


def cell_of_each_row(snapshot: Snapshot) -> npt.NDArray[np.int64]:
    offsets = snapshot.cells.offsets
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def test_rows_are_ordered_by_kind_cell_and_node(large: Snapshot) -> None:
    owners, cells = large.vector_nodes, cell_of_each_row(large)
    kinds = np.array([KINDS_IN_ORDER.index(large.kind(node)) for node in owners.tolist()])
    assert (np.lexsort((owners, cells, kinds)) == np.arange(len(owners))).all()
    assert sorted(owners.tolist()) == list(range(large.size))
    np.testing.assert_array_equal(large.vector_rows[owners], np.arange(len(owners)))


def test_few_vectors_of_a_kind_are_one_cell_and_many_are_many(large: Snapshot) -> None:
    counts = dict(zip(KINDS_IN_ORDER, np.diff(large.cells.kinds).tolist(), strict=True))
    assert counts.pop(EntityKind.SKILL) == 1
    assert 100 < counts.pop(EntityKind.MEMBER) <= 2 * MANY**0.5
    assert set(counts.values()) == {0}
    assert (np.diff(large.cells.offsets) > 0).all()


def test_vectors_lie_in_a_cell_that_is_near(large: Snapshot) -> None:
    members = large.vectors[: large.cells.offsets[large.cells.kinds[2]]].astype(np.float32)
    centres = large.cells.centres.astype(np.float32) * large.cells.scales[:, np.newaxis]
    cosines = members @ centres.T / np.linalg.norm(members, axis=1, keepdims=True)
    own = cosines[np.arange(len(members)), cell_of_each_row(large)[: len(members)]]
    assert (own > cosines.mean(axis=1)).mean() > 0.99
    # Centres of cells cut into pieces are as near as one another.
    assert (own >= cosines.max(axis=1) - 1e-6).mean() > 0.97


def test_the_order_of_an_export_changes_no_byte(large: Snapshot) -> None:
    order = np.random.default_rng(3).permutation(MANY + 10)
    assert bits(community(around(40, MANY), order)) == bits(large)


def test_texts_that_are_all_the_same_are_cut_into_pieces() -> None:
    vectors, _ = quantised(np.repeat(around(2, 2), [MANY - 500, 500], axis=0))
    cells, order = cells_of(vectors, np.array([0, MANY]))
    assert np.diff(cells.offsets).max() <= 4 * MANY / (2 * MANY**0.5) + 1
    assert sorted(order.tolist()) == list(range(MANY))


def test_vectors_without_a_direction_are_in_some_cell() -> None:
    vectors, _ = quantised(around(30, MANY))
    vectors[::3] = 0
    cells, order = cells_of(vectors, np.array([0, 0, MANY]))
    assert cells.offsets[-1] == len(order) == MANY
    assert np.isfinite(cells.scales).all()


def test_nothing_has_no_cells() -> None:
    cells, order = cells_of(np.zeros((0, 3), dtype=np.int8), np.array([0, 0, 0]))
    assert cells.kinds.tolist() == [0, 0, 0]
    assert cells.offsets.tolist() == [0]
    assert cells.centres.shape == (0, 3)
    assert order.tolist() == []


def test_cells_of_a_view_hold_the_rows_that_stay(large: Snapshot) -> None:
    first = cell_of_each_row(large) == 0
    hidden = large.vector_nodes[first | (np.arange(len(first)) % 3 == 0)]
    view = large.without(hidden.tolist())
    stay = ~np.isin(large.vector_nodes, hidden)
    here = view.in_whole(view.vector_nodes)
    np.testing.assert_array_equal(large.vector_nodes[stay], here)
    # Each vector lies with the centre that it had; the cell that lost all of its own is gone.
    had, has = cell_of_each_row(large)[stay], cell_of_each_row(view)
    np.testing.assert_array_equal(view.cells.centres[has], large.cells.centres[had])
    assert len(view.cells.scales) < len(large.cells.scales)
    assert view.cells.kinds[-1] == len(view.cells.scales)


def test_what_was_learned_later_does_not_show_in_a_view_of_the_past(large: Snapshot) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    again = community(around(40, MANY, chance=1))
    fewer = large.as_of(moment).without(range(100, large.size))
    assert len(fewer.cells.scales) == 1
    assert not fewer.cells.centres.any()
    assert (np.diff(fewer.vector_nodes) > 0).all()
    other = replace(again, cells=large.cells).as_of(moment)
    assert bits(other) == bits(again.as_of(moment))


def test_cells_by_hand() -> None:
    centres = np.array([[3, 4], [0, 0], [0, 5]], dtype=np.int8)
    np.testing.assert_allclose(inverse_lengths(centres), [0.2, 0.0, 0.2])
    cells = VectorCells(
        kinds=np.array([0, 2, 3]),
        offsets=np.array([0, 2, 3, 6]),
        centres=centres,
        scales=inverse_lengths(centres),
    )
    kept = cells.keep(np.array([True, False, False, True, True, False]))
    assert kept.kinds.tolist() == [0, 1, 2]
    assert kept.offsets.tolist() == [0, 1, 3]
    assert kept.centres.tolist() == [[3, 4], [0, 5]]
    whole = VectorCells.one_a_kind(np.array([0, 3, 3, 6]), dimensions=2)
    assert whole.kinds.tolist() == [0, 1, 1, 2]
    assert whole.offsets.tolist() == [0, 3, 6]


def test_two_clear_groups_are_told_apart() -> None:
    east, north = np.array([100, 3], dtype=np.int8), np.array([-2, 90], dtype=np.int8)
    vectors = np.stack([east, east, north, east, north])
    labels, centres = clustered(vectors, 2)
    assert labels[[0, 1, 3]].tolist() == [labels[0]] * 3
    assert labels[[2, 4]].tolist() == [labels[2]] * 2
    assert labels[0] != labels[2]
    assert centres[labels[0]].tolist() == [127, 4]


def test_long_vectors_are_summed_without_rounding() -> None:
    """More dimensions make coarser centres, so that no product leaves what floats hold exactly."""
    vectors, _ = quantised(around(3, 300, dimensions=5_000))
    _, centres = clustered(vectors, 3)
    products = np.abs(vectors.astype(np.int64)) @ np.abs(centres.astype(np.int64)).T
    assert products.max() < 1 << 24
    assert centres.any()
