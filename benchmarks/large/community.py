"""A large community as a snapshot, kept in a folder so that it is made once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt

from benchmarks.large.generating import COMMUNITY, MODEL, generate
from benchmarks.large.meanings import Meanings
from benchmarks.large.shape import Shape
from graph.errors import SnapshotInvalid
from graph.records import EntityId
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from graph.snapshot_building import build_arrays
from graph.snapshot_files import FORMAT, Header, write_arrays
from graph.snapshot_taking import open_snapshot

GENERATOR = 1
"""Raised when the same seed makes another community, so that what was kept is made again."""


@dataclass(frozen=True, slots=True, eq=False)
class LargeCommunity:
    """What is measured on.

    Attributes:
        shape: how much of everything there is.
        seed: that made it.
        directory: where the snapshot is kept.
        snapshot: opened from there.
        held_out: (H, 2) pairs of members whose ties are not in it, by the numbers in their ids.
        vector_nodes: (M,) int32, the node of each text.
        abouts: (M,) the skill that each text is about, in an order of the generator's own.
    """

    shape: Shape
    seed: int
    directory: Path
    snapshot: Snapshot
    held_out: npt.NDArray[np.int64]
    vector_nodes: npt.NDArray[np.int32]
    abouts: npt.NDArray[np.int64]

    @property
    def meanings(self) -> Meanings:
        """Makes the vectors of the texts again, as they were before they were quantised."""
        return Meanings.of(self.shape, self.seed)


def member_id(label: int) -> EntityId:
    """The id of the member with that number."""
    return EntityId(f"{EntityKind.MEMBER.value}:{label:07d}")


def large_community(members: int, seed: int, cache: Path | None = None) -> LargeCommunity:
    """The community of that many members, from `cache` if it was kept there, else made.

    Without a cache it is kept in a folder of its own below the system's for temporary files.

    Raises:
        ValueError: fewer members than SMALLEST.
    """
    shape = Shape.of(members)
    root = Path(mkdtemp(prefix="kinpath-large-")) if cache is None else cache
    folder = root / f"large-{members}-seed-{seed}-made-by-{GENERATOR}-format-{FORMAT}"
    try:
        return _opened(shape, seed, folder)
    except (SnapshotInvalid, FileNotFoundError):
        _make(members, seed, folder)
        return _opened(shape, seed, folder)


def _make(members: int, seed: int, folder: Path) -> None:
    generated = generate(members, seed)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "held_out.npy", generated.held_out)
    np.save(folder / "abouts.npy", generated.abouts)
    ids = generated.graph.ids
    numbers = generated.graph.vector_numbers.tolist()
    (folder / "texts.json").write_text(json.dumps([ids[number] for number in numbers]))
    header = Header(COMMUNITY, generated.graph.revision, MODEL)
    write_arrays(folder / "snapshot", header, build_arrays(generated.graph))


def _opened(shape: Shape, seed: int, folder: Path) -> LargeCommunity:
    snapshot = open_snapshot(folder / "snapshot", COMMUNITY)
    nodes = {snapshot.id(node): node for node in snapshot.nodes().tolist()}
    texts = json.loads((folder / "texts.json").read_text())
    return LargeCommunity(
        shape=shape,
        seed=seed,
        directory=folder / "snapshot",
        snapshot=snapshot,
        held_out=np.load(folder / "held_out.npy"),
        vector_nodes=np.fromiter((nodes[id_] for id_ in texts), np.int32, len(texts)),
        abouts=np.load(folder / "abouts.npy"),
    )
