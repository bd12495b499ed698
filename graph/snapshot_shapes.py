"""Whether the files that a manifest tells of can be those of one snapshot, by types and lengths."""

from __future__ import annotations

from collections.abc import Iterator

from graph.schema import KINDS_IN_ORDER
from graph.snapshot_array_files import file_name
from graph.snapshot_building import DTYPES
from graph.snapshot_manifest import MANIFEST, FileEntry, Files
from graph.snapshot_refusal import Refusal

MOST_NODES = (1 << 31) - 1
"""Nodes are numbered in 32 bits."""
MOST_DIMENSIONS = 65_536
"""Numbers that one vector may have."""

_MATRICES = ("vectors", "cell_centres")


def check_shapes(files: Files, refusal: Refusal) -> None:
    """That a manifest tells of the right arrays, each as long as the others make it.

    No file is opened for it, so that nothing is read or allocated for impossible sizes.

    Raises:
        SnapshotInvalid
    """
    if set(files) != set(DTYPES):
        raise refusal.of(MANIFEST, "is damaged: it tells of other files")
    for name, entry in files.items():
        if entry.dtype != DTYPES[name] or len(entry.shape) != (2 if name in _MATRICES else 1):
            raise refusal.of(file_name(name), "is not the array that it should be")
    for name, what in _odd_lengths(files):
        raise refusal.of(file_name(name), what)


def _odd_lengths(files: Files) -> Iterator[tuple[str, str]]:
    lengths = {name: entry.shape[0] for name, entry in files.items()}
    nodes, vectors = lengths["node_times"], lengths["vector_nodes"]
    if nodes > MOST_NODES:
        yield "node_times", "has more nodes than there can be"
    expected = {
        **dict.fromkeys(("kind_offsets", "cell_kinds"), len(KINDS_IN_ORDER) + 1),
        **dict.fromkeys(("id_offsets", "name_offsets", "out_offsets", "into_offsets"), nodes + 1),
        **dict.fromkeys(("node_starts", "flags", "capacities", "vector_rows", "by_id"), nodes),
        **dict.fromkeys(("vectors", "vector_scales"), vectors),
        "cell_offsets": lengths["cell_scales"] + 1,
        "cell_centres": lengths["cell_scales"],
        **{name: lengths["out_neighbours"] for name in DTYPES if _is_per_edge(name)},
    }
    for name, length in expected.items():
        if lengths[name] != length:
            yield name, "does not fit the other files"
    if not _possible_width(files["vectors"]):
        yield "vectors", "has vectors of an impossible length"
    if files["cell_centres"].shape[1] != files["vectors"].shape[1]:
        yield "cell_centres", "does not fit the other files"


def _possible_width(vectors: FileEntry) -> bool:
    rows, width = vectors.shape
    return width <= MOST_DIMENSIONS and (width > 0 or rows == 0)


def _is_per_edge(name: str) -> bool:
    direction, _, rest = name.partition("_")
    return direction in ("out", "into") and rest != "offsets"
