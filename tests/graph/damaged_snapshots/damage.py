"""Snapshots to damage, and what is said of those that were."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy.typing as npt
import pytest

from graph.errors import SnapshotInvalid
from graph.records import Record
from graph.snapshot_array_files import file_name, write_array
from graph.snapshot_building import DTYPES, build_arrays
from graph.snapshot_files import MANIFEST, Header, write_arrays
from graph.snapshot_manifest import read_manifest, rendered
from graph.snapshot_taking import open_snapshot
from tests.graph.packed import packed
from tests.graph.test_snapshot_files import VECTORS

Array = npt.NDArray[Any]
FILES = [MANIFEST, *map(file_name, DTYPES)]
REFUSAL = re.compile(r"snapshot file .*/(\w+\.\w+) .*; `kinpath snapshot build .*` makes it anew")


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


def forge(directory: Path, name: str, array: Array) -> None:
    """Write another array and a manifest in which everything about it is true."""
    header, files = read_manifest(directory)
    files[name] = write_array(directory / file_name(name), array)
    (directory / MANIFEST).write_bytes(rendered(header, files))


def claim(directory: Path, name: str, **changed: Any) -> None:
    """A manifest that is valid in itself and says something else of one file."""
    header, files = read_manifest(directory)
    files[name] = replace(files[name], **changed)
    (directory / MANIFEST).write_bytes(rendered(header, files))


def changed(place: int, value: float) -> Callable[[Array], Array]:
    """What puts a value at a place of an array."""

    def change(array: Array) -> Array:
        array[place] = value
        return array

    return change


def flipped(chance: random.Random, content: bytes, _: bytes) -> bytes:
    damaged = bytearray(content)
    for place in chance.choices(range(len(content)), k=chance.choice((1, 1, 2, 9))):
        damaged[place] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def blanked(chance: random.Random, content: bytes, _: bytes) -> bytes:
    """A block that the disk lost."""
    begin = chance.randrange(len(content))
    length = chance.choice((1, 16, 512))
    return content[:begin] + bytes(len(content[begin : begin + length])) + content[begin + length :]
