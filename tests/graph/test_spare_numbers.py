from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from graph.errors import SnapshotInvalid
from graph.newcomers import admitted
from graph.records import Entity, EntityId
from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot_array_files import file_name
from graph.snapshot_audit import audit
from graph.snapshot_taking import open_snapshot
from graph.spare_numbers import Numbering
from graph.string_table import StringTable
from tests.graph import facts
from tests.graph.damaged_snapshots.damage import Array, changed, forge, written
from tests.graph.packed import snapshot

SPARE = 3


@pytest.fixture(autouse=True)
def _every_snapshot_has_numbers_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.spare_numbers.SPARE_FROM", 0)
    monkeypatch.setattr("graph.spare_numbers.LEAST_SPARE", SPARE)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return written(tmp_path / "one", "acme", facts.EVERYTHING)


def test_each_kind_ends_with_numbers_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.spare_numbers.LEAST_SPARE", 1)
    monkeypatch.setattr("graph.spare_numbers.ONE_IN", 2)
    found = Numbering.of(np.array([0, 4, 4, 6]))
    assert found.kind_offsets.tolist() == [0, 6, 7, 10]
    assert found.numbers.tolist() == [0, 1, 2, 3, 7, 8]
    assert found.spare.tolist() == [4, 5, 6, 9]
    assert found.spread(np.arange(6), -1).tolist() == [0, 1, 2, 3, -1, -1, -1, 4, 5, -1]
    by_id = found.by_id(np.array([2, 0, 1, 3, 5, 4], dtype=np.int32))
    assert by_id.tolist() == [4, 5, 2, 0, 1, 3, 6, 9, 8, 7]


def test_small_snapshots_have_none_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.spare_numbers.SPARE_FROM", 7)
    assert not len(Numbering.of(np.array([0, 4, 6])).spare)
    assert len(Numbering.of(np.array([0, 4, 7])).spare) == 2 * SPARE


def test_a_snapshot_with_numbers_to_spare_is_sound(directory: Path) -> None:
    found = open_snapshot(directory, "acme")
    audit(found, directory)
    assert len(found.absent) == SPARE * len(KINDS_IN_ORDER)
    assert not any(found.ids[node] or found.name(node) for node in found.absent.tolist())
    views = (found.without([]), found.as_of(facts.APRIL), found.current())
    assert [view.count(EntityKind.MEMBER) for view in views] == [3, 3, 3]
    assert [view.in_sight for view in views[:2]] == [view.size for view in views[:2]]


def name_for_nobody(offsets: Array) -> Array:
    """The last letter of the last name is that of the node behind."""
    offsets[np.argmax(offsets == offsets[-1])] -= 1
    return offsets


def members_turned(by_id: Array) -> Array:
    members = slice(SPARE, 2 * SPARE + 3)  # behind the communities
    by_id[members] = by_id[members][::-1].copy()
    return by_id


IMPOSSIBLE: list[tuple[str, Callable[[Array], Array], str]] = [
    ("vector_rows", changed(-1, 0), "other rows"),
    ("name_offsets", name_for_nobody, "tells of nodes without an id"),
    ("by_id", members_turned, "do not come first|too short"),
]


@pytest.mark.parametrize(("name", "change", "told"), IMPOSSIBLE)
def test_nodes_to_spare_have_nothing(
    directory: Path, name: str, change: Callable[[Array], Array], told: str
) -> None:
    forge(directory, name, change(np.load(directory / file_name(name))))
    with pytest.raises(SnapshotInvalid, match=told):
        open_snapshot(directory, "acme")


def test_damaged_numbers_lead_nowhere_before_they_are_checked(directory: Path) -> None:
    for name, value in (("by_id", 10**6), ("by_id", -5), ("kind_offsets", 2**40)):
        array = np.load(directory / file_name(name))
        array[len(array) // 2] = value
        forge(directory, name, array)
        open_snapshot(directory, "acme", verify=False)


def test_newcomers_are_found_in_the_order_of_ids() -> None:
    found = snapshot(facts.ENTITIES)
    new = [Entity(EntityId(f"member:{each}"), None, {"name": each}) for each in ("zoe", "abe")]
    later, nodes = admitted(found, new)
    members = later.by_id[slice(*later.range(EntityKind.MEMBER))].tolist()
    ids = [later.ids[node] for node in members]
    assert ids == sorted(ids)
    assert ids.count("") == SPARE - 2
    assert sorted(later.id(node) for node in nodes.tolist()) == ["member:abe", "member:zoe"]
    assert [later.name(later.node(each.id)) for each in new] == ["zoe", "abe"]
    assert later.in_sight == found.in_sight + 2
    assert found.find("member:zoe") is None


def test_other_strings_take_the_place_of_those_in_the_text() -> None:
    table = StringTable.of(["a", "", "c"])
    later = table.with_others({1: "bé"}).with_others({2: "z"})
    assert [*map(table.__getitem__, range(3))] == ["a", "", "c"]
    assert [*map(later.__getitem__, range(3))] == ["a", "bé", "z"]
    assert later.stored is table
    kept = later.keep(np.array([False, True, True]))
    assert [kept[0], kept[1]] == ["bé", "z"]
