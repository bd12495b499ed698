"""The current snapshot is taken once for each revision, whoever asks, and mends itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph import GraphStore, open_store
from graph.errors import SnapshotInvalid
from graph.packing import NO_TIME
from graph.snapshot import Snapshot
from graph.snapshot_cache import KEPT_SNAPSHOTS
from graph.snapshot_files import UNFINISHED
from graph.snapshot_taking import current_snapshot, open_snapshot
from tests.graph import facts
from tests.graph.packed import bits, edges, snapshot

pytestmark = pytest.mark.large


def directories(root: Path) -> list[str]:
    """Names without the token that follows a revision."""
    names = (path.name for shelf in root.iterdir() for path in shelf.iterdir())
    return sorted(name.partition("-")[0] if name[0].isdecimal() else name for name in names)


@pytest.fixture
def told(url: str) -> GraphStore:
    """A store with a few facts."""
    store = open_store(url, "acme")
    store.write(facts.EVERYTHING)
    return store


def current(store: GraphStore, root: Path) -> Snapshot:
    return current_snapshot(store, root, "tiny")


def test_it_is_taken_once_for_each_revision(told: GraphStore, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    first = current(told, root)
    (directory,) = (path for shelf in root.iterdir() for path in shelf.iterdir())
    written = directory.stat().st_ino
    assert bits(current(told, root)) == bits(first)
    assert edges(first) == edges(snapshot(facts.EVERYTHING))
    assert directory.stat().st_ino == written
    told.forget(facts.BEN.id)
    later = current(told, root)
    assert later.revision == told.revision() == first.revision + 1
    assert later.find(facts.BEN.id) is None
    assert first.find(facts.BEN.id) is not None
    told.close()


def test_old_ones_are_deleted(told: GraphStore, tmp_path: Path) -> None:
    for place in range(4):
        current(told, tmp_path / "snapshots")
        told.forget(facts.ENTITIES[place].id)
    latest = current(told, tmp_path / "snapshots").revision
    expected = [str(latest - back) for back in reversed(range(KEPT_SNAPSHOTS))]
    assert directories(tmp_path / "snapshots") == expected
    told.close()


def test_what_a_dead_process_left_is_deleted(told: GraphStore, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    current(told, root)
    (shelf,) = root.iterdir()
    for name in ("dead", "alive"):
        (shelf / f"{UNFINISHED}{name}").mkdir()
    os.utime(shelf / f"{UNFINISHED}dead", (0, 0))
    told.forget(facts.BEN.id)
    current(told, root)
    assert directories(root) == [f"{UNFINISHED}alive", "1", "2"]
    told.close()


def test_a_restored_store_is_not_answered_from_its_future(
    told: GraphStore, path: Path, tmp_path: Path
) -> None:
    told.close()
    backup = path.read_bytes()
    with open_store(f"sqlite:///{path}", "acme") as store:
        for entity in (facts.ADA, facts.BEN):
            store.forget(entity.id)
            current(store, tmp_path / "snapshots")
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    path.write_bytes(backup)
    with open_store(f"sqlite:///{path}", "acme") as store:
        current(store, tmp_path / "snapshots")
        store.forget(facts.CAROL.id)
        found = current(store, tmp_path / "snapshots")
    assert found.find(facts.CAROL.id) is None
    assert found.find(facts.ADA.id) is not None


def test_a_store_made_anew_is_not_answered_from_the_old_one(path: Path, tmp_path: Path) -> None:
    for entity in (facts.ADA, facts.BEN):
        with open_store(f"sqlite:///{path}", "acme") as store:
            store.write([entity])
            found = current(store, tmp_path / "snapshots")
            assert (found.revision, found.size, found.find(entity.id)) == (1, 1, 0)
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()


def test_a_damaged_one_is_taken_again(told: GraphStore, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    first = bits(current(told, root))
    (damaged,) = root.glob("*/*/node_times.npy")
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    assert bits(current(told, root)) == first
    assert NO_TIME in current(told, root).node_times
    told.close()


def _a_file(directory: Path) -> None:
    shutil.rmtree(directory)
    directory.write_text("hello")


def _a_link_to_itself(directory: Path) -> None:
    shutil.rmtree(directory)
    directory.symlink_to(directory)


def _without_manifest(directory: Path) -> None:
    (directory / "manifest.json").unlink()


def _with_a_pipe(directory: Path) -> None:
    (directory / "flags.npy").unlink()
    os.mkfifo(directory / "flags.npy")


@pytest.mark.parametrize("damage", [_a_file, _a_link_to_itself, _without_manifest, _with_a_pipe])
def test_what_stands_in_its_place_is_cleared_away(
    told: GraphStore, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    root = tmp_path / "snapshots"
    first = bits(current(told, root))
    (directory,) = root.glob("*/*")
    damage(directory)
    assert bits(current(told, root)) == first
    assert directories(root) == ["1"]
    assert bits(open_snapshot(directory, "acme")) == first
    told.close()


def test_one_in_the_cache_is_built_anew_without_naming_a_folder(
    told: GraphStore, tmp_path: Path
) -> None:
    current(told, tmp_path / "snapshots")
    told.close()
    (directory,) = (tmp_path / "snapshots").glob("*/*")
    (directory / "flags.npy").unlink()
    with pytest.raises(SnapshotInvalid, match="; `kinpath snapshot build --community acme` makes"):
        open_snapshot(directory, "acme")


def test_models_and_communities_are_kept_apart(told: GraphStore, url: str, tmp_path: Path) -> None:
    root = tmp_path / "snapshots"
    with open_store(url, "emca") as other:
        other.write([facts.CAROL])
        assert (current(told, root).size, current(other, root).size) == (8, 1)
    assert current_snapshot(told, root, "vast").model == "vast"
    assert current(told, root).model == "tiny"
    told.close()


def test_processes_may_ask_and_delete_at_once(told: GraphStore, url: str, tmp_path: Path) -> None:
    told.close()
    command = [sys.executable, "-m", "tests.graph.snapshot_taker"]
    command += [url, "acme", str(tmp_path / "snapshots"), "8"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert outputs == ["8 11\n" * 8] * 3
