"""Tables in files: the same as worked out, shared by processes, and never served when damaged."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from graph.records import EntityId
from graph.snapshot import Snapshot
from graph.snapshot_building import build_arrays
from graph.snapshot_files import Header, holds_other_files, write_arrays
from graph.snapshot_taking import open_snapshot
from matcher.prepared import PreparedTables, names_of_tables
from matcher.table_arrays import arrays_of
from matcher.view import CommunityView
from matcher.visibility import Views
from matcher.warming import prepare_tables
from tests.graph.packed import packed
from tests.matcher.conftest import edge, node
from tests.matcher.small_communities import random_records

NAMES = names_of_tables(CommunityView)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("prepared") / "snapshot"
    records = [
        *random_records(5),
        node("member:shy", visibility="hidden"),
        edge("member:shy", "FOLLOWS", "member:m1"),
        edge("member:m2", "HELPED", "member:shy", 3),
        node("member:gone"),
        edge("member:gone", "JOINED", "group:g1", 2),
        edge("member:gone", "LEFT", "group:g1", 9),
    ]
    write_arrays(directory, Header("acme", 1, "tiny"), build_arrays(packed(records, {})))
    return directory


@pytest.fixture
def directory(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "snapshot")


def opened(directory: Path) -> Snapshot:
    return open_snapshot(directory, "acme")


def view_of(directory: Path, asker: str | None = None) -> CommunityView:
    member = None if asker is None else EntityId(asker)
    return Views(opened(directory)).of(member, None)


def expect_same(view: CommunityView, other: CommunityView) -> None:
    for name in NAMES:
        one, two = (arrays_of(getattr(each, name)) for each in (view, other))
        assert list(one) == list(two), name
        for part, array in one.items():
            np.testing.assert_array_equal(array, two[part], f"{name}.{part}")


def worked_out(directory: Path) -> CommunityView:
    """A view of the same nodes that knows no files."""
    view = view_of(directory)
    return CommunityView(view.snapshot, unseen=view.unseen)


def copied(directory: Path) -> Snapshot:
    """What is to be seen as a copy with numbers of its own."""
    snapshot = opened(directory)
    return snapshot.without(view_of(directory).unseen).current()


def files(directory: Path) -> list[Path]:
    return sorted((directory / "prepared").glob("*/*"))


def told(snapshot: Snapshot) -> set[tuple[str, str, int, int]]:
    """Every edge in both directions, by ids."""
    found: set[tuple[str, str, int, int]] = set()
    for turn, side in enumerate((snapshot.out, snapshot.into)):
        pairs = zip(side.owners().tolist(), side.neighbours.tolist(), strict=True)
        ids = ((snapshot.id(one), snapshot.id(other)) for one, other in pairs)
        marks = zip(ids, side.kinds.tolist(), strict=True)
        found |= {(one, other, kind, turn) for (one, other), kind in marks}
    return found


def test_the_edges_that_are_shared_are_those_of_a_copy(directory: Path) -> None:
    view = view_of(directory)
    assert told(view.snapshot) == told(copied(directory))
    assert view.snapshot.find("member:shy") is None
    assert view.snapshot.find("member:gone") is not None
    assert view.snapshot.vectors is not None
    again = view_of(directory).snapshot
    assert told(again) == told(view.snapshot)
    assert not again.out.neighbours.flags.owndata
    assert again.origin is None


def test_tables_are_found_as_they_were_worked_out(directory: Path) -> None:
    prepare_tables(opened(directory))
    times = [path.stat().st_mtime_ns for path in files(directory)]
    assert {path.parent.name for path in files(directory)} == {*NAMES, "edges", "unseen"}
    view = view_of(directory)
    expect_same(view, worked_out(directory))
    assert [path.stat().st_mtime_ns for path in files(directory)] == times
    # Mapped, so that processes share their pages; and read-only, found or not.
    assert not view.walk_graph.neighbours.flags.owndata
    for each in (view, worked_out(directory)):
        for name in NAMES:
            arrays = arrays_of(getattr(each, name))
            made_now = ("spans", "scale", "matrix__shape", "rows__shape", "shape", "first")
            kept = [
                part for part in arrays if not part.startswith(made_now) and arrays[part].size > 1
            ]
            assert not any(arrays[part].flags.writeable for part in kept), name


def test_what_is_damaged_is_made_again(directory: Path) -> None:
    prepare_tables(opened(directory))
    expected = worked_out(directory)
    expect_same(view_of(directory), expected)
    chance = random.Random(1)
    for damaged in (files(directory)[::2], files(directory)[1::2]):
        contents = [damaged_a_little(path, chance) for path in damaged]
        expect_same(view_of(directory), expected)
        for path, content in zip(damaged, contents, strict=True):
            assert path.read_bytes() != content


def damaged_a_little(path: Path, chance: random.Random) -> bytes:
    """Cut the file short, or turn one of its bits; returns what is in it then."""
    content = bytearray(path.read_bytes())
    if chance.random() < 0.3:
        content = content[: chance.randrange(len(content))]
    else:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return bytes(content)


def test_other_formulas_and_other_snapshots_have_other_tables(directory: Path) -> None:
    prepared = PreparedTables(directory / "prepared", "one")
    assert prepared.table("activity", np.ndarray, lambda: np.ones(3)).tolist() == [1.0] * 3
    assert prepared.table("activity", np.ndarray, lambda: np.zeros(3)).tolist() == [1.0] * 3
    other = PreparedTables(directory / "prepared", "other")
    assert other.table("activity", np.ndarray, lambda: np.zeros(3)).tolist() == [0.0] * 3
    expect_same(view_of(directory), worked_out(directory))


def test_only_what_most_askers_see_is_kept(directory: Path) -> None:
    shy = view_of(directory, "member:shy")
    assert len(shy.walk_graph.spans) == shy.snapshot.size
    assert not files(directory)
    expect_same(view_of(directory, "member:m0"), worked_out(directory))
    assert files(directory)
    assert len(view_of(directory, "member:shy").activity) == len(shy.activity)


def test_one_works_out_while_the_others_wait(directory: Path) -> None:
    prepared = [PreparedTables(directory / "prepared", "key") for _ in range(4)]
    made: list[int] = []

    def ask(number: int) -> list[float]:
        def work_out() -> np.ndarray:
            made.append(number)
            return np.full(100_000, float(number))

        return list(prepared[number].table("activity", np.ndarray, work_out)[:2])

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(ask, range(4)))
    assert len(made) == 1
    assert found == [[float(made[0])] * 2] * 4


def test_a_folder_that_cannot_be_written_is_no_hindrance(directory: Path) -> None:
    (directory / "prepared").write_text("a file where the folder should be")
    expect_same(view_of(directory), worked_out(directory))


def test_a_prepared_snapshot_can_be_replaced(directory: Path) -> None:
    prepare_tables(opened(directory))
    assert not holds_other_files(directory)
    records = packed(random_records(6), {})
    write_arrays(directory, Header("acme", 2, "tiny"), build_arrays(records))
    assert not files(directory)
    expect_same(view_of(directory), worked_out(directory))
