"""The shelf of learned weights: versions are kept, chosen, and read whole by whoever reads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import WeightsInvalid
from graph.store import GraphStore, open_store
from matcher.model_shelf import ModelShelf
from matcher.models import Learned, Model


def model(weight: float, community: str = "acme") -> Model:
    return Model(community, 1, {"peers/member": Learned({"profile": weight}, 10, {}, None)})


def weight_of(found: Model | None) -> float | None:
    return None if found is None else found.learned["peers/member"].weights["profile"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with open_store(f"sqlite:///{tmp_path}/kinpath.db", "acme") as opened:
        yield opened


@pytest.fixture
def shelf(tmp_path: Path, store: GraphStore) -> ModelShelf:
    return ModelShelf(tmp_path / "weights", store)


def test_an_empty_shelf_means_the_default(shelf: ModelShelf) -> None:
    assert (shelf.versions(), shelf.version_in_use(), shelf.in_use()) == ([], None, None)
    assert not shelf.folder.exists()


def test_each_version_is_kept_and_the_latest_is_used(shelf: ModelShelf) -> None:
    assert [shelf.add(model(weight)) for weight in (0.1, 0.2, 0.3)] == [1, 2, 3]
    assert (shelf.versions(), shelf.version_in_use()) == ([1, 2, 3], 3)
    assert weight_of(shelf.in_use()) == 0.3
    assert weight_of(shelf.read(1)) == 0.1


def test_an_earlier_version_or_the_default_can_be_gone_back_to(shelf: ModelShelf) -> None:
    for weight in (0.1, 0.2):
        shelf.add(model(weight))
    shelf.use(1)
    assert weight_of(shelf.in_use()) == 0.1
    shelf.use(None)
    assert (shelf.version_in_use(), shelf.in_use()) == (None, None)
    assert shelf.add(model(0.3)) == 3
    assert shelf.version_in_use() == 3


def test_what_cannot_be_used_leaves_the_choice_as_it_was(shelf: ModelShelf) -> None:
    shelf.add(model(0.1))
    with pytest.raises(WeightsInvalid, match="is not there"):
        shelf.use(9)
    shelf.path(2).write_text(shelf.path(1).read_text().replace("0.1", "0.9"))
    with pytest.raises(WeightsInvalid, match="checksum"):
        shelf.use(2)
    assert shelf.version_in_use() == 1


def test_a_damaged_version_in_use_is_named(shelf: ModelShelf) -> None:
    shelf.add(model(0.1))
    shelf.path(1).write_text("{")
    with pytest.raises(WeightsInvalid, match=r"0001\.json"):
        shelf.in_use()
    shelf.path(1).unlink()
    with pytest.raises(WeightsInvalid, match="is not there"):
        shelf.in_use()


def test_a_long_way_to_the_weights_is_cut_at_its_beginning(tmp_path: Path) -> None:
    far = tmp_path / ("deep" * 20) / ("er" * 30) / "mine.json"
    error = str(WeightsInvalid(far, "is not there"))
    assert error.endswith("/mine.json': is not there")
    assert len(error) < 160


def test_a_choice_that_cannot_be_read_is_named(shelf: ModelShelf) -> None:
    shelf.add(model(0.1))
    for nonsense in (b"the best one\n", b"\xff\xfe", b""):
        (shelf.folder / "in_use").write_bytes(nonsense)
        with pytest.raises(WeightsInvalid, match="in_use"):
            shelf.version_in_use()
    shelf.use(1)
    assert shelf.version_in_use() == 1


def test_other_files_are_no_versions(shelf: ModelShelf) -> None:
    shelf.add(model(0.1))
    for name in ("notes.json", "0002.txt", ".0003.json.77", "-4.json"):
        (shelf.folder / name).write_text("{}")
    assert shelf.versions() == [1]


def test_communities_and_stores_have_shelves_of_their_own(
    tmp_path: Path, shelf: ModelShelf
) -> None:
    shelf.add(model(0.1))
    with open_store(f"sqlite:///{tmp_path}/kinpath.db", "other") as other:
        theirs = ModelShelf(tmp_path / "weights", other)
        assert theirs.versions() == []
        theirs.folder.mkdir()
        theirs.path(1).write_text(shelf.path(1).read_text())
        with pytest.raises(WeightsInvalid, match="belong to the community 'acme'"):
            theirs.read(1)
    with open_store(f"sqlite:///{tmp_path}/second.db", "acme") as second:
        assert ModelShelf(tmp_path / "weights", second).versions() == []


def test_readers_see_whole_files_while_versions_are_added(shelf: ModelShelf) -> None:
    shelf.add(model(0.0))

    def read(_: int) -> float | None:
        return weight_of(shelf.in_use())

    def add(number: int) -> float | None:
        shelf.add(model(float(number)))
        return None

    with ThreadPoolExecutor(4) as pool:
        added = pool.submit(lambda: [add(number) for number in range(1, 15)])
        seen = [value for value in pool.map(read, range(120)) if value is not None]
        added.result()
    assert set(seen) <= set(map(float, range(15)))
    assert weight_of(shelf.in_use()) == 14.0


def test_versions_that_are_added_at_once_are_all_kept(shelf: ModelShelf) -> None:
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda number: shelf.add(model(float(number))), range(12)))
    assert sorted(versions) == shelf.versions() == list(range(1, 13))
    weights = [weight_of(shelf.read(version)) for version in versions]
    assert weights == list(map(float, range(12)))
    assert [path.name for path in shelf.folder.iterdir() if path.name.startswith(".")] == []
