"""Damage to the bytes of files: refused by name, never served."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.snapshot_taking import open_snapshot
from tests.graph.damaged_snapshots.damage import FILES, blanked, flipped, refused

Mutation = Callable[[random.Random, bytes, bytes], bytes]


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
