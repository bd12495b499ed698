"""A snapshot's files are whole and the right ones, or they are refused with what to do."""

from __future__ import annotations

import json
import os
import random
import shutil
from mmap import mmap
from pathlib import Path

import numpy as np
import pytest

from graph.errors import SnapshotInvalid, StoreUnavailable
from graph.snapshot_building import DTYPES, build_arrays
from graph.snapshot_files import (
    FORMAT,
    MANIFEST,
    Header,
    holds_other_files,
    read_arrays,
    write_arrays,
)
from graph.snapshot_taking import open_snapshot
from tests.graph import facts
from tests.graph.packed import bits, packed, snapshot

VECTORS = {
    entity.id: np.array([3, -4, 12], np.float32) / np.float32(13) for entity in facts.ENTITIES
}
REMEDY = "`kinpath snapshot build --community acme --directory .*/one` makes it anew"
FILES = [MANIFEST, *(f"{name}.npy" for name in DTYPES)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot on disk that nobody changes."""
    directory = tmp_path_factory.mktemp("snapshot") / "one"
    write(directory)
    return directory


@pytest.fixture
def directory(written: Path, tmp_path: Path) -> Path:
    """A snapshot on disk."""
    return shutil.copytree(written, tmp_path / "one")


def write(directory: Path, community: str = "acme", revision: int = 1) -> None:
    arrays = build_arrays(packed(facts.EVERYTHING, VECTORS))
    write_arrays(directory, Header(community, revision, "tiny"), arrays)


def test_what_was_written_is_read(directory: Path) -> None:
    found = open_snapshot(directory, "acme")
    assert (found.community, found.revision, found.model) == ("acme", 1, "tiny")
    assert bits(found) == bits(snapshot(facts.EVERYTHING, VECTORS))
    assert isinstance(found.vectors.base, mmap)


def test_the_same_content_is_the_same_files(directory: Path, tmp_path: Path) -> None:
    write(tmp_path / "two")
    assert sorted(path.name for path in directory.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (directory / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_manifest_tells_what_is_there(directory: Path) -> None:
    manifest = json.loads((directory / MANIFEST).read_text())
    assert manifest["format"] == FORMAT
    assert manifest["files"]["vectors"]["shape"] == [8, 3]
    assert manifest["files"]["vectors"]["dtype"] == "int8"
    assert len(manifest["files"]["vectors"]["sha256"]) == 64


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_found(directory: Path, name: str) -> None:
    content = (directory / name).read_bytes()
    chance = random.Random(name)
    for place in {0, len(content) - 1, *chance.choices(range(len(content)), k=5)}:
        damaged = bytearray(content)
        damaged[place] ^= 1 << chance.randrange(8)
        (directory / name).write_bytes(damaged)
        with pytest.raises(SnapshotInvalid, match=f"{name} .*; {REMEDY}"):
            open_snapshot(directory, "acme")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("verify", [True, False])
def test_a_cut_off_file_is_found(directory: Path, name: str, verify: bool) -> None:
    content = (directory / name).read_bytes()
    for length in (0, len(content) // 2, len(content) - 1):
        (directory / name).write_bytes(content[:length])
        with pytest.raises(SnapshotInvalid, match=f"{name} .*; {REMEDY}"):
            open_snapshot(directory, "acme", verify=verify)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_found(directory: Path, name: str) -> None:
    (directory / name).unlink()
    with pytest.raises(SnapshotInvalid, match=f"{name} is missing; {REMEDY}"):
        open_snapshot(directory, "acme")


def test_swapped_files_are_found(directory: Path) -> None:
    one, other = directory / "out_neighbours.npy", directory / "into_neighbours.npy"
    assert one.stat().st_size == other.stat().st_size
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    with pytest.raises(SnapshotInvalid, match=r"neighbours\.npy is damaged"):
        open_snapshot(directory, "acme")


def test_another_communitys_snapshot_is_refused(directory: Path) -> None:
    with pytest.raises(SnapshotInvalid, match="belongs to community 'acme', not 'emca'"):
        open_snapshot(directory, "emca")


@pytest.mark.parametrize(("found", "by"), [(FORMAT + 1, "a newer"), (FORMAT - 1, "an older")])
def test_another_format_is_refused(directory: Path, found: int, by: str) -> None:
    text = (directory / MANIFEST).read_text()
    (directory / MANIFEST).write_text(text.replace(f'"format": {FORMAT}', f'"format": {found}'))
    with pytest.raises(SnapshotInvalid, match=f"written by {by} Kinpath .format {found};"):
        open_snapshot(directory, "acme")


def test_a_file_in_its_place_is_no_snapshot(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")
    with pytest.raises(SnapshotInvalid, match=MANIFEST):
        open_snapshot(tmp_path / "file", "acme")


def test_a_new_one_takes_the_place_of_the_old(directory: Path) -> None:
    old = open_snapshot(directory, "acme")
    before = bits(old)
    write(directory, revision=2)
    assert read_arrays(directory, "acme")[0].revision == 2
    assert bits(old) == before  # who has it open keeps it
    assert [path.name for path in directory.parent.iterdir()] == ["one"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailable, match=r"cannot be written to .*; make room"):
        write(tmp_path / "one")


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("hello")
    with pytest.raises(StoreUnavailable, match=r"cannot be written to .*; make room"):
        write(tmp_path / "file" / "one")


def test_a_folder_with_other_files_is_never_replaced(directory: Path) -> None:
    (directory / "letter.txt").write_text("hello")
    assert holds_other_files(directory)
    with pytest.raises(StoreUnavailable, match="it holds other files"):
        write(directory)
    assert (directory / "letter.txt").read_text() == "hello"


def test_what_a_snapshot_may_take_the_place_of(directory: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (directory / "of_another_format.npy").touch()
    for name in ("one", "empty", "none"):
        assert not holds_other_files(tmp_path / name)
    (directory / MANIFEST).unlink()  # no longer surely a snapshot: the file may be anybody's
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for name in ("one", "file", "link"):
        assert holds_other_files(tmp_path / name)
