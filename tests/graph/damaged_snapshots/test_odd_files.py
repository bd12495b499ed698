"""Files that are none, and heads and manifests that would take all memory."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.errors import NotEnoughMemory, SnapshotInvalid
from graph.sealed_json import MOST_BYTES, sealed
from graph.snapshot_array_files import file_name
from graph.snapshot_files import MANIFEST, read_arrays
from graph.snapshot_manifest import FileEntry, read_manifest, rendered
from graph.snapshot_taking import open_snapshot
from tests.graph.damaged_snapshots.damage import claim, refused, written


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
    (directory / MANIFEST).write_bytes(sealed({**content, field: value}))
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
    (directory / MANIFEST).write_bytes(sealed(content))
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
