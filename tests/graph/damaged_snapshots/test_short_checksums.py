"""A snapshot that was verified once: compared faster from then on, and refused all the same."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from graph.errors import SnapshotInvalid
from graph.prepared_files import PREPARED
from graph.snapshot_array_files import file_name
from graph.snapshot_building import DTYPES
from graph.snapshot_taking import open_snapshot
from graph.snapshot_verifying import SHORT
from tests.graph.damaged_snapshots.damage import flipped, forge, refused
from tests.graph.damaged_snapshots.test_mutations import refuse_mutations


@pytest.fixture
def verified(directory: Path) -> Path:
    """A snapshot whose short checksums are kept."""
    open_snapshot(directory, "acme")
    assert (directory / PREPARED / SHORT).exists()
    return directory


def test_damage_is_refused_by_short_checksums(verified: Path, sound: Path, other: Path) -> None:
    assert refuse_mutations(range(5000, 5100), verified, sound, other) > 90


def test_every_array_is_compared(verified: Path, sound: Path) -> None:
    chance = random.Random(7)
    for name in DTYPES:
        path = verified / file_name(name)
        content = path.read_bytes()
        path.write_bytes(flipped(chance, content, b""))
        if path.read_bytes() != content:
            assert refused(verified) == path.name
        shutil.copyfile(sound / path.name, path)
    open_snapshot(verified, "acme")


def test_what_was_kept_of_another_manifest_does_not_count(verified: Path) -> None:
    flags = np.load(verified / "flags.npy")
    forge(verified, "flags", flags[::-1].copy())
    open_snapshot(verified, "acme")
    forge(verified, "out_neighbours", np.load(verified / "out_neighbours.npy") + 1)
    with pytest.raises(SnapshotInvalid, match="out_neighbours"):
        open_snapshot(verified, "acme")


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b"null"])
def test_damaged_short_checksums_are_made_again(verified: Path, content: bytes) -> None:
    kept = verified / PREPARED / SHORT
    before = kept.read_bytes()
    kept.write_bytes(content)
    open_snapshot(verified, "acme")
    assert kept.read_bytes() == before


def test_a_thorough_look_compares_the_long_ones(verified: Path) -> None:
    kept = verified / PREPARED / SHORT
    kept.unlink()
    open_snapshot(verified, "acme", thorough=True)
    assert kept.exists()


def test_a_folder_that_cannot_be_written_is_no_hindrance(directory: Path) -> None:
    (directory / PREPARED).write_text("a file where the folder should be")
    open_snapshot(directory, "acme")
    (directory / "flags.npy").write_bytes(b"?")
    assert refused(directory) == "flags.npy"
