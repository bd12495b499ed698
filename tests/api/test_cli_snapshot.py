"""`kinpath snapshot`: built, checked, shown and warmed, on a real store."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from api.cli.exit_codes import ExitCode
from api.cli.snapshot_tables import age
from api.settings import Settings
from graph.snapshot_array_files import file_name, write_array
from graph.snapshot_building import DTYPES
from graph.snapshot_files import MANIFEST
from graph.snapshot_manifest import read_manifest, rendered
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, node


@pytest.fixture
def built(kinpath: CommandLine, tmp_path: Path) -> Path:
    """A snapshot of the community in a folder of its own."""
    kinpath.ok("snapshot", "build", "--directory", str(tmp_path / "built"))
    return tmp_path / "built"


def test_building_into_the_cache(kinpath: CommandLine, settings: Settings) -> None:
    shown = kinpath.ok("snapshot", "build")
    assert "optics-club, revision 1" in shown
    (manifest,) = settings.snapshots.glob(f"*/*/{MANIFEST}")
    assert "".join(str(manifest.parent).split()) in "".join(shown.split())
    written = manifest.stat().st_mtime_ns
    told = json.loads(kinpath.ok("snapshot", "build", "--json"))
    assert told["directory"] == str(manifest.parent)
    assert manifest.stat().st_mtime_ns == written
    assert "optics-club" in kinpath.ok("snapshot", "show")
    assert f"sound: optics-club, revision 1, {len(DTYPES)} files" in kinpath.ok("snapshot", "check")


def test_a_damaged_one_in_the_cache_is_built_anew(kinpath: CommandLine, settings: Settings) -> None:
    kinpath.ok("snapshot", "build")
    (flags,) = settings.snapshots.glob("*/*/flags.npy")
    flags.write_bytes(flags.read_bytes()[:-1] + b"?")
    result = kinpath("snapshot", "check")
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert "flags.npy is damaged" in result.stderr
    assert f"`kinpath snapshot build --community {COMMUNITY}` makes it anew" in result.stderr
    kinpath.ok("snapshot", "build", "--community", COMMUNITY)
    kinpath.ok("snapshot", "check")


def test_what_is_in_it(kinpath: CommandLine, built: Path) -> None:
    told = json.loads(kinpath.ok("snapshot", "show", str(built), "--json"))
    sizes = {path.stem: path.stat().st_size for path in built.glob("*.npy")}
    assert told.pop("taken_at").startswith(str(datetime.now(UTC).year))
    assert told.pop("bytes_by_array") == sizes
    assert told == {
        "directory": str(built),
        "community": "optics-club",
        "revision": 1,
        "model": "all-MiniLM-L6-v2",
        "entities": {"member": 7, "skill": 2, "content": 4, "group": 1},
        "edges": 16,
        "vectors": 0,
        "dimensions": 0,
        "bytes": sum(sizes.values()),
        "bytes_per_member": round(sum(sizes.values()) / 7, 1),
    }
    shown = kinpath.ok("snapshot", "show", str(built))
    for said in ("optics-club, revision 1", "just now", "out_neighbours", "a member", "all"):
        assert said in shown


def test_a_folder_that_is_built_again(
    kinpath: CommandLine, settings: Settings, built: Path
) -> None:
    with open_store(settings.store, COMMUNITY) as store:
        store.write([node("member:new", name="New")])
    kinpath.ok("snapshot", "build", "--directory", str(built))
    assert json.loads(kinpath.ok("snapshot", "show", str(built), "--json"))["revision"] == 2


def test_folders_that_are_not_replaced(
    kinpath: CommandLine, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").write_text("hello")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for folder in (tmp_path / "letters", settings.snapshots / "here", tmp_path / "circle"):
        result = kinpath("snapshot", "build", "--directory", str(folder))
        assert result.exit_code == ExitCode.WRONG_INPUT
        assert "--directory" in result.stderr
    assert (tmp_path / "letters" / "one.txt").read_text() == "hello"


def test_the_command_in_the_message_makes_it_anew(kinpath: CommandLine, built: Path) -> None:
    (built / "flags.npy").unlink()
    result = kinpath("snapshot", "show", str(built))
    assert result.exit_code == ExitCode.WRONG_INPUT
    command = result.stderr.split("`")[1]
    assert command == f"kinpath snapshot build --community {COMMUNITY} --directory {built}"
    kinpath.ok(*command.split()[1:])
    kinpath.ok("snapshot", "check", str(built))


@pytest.mark.parametrize("command", ["check", "show"])
def test_what_is_not_in_the_cache_yet(kinpath: CommandLine, command: str) -> None:
    result = kinpath("snapshot", command)
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert f"`kinpath snapshot build --community {COMMUNITY}` takes it" in result.stderr


@pytest.mark.parametrize("command", ["check", "show", "warm"])
def test_what_is_no_snapshot(kinpath: CommandLine, command: str, tmp_path: Path) -> None:
    for folder in (tmp_path / "none", tmp_path, Path("/dev/null")):
        result = kinpath("snapshot", command, str(folder))
        assert result.exit_code == ExitCode.WRONG_INPUT
        assert "manifest.json" in result.stderr


@pytest.mark.parametrize("command", ["check", "show", "warm"])
def test_another_communitys_is_refused(kinpath: CommandLine, command: str, built: Path) -> None:
    result = kinpath("snapshot", command, str(built), "--community", "another")
    assert result.exit_code == ExitCode.WRONG_INPUT
    assert "belongs to community 'optics-club', not 'another'" in result.stderr


def test_checking_finds_what_opening_trusts(kinpath: CommandLine, built: Path) -> None:
    """Two edges that exchanged their targets: every sum is the same, and every number possible."""
    kept = built.parent / "kept"
    shutil.copytree(built, kept)
    for change, told in (
        (_exchanged, "does not"),
        (_called_otherwise, "may not join|is not found"),
    ):
        shutil.rmtree(built)
        shutil.copytree(kept, built)
        change(built)
        kinpath.ok("snapshot", "warm", str(built))
        result = kinpath("snapshot", "check", str(built))
        assert result.exit_code == ExitCode.WRONG_INPUT
        assert any(each in result.stderr for each in told.split("|")), result.stderr


def _exchanged(directory: Path) -> None:
    """The neighbours of the first node that has two different ones, the other way round."""
    neighbours = np.load(directory / "into_neighbours.npy")
    place = int(np.flatnonzero(np.diff(neighbours))[0])
    neighbours[[place, place + 1]] = neighbours[[place + 1, place]]
    _forge(directory, "into_neighbours", neighbours)


def _called_otherwise(directory: Path) -> None:
    """The first member's id, `member:a/b…`, ends in a way that does not fit its place."""
    text = np.load(directory / "id_text.npy")
    text[len("member:")] = ord("z")
    _forge(directory, "id_text", text)


def _forge(directory: Path, name: str, array: np.typing.NDArray[np.generic]) -> None:
    header, files = read_manifest(directory)
    files[name] = write_array(directory / file_name(name), array)
    (directory / MANIFEST).write_bytes(rendered(header, files))


def test_warming(kinpath: CommandLine, built: Path, settings: Settings) -> None:
    assert "optics-club, revision 1: read in" in kinpath.ok("snapshot", "warm", str(built))
    told = json.loads(kinpath.ok("snapshot", "warm", "--json"))
    assert told["seconds"] >= 0
    assert told["directory"].startswith(str(settings.snapshots))
    os.truncate(built / "vector_rows.npy", 3)
    assert kinpath("snapshot", "warm", str(built)).exit_code == ExitCode.WRONG_INPUT


def test_every_array_is_shown(kinpath: CommandLine, built: Path) -> None:
    told = json.loads(kinpath.ok("snapshot", "show", str(built), "--json"))
    assert set(told["bytes_by_array"]) == set(DTYPES)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "just now"), (-5, "just now"), (59, "just now"), (60, "1 minute ago"),
     (7_199, "1 hour ago"), (7_200, "2 hours ago"), (200_000, "2 days ago")],
)  # fmt: skip
def test_ages(seconds: int, told: str) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert age(now - timedelta(seconds=seconds), now) == told
