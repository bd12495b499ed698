"""Contents that are impossible, under checksums that were made to fit them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph.errors import SnapshotInvalid
from graph.snapshot_array_files import file_name
from graph.snapshot_building import DTYPES
from graph.snapshot_files import MANIFEST
from graph.snapshot_taking import open_snapshot
from tests.graph import facts
from tests.graph.damaged_snapshots.damage import Array, blanked, changed, flipped, forge, refused


def test_a_forged_manifest_is_valid_in_itself(directory: Path) -> None:
    times = np.load(directory / "node_times.npy")
    forge(directory, "node_times", times + 1)
    assert (open_snapshot(directory, "acme").node_times == times + 1).all()


def exchange(array: Array) -> Array:
    """Two neighbouring values in each other's place, where they differ."""
    place = int(np.flatnonzero(np.diff(array))[1])
    array[[place, place + 1]] = array[[place + 1, place]]
    return array


def to_another(array: Array) -> Array:
    """The first value led to another node."""
    array[0] = array[0] - 1 if array[0] else 1
    return array


IMPOSSIBLE: list[tuple[str, Callable[[Array], Array], str]] = [
    ("out_neighbours", changed(-1, 2**31 - 1), "nodes that are not there"),
    ("out_neighbours", changed(0, -1), "nodes that are not there"),
    ("out_neighbours", changed(0, 8), "nodes that are not there"),
    ("into_neighbours", changed(3, 2**31 - 1), "nodes that are not there"),
    ("into_neighbours", to_another, "does not hold the edges"),
    ("out_offsets", changed(0, 1), "do not lead from 0"),
    ("out_offsets", changed(-1, 2**62), "do not lead from 0"),
    ("out_offsets", changed(1, -(2**62)), "fall"),
    ("into_offsets", changed(1, 10_000), "fall"),
    ("into_offsets", exchange, "fall"),
    ("kind_offsets", changed(2, 100), "fall"),
    ("kind_offsets", changed(-1, 7), "do not lead from 0"),
    ("kind_offsets", changed(1, 2), "too short|of another kind"),
    ("id_offsets", changed(2, -5), "fall"),
    ("id_offsets", changed(-1, 10**9), "do not lead from 0"),
    ("id_offsets", changed(1, 1), "too short|of another kind"),
    ("by_id", changed(0, 10**6), "of another kind"),
    ("by_id", changed(0, -1), "of another kind"),
    ("by_id", lambda array: np.sort(array // 2 * 2), "every node once|another kind"),
    ("by_id", lambda array: array[:-1], "does not fit the other files"),
    ("name_offsets", changed(1, 10**9), "fall|begins within"),
    ("id_text", changed(0, ord("x")), "of another kind"),
    ("id_text", changed(-1, 0xFF), "not UTF-8"),
    ("name_text", changed(0, 0x80), "begins within a character"),
    ("name_text", changed(1, 0xC3), "not UTF-8"),
    ("out_kinds", changed(0, 255), "nothing is called"),
    ("into_kinds", changed(0, 35), "nothing is called|does not hold"),
    ("out_kinds", changed(0, 1), "does not hold the edges"),
    ("out_verbs", changed(0, 254), "nothing is called"),
    ("out_times", changed(0, 17), "does not hold the edges"),
    ("out_strengths", changed(0, np.nan), "cannot be a strength"),
    ("out_strengths", changed(0, np.inf), "cannot be a strength"),
    ("into_strengths", changed(0, -0.5), "cannot be a strength"),
    ("vector_scales", changed(0, np.nan), "cannot be a scale"),
    ("vector_scales", changed(0, -1.0), "cannot be a scale"),
    ("vector_rows", changed(0, 10**6), "rows that are not there"),
    ("vector_rows", changed(0, -2), "rows that are not there"),
    ("vector_rows", changed(0, -1), "other rows"),
    ("vector_rows", exchange, "other rows"),
    ("vector_nodes", changed(0, -1), "nodes that are not there"),
    ("vector_nodes", changed(0, 8), "nodes that are not there"),
    ("vector_nodes", changed(0, 1), "other rows"),
    ("cell_kinds", changed(-1, 10**6), "do not lead from 0"),
    ("cell_kinds", changed(1, 1), "another kind|fall"),
    ("cell_offsets", changed(-1, 10**6), "do not lead from 0"),
    ("cell_offsets", changed(1, -1), "fall"),
    ("cell_offsets", changed(1, 0), "another kind"),
    ("cell_scales", changed(0, np.nan), "cannot be a scale"),
    ("cell_scales", changed(0, -1.0), "cannot be a scale"),
    ("cell_scales", lambda array: array[:-1], "does not fit the other files"),
    ("cell_centres", lambda array: array[:-1], "does not fit the other files"),
    ("cell_centres", lambda array: array[:, :-1], "does not fit the other files"),
    ("cell_centres", lambda array: array.reshape(-1), "not the array that it should be"),
    ("flags", lambda array: array[:-1], "does not fit the other files"),
    ("vectors", lambda array: array[:-1], "does not fit the other files"),
    ("out_times", lambda array: array[:-1], "does not fit the other files"),
    ("vectors", lambda array: array.reshape(-1), "not the array that it should be"),
    ("vectors", lambda array: array[:, :0], "impossible length"),
    ("flags", lambda array: array.astype(np.uint32), "not the array that it should be"),
    ("node_times", lambda array: array.astype(">i4"), "not the array that it"),
    ("node_times", lambda array: array.astype(np.float32), "not the array that it should be"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "told"), IMPOSSIBLE)
def test_impossible_contents_are_refused(
    directory: Path, name: str, change: Callable[[Array], Array], told: str
) -> None:
    forge(directory, name, change(np.load(directory / file_name(name))))
    with pytest.raises(SnapshotInvalid, match=told):
        open_snapshot(directory, "acme")
    refused(directory)


def test_directions_that_took_each_others_place_are_refused(directory: Path) -> None:
    out, into = (np.load(directory / f"{side}_neighbours.npy") for side in ("out", "into"))
    forge(directory, "out_neighbours", into)
    forge(directory, "into_neighbours", out)
    assert refused(directory).endswith("_neighbours.npy")


def use(directory: Path) -> None:
    """Whatever readers do with a snapshot: no number in it may lead outside."""
    found = open_snapshot(directory, "acme")
    for node in range(found.size):
        found.kind(node), found.name(node), found.find(found.id(node))
    for view in (found, found.current(), found.as_of(facts.APRIL), found.without([0])):
        for side in (view.out, view.into):
            assert ((side.neighbours >= 0) & (side.neighbours < view.size)).all()
            assert len(side.owners()) == len(side)
        assert len(view.vectors[view.vector_rows[view.vector_rows >= 0]]) == len(view.vectors)
        assert view.cells.offsets[view.cells.kinds[-1]] == len(view.vectors)


def refuse_forgeries(seeds: range, directory: Path, sound: Path) -> int:
    """Random damage under checksums that fit it: refused, or possible to use to the end."""
    refusals = 0
    for seed in seeds:
        chance = random.Random(seed)
        name = chance.choice(sorted(DTYPES))
        array = np.load(sound / file_name(name))
        change = chance.choice((flipped, blanked))
        if array.nbytes:
            damaged = change(chance, array.tobytes(), b"")
            forge(directory, name, np.frombuffer(damaged, array.dtype).reshape(array.shape))
        try:
            use(directory)
        except SnapshotInvalid:
            refused(directory)
            refusals += 1
        for file in (MANIFEST, file_name(name)):
            shutil.copyfile(sound / file, directory / file)
    return refusals


def test_forgeries_are_refused_or_harmless(directory: Path, sound: Path) -> None:
    assert refuse_forgeries(range(50), directory, sound) > 20


@pytest.mark.slow
def test_many_forgeries_are_refused_or_harmless(directory: Path, sound: Path) -> None:
    assert refuse_forgeries(range(50, 550), directory, sound) > 250
