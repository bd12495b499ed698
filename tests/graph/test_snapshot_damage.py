"""Whatever is done to a snapshot's files, it is refused by name and never served."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from graph.errors import NotEnoughMemory, SnapshotInvalid
from graph.records import Record
from graph.snapshot import open_snapshot
from graph.snapshot_array_files import file_name, write_array
from graph.snapshot_building import DTYPES, build_arrays
from graph.snapshot_files import MANIFEST, Header, read_arrays, write_arrays
from graph.snapshot_manifest import (
    MOST_BYTES,
    FileEntry,
    _rendered,
    read_manifest,
    rendered,
)
from tests.graph import facts
from tests.graph.packed import packed
from tests.graph.test_snapshot_files import VECTORS

Array = npt.NDArray[Any]
FILES = [MANIFEST, *map(file_name, DTYPES)]
REFUSAL = re.compile(r"snapshot file .*/(\w+\.\w+) .*; `kinpath snapshot build .*` makes it anew")
EMCA = [facts.ADA, facts.BEN]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot that nobody changes."""
    return written(tmp_path_factory.mktemp("sound") / "one", "acme", facts.EVERYTHING)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of another community."""
    return written(tmp_path_factory.mktemp("other") / "two", "emca", EMCA)


@pytest.fixture
def directory(sound: Path, tmp_path: Path) -> Path:
    """A snapshot to damage."""
    return shutil.copytree(sound, tmp_path / "one")


def written(directory: Path, community: str, records: Iterable[Record]) -> Path:
    write_arrays(directory, Header(community, 1, "tiny"), build_arrays(packed(records, VECTORS)))
    return directory


def refused(directory: Path, *, verify: bool = True) -> str:
    """The name of the file for which the snapshot is refused."""
    with pytest.raises(SnapshotInvalid) as caught:
        open_snapshot(directory, "acme", verify=verify)
    told = REFUSAL.match(str(caught.value))
    assert told, str(caught.value)
    assert told[1] in FILES
    return told[1]


# Damage to the bytes of files.

Mutation = Callable[[random.Random, bytes, bytes], bytes]


def flipped(chance: random.Random, content: bytes, _: bytes) -> bytes:
    damaged = bytearray(content)
    for place in chance.choices(range(len(content)), k=chance.choice((1, 1, 2, 9))):
        damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def cut(chance: random.Random, content: bytes, _: bytes) -> bytes:
    begin = chance.choice((0, chance.randrange(len(content))))
    return content[begin : chance.randrange(begin, len(content))]


def spliced(chance: random.Random, content: bytes, foreign: bytes) -> bytes:
    """A part of another file, or of this one, in place of or between its own bytes."""
    source = chance.choice((content, foreign))
    begin = chance.randrange(len(source))
    part = source[begin : begin + chance.choice((1, 8, 64, 4096))]
    place = chance.randrange(len(content))
    return content[:place] + part + content[place + chance.choice((0, len(part))) :]


def blanked(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """A block that the disk lost."""
    begin = chance.randrange(len(content))
    length = chance.choice((1, 16, 512))
    return content[:begin] + bytes(len(content[begin : begin + length])) + content[begin + length :]


def grown(chance: random.Random, content: bytes, foreign: bytes) -> bytes:
    return content + chance.choice((b"\0", b"\n", foreign, content))


def exchanged(_: random.Random, __: bytes, foreign: bytes) -> bytes:
    return foreign


MUTATIONS: tuple[Mutation, ...] = (flipped, flipped, cut, spliced, blanked, grown, exchanged)


def swap(directory: Path, one: str, other: str) -> None:
    """Two files that took each other's place."""
    (directory / one).rename(directory / "between")
    (directory / other).rename(directory / one)
    (directory / "between").rename(directory / other)


def mutate(chance: random.Random, directory: Path, other: Path) -> bool:
    """Damage one file, or swap two; False where that changed nothing after all."""
    path = directory / chance.choice(FILES)
    before = path.read_bytes()
    if chance.random() < 0.1:
        swap(directory, path.name, chance.choice([name for name in FILES if name != path.name]))
        return path.read_bytes() != before
    foreign = (chance.choice((directory, other)) / chance.choice(FILES)).read_bytes()
    path.write_bytes(chance.choice(MUTATIONS)(chance, before, foreign))
    return path.read_bytes() != before


def refuse_mutations(seeds: range, directory: Path, sound: Path, other: Path) -> int:
    tried = 0
    for seed in seeds:
        if mutate(random.Random(seed), directory, other):
            refused(directory)
            tried += 1
        for name in FILES:
            if (directory / name).read_bytes() != (sound / name).read_bytes():
                shutil.copyfile(sound / name, directory / name)
    open_snapshot(directory, "acme")
    return tried


def test_a_hundred_mutations_are_refused(directory: Path, sound: Path, other: Path) -> None:
    assert refuse_mutations(range(100), directory, sound, other) > 90


@pytest.mark.slow
def test_two_thousand_mutations_are_refused(directory: Path, sound: Path, other: Path) -> None:
    assert refuse_mutations(range(100, 2400), directory, sound, other) >= 2000


# Contents that are impossible, under checksums that were made to fit them.


def forge(directory: Path, name: str, array: Array) -> None:
    """Write another array and a manifest in which everything about it is true."""
    header, files = read_manifest(directory)
    files[name] = write_array(directory / file_name(name), array)
    (directory / MANIFEST).write_bytes(rendered(header, files))


def test_a_forged_manifest_is_valid_in_itself(directory: Path) -> None:
    times = np.load(directory / "node_times.npy")
    forge(directory, "node_times", times + 1)
    assert (open_snapshot(directory, "acme").node_times == times + 1).all()


def changed(place: int, value: float) -> Callable[[Array], Array]:
    def change(array: Array) -> Array:
        array[place] = value
        return array

    return change


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


# Files that are none, and heads and manifests that would take all memory.


def test_an_object_array_is_never_loaded(directory: Path) -> None:
    np.save(directory / "flags.npy", np.array([print], dtype=object), allow_pickle=True)
    claim(directory, "flags", bytes=(directory / "flags.npy").stat().st_size)
    assert refused(directory, verify=False) == "flags.npy"
    claim(directory, "flags", dtype="object")
    assert refused(directory, verify=False) == "flags.npy"


def test_columns_in_place_of_rows_are_refused(directory: Path) -> None:
    np.save(directory / "vectors.npy", np.asfortranarray(np.load(directory / "vectors.npy")))
    assert refused(directory, verify=False) == "vectors.npy"


def test_a_head_that_asks_for_all_memory_is_refused(directory: Path) -> None:
    """Also where nothing would be mapped, so that numpy would allocate what the head says."""
    empty = written(directory.parent / "empty", "acme", [])
    for folder, name in ((directory, "node_times"), (empty, "out_times")):
        path = folder / file_name(name)
        content = path.read_bytes()
        shape = re.search(rb"\(\d+,\), \} +", content)
        assert shape
        huge = b"(%d,), }" % (1 << 50)
        path.write_bytes(content.replace(shape[0], huge.ljust(len(shape[0]))))
        assert refused(folder, verify=False) == path.name


def claim(directory: Path, name: str, **changed: Any) -> None:
    """A manifest that is valid in itself and says something else of one file."""
    header, files = read_manifest(directory)
    files[name] = replace(files[name], **changed)
    (directory / MANIFEST).write_bytes(rendered(header, files))


@pytest.mark.parametrize(
    "shape", [(1 << 50,), (1 << 63,), (-1,), (8, 1 << 40), (), (8.0,), ("8",), (True,), (None,)]
)
def test_a_manifest_that_asks_for_all_memory_is_refused(
    directory: Path, shape: tuple[Any, ...]
) -> None:
    claim(directory, "node_times", shape=shape)
    assert refused(directory) in (MANIFEST, "node_times.npy", "kind_offsets.npy", "id_offsets.npy",
                                  "node_starts.npy")  # fmt: skip


def test_huge_sparse_files_are_refused_before_they_are_read(directory: Path) -> None:
    """All is consistent, and no file takes any room, but what they claim fits no machine."""
    header, files = read_manifest(directory)
    edges = 1 << 41
    for side in ("out", "into"):
        for name in ("neighbours", "kinds", "verbs", "times", "strengths"):
            stretch(directory, files, f"{side}_{name}", edges)
    (directory / MANIFEST).write_bytes(rendered(header, files))
    with pytest.raises((SnapshotInvalid, NotEnoughMemory)):
        open_snapshot(directory, "acme")


def stretch(directory: Path, files: dict[str, FileEntry], name: str, length: int) -> None:
    path, dtype = directory / file_name(name), np.dtype(files[name].dtype)
    said = {"descr": dtype.str, "fortran_order": False, "shape": (length,)}
    with path.open("wb") as file:
        np.lib.format.write_array_header_1_0(file, said)
        head = file.tell()
        try:
            file.truncate(head + length * dtype.itemsize)
        except OSError:
            pytest.skip("this file system keeps no file of that size")
    files[name] = replace(files[name], shape=(length,), bytes=head + length * dtype.itemsize)


@pytest.mark.parametrize("name", [MANIFEST, "flags.npy", "vectors.npy"])
def test_what_is_no_file_is_refused(directory: Path, name: str) -> None:
    path, elsewhere = directory / name, directory.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert refused(directory) == name
    path.unlink()
    path.mkdir()
    assert refused(directory) == name
    path.rmdir()
    os.mkfifo(path)
    assert refused(directory) == name
    path.unlink()
    path.symlink_to(path)
    assert refused(directory) == name


def test_a_huge_manifest_is_not_read(directory: Path) -> None:
    with (directory / MANIFEST).open("r+b") as file:
        file.truncate(1 << 30)
    assert refused(directory) == MANIFEST
    with pytest.raises(SnapshotInvalid, match=f"more than {MOST_BYTES:,} bytes"):
        open_snapshot(directory, "acme")


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"null", b"{", b"3", b'"x"', b"\xff\xfe{", b"[" * 500_000, b'{"a":' * 100_000,
     b'{"format": NaN}', b'{"format": Infinity}', b'{"format": true}', b'{"format": "1"}',
     b'{"format": 1}', b'{"format": 1e0}', b'{"format": -1}', b'{"format": ' + b"9" * 5000 + b"}",
     b'{"format": null}', b'{"format": [1]}', b"\0" * 4096],
)  # fmt: skip
def test_odd_manifests_are_refused(directory: Path, text: bytes) -> None:
    (directory / MANIFEST).write_bytes(text)
    assert refused(directory) == MANIFEST


VALUES: list[Any] = [
    None, True, -1, 1.5, "", "x", [], {}, [1], {"a": 1}, "\ud800", 1 << 70, float("nan"),
]  # fmt: skip


@pytest.mark.parametrize("field", ["format", "community", "revision", "model", "files"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_manifests_of_wrong_types_are_refused(directory: Path, field: str, value: Any) -> None:
    content = json.loads((directory / MANIFEST).read_bytes())
    del content["sha256"]
    (directory / MANIFEST).write_bytes(_rendered({**content, field: value}))
    if field == "model" and isinstance(value, str):
        assert open_snapshot(directory, "acme").model == value
    else:
        assert refused(directory) == MANIFEST


@pytest.mark.parametrize("field", ["dtype", "shape", "bytes", "sha256", "more"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_entries_of_wrong_types_are_refused(directory: Path, field: str, value: Any) -> None:
    content = json.loads((directory / MANIFEST).read_bytes())
    del content["sha256"]
    content["files"]["flags"][field] = value
    (directory / MANIFEST).write_bytes(_rendered(content))
    assert refused(directory) in (MANIFEST, "flags.npy")


@pytest.mark.parametrize("name", ["flags", "vectors"])
def test_entries_that_are_missing_or_too_many_are_refused(directory: Path, name: str) -> None:
    header, files = read_manifest(directory)
    (directory / MANIFEST).write_bytes(rendered(header, {**files, "../../etc": files[name]}))
    assert refused(directory) == MANIFEST
    del files[name]
    (directory / MANIFEST).write_bytes(rendered(header, files))
    assert refused(directory) == MANIFEST


def test_a_snapshot_of_nothing_is_sound(tmp_path: Path) -> None:
    directory = written(tmp_path / "empty", "acme", [])
    assert open_snapshot(directory, "acme").size == 0


def test_whose_it_is_need_not_be_said(sound: Path) -> None:
    assert read_arrays(sound, None)[0].community == "acme"
