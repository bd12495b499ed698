"""What takes too long to check whenever a snapshot is opened: every id, and every edge twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.progress import Progress, silent
from graph.schema import KIND_RANKS, KINDS_IN_ORDER, RELATIONSHIP_CODES, RELATIONSHIPS
from graph.snapshot import Snapshot
from graph.snapshot_array_files import file_name
from graph.snapshot_checking import Fault
from graph.snapshot_refusal import Refusal

_EDGES_AT_ONCE = 1_000_000
_IDS_AT_ONCE = 20_000


def audit(snapshot: Snapshot, directory: Path, progress: Progress = silent) -> None:
    """Check a whole snapshot that was opened from `directory`, beyond what opening it does.

    Every id leads to its node, every edge joins what its kind may join, edges of a node ascend by
    neighbour, and both directions hold the same edges.

    Raises:
        SnapshotInvalid: names the file.
    """
    refusal = Refusal(directory, snapshot.community)
    for name, what in (*_ids(snapshot, progress), *_edges(snapshot, progress)):
        raise refusal.of(file_name(name), f"is damaged: {what}")


def _ids(snapshot: Snapshot, progress: Progress) -> Iterator[Fault]:
    nodes = snapshot.nodes()
    for done, node in enumerate(nodes.tolist()):
        if done % _IDS_AT_ONCE == 0:
            progress("ids looked up", done, len(nodes))
        if snapshot.find(snapshot.id(node)) != node:
            yield "id_text", f"{snapshot.id(node)} is not found where it stands"
            return


def _edges(snapshot: Snapshot, progress: Progress) -> Iterator[Fault]:
    """Sums of a hash of each edge are the same for the same edges, in whatever order."""
    kinds = np.repeat(np.arange(len(KINDS_IN_ORDER)), np.diff(snapshot.kind_offsets))
    allowed = _allowed()
    sums = {"out": 0, "into": 0}
    for direction, side in (("out", snapshot.out), ("into", snapshot.into)):
        owners = side.owners()
        for begin in range(0, len(side), _EDGES_AT_ONCE):
            progress(f"edges {direction} checked", begin, len(side))
            part = slice(begin, begin + _EDGES_AT_ONCE)
            ends = owners[part], side.neighbours[part]
            if _falls(*ends):
                yield f"{direction}_neighbours", "it does not ascend within a node"
                return
            sources, targets = ends if direction == "out" else ends[::-1]
            if not allowed[side.kinds[part], kinds[sources], kinds[targets]].all():
                yield f"{direction}_kinds", "an edge joins what its kind may not join"
                return
            sums[direction] += int(_hashes(sources, targets, side, part).sum(dtype=np.uint64))
    if (sums["out"] - sums["into"]) % (1 << 64):
        yield "into_neighbours", "it does not hold the edges of out_neighbours.npy"


def _falls(owners: npt.NDArray[np.int32], neighbours: npt.NDArray[np.int32]) -> bool:
    same = owners[1:] == owners[:-1]
    return bool((same & (neighbours[1:] < neighbours[:-1])).any())


def _allowed() -> npt.NDArray[np.bool_]:
    """(kinds of relationship, kinds of entity, kinds of entity): what may join what."""
    kinds = len(KINDS_IN_ORDER)
    allowed = np.zeros((len(RELATIONSHIP_CODES), kinds, kinds), dtype=np.bool_)
    for kind, rule in RELATIONSHIPS.items():
        for source in rule.sources:
            for target in rule.targets:
                allowed[RELATIONSHIP_CODES[kind], KIND_RANKS[source], KIND_RANKS[target]] = True
    return allowed


def _hashes(
    sources: npt.NDArray[np.int32], targets: npt.NDArray[np.int32], side: Adjacency, part: slice
) -> npt.NDArray[np.uint64]:
    """A hash of each edge from all that is said of it."""
    said = _paired(side.times[part], side.verbs[part].astype(np.int32) << 8 | side.kinds[part])
    hashes = _mixed(_paired(sources, targets))
    hashes = _mixed(hashes ^ said)
    return _mixed(hashes ^ side.strengths[part].view(np.uint32))


def _paired(high: npt.NDArray[np.int32], low: npt.NDArray[np.int32]) -> npt.NDArray[np.uint64]:
    paired: npt.NDArray[np.uint64] = (high.astype(np.int64) << 32 | low).view(np.uint64)
    return paired


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Each number's bits spread over all of it (the finalizer of SplitMix64, Steele 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
