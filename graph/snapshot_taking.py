"""Snapshots of a store: taken, kept in files, and opened again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from graph.adjacency import frozen
from graph.errors import SnapshotInvalid
from graph.memory import free_memory
from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from graph.snapshot_building import Arrays, adjacency_from, build_arrays, cells_from
from graph.snapshot_cache import prune, shelf
from graph.snapshot_files import Header, read_arrays, remove_directory, write_arrays
from graph.snapshot_memory import check_room
from graph.snapshot_origin import origin_of
from graph.spare_numbers import spare_nodes
from graph.store import GraphStore, PackedGraph, revision_in
from graph.string_table import StringTable


def snapshot_of(graph: PackedGraph, community: str, model: str) -> Snapshot:
    """The snapshot of what a store exported, in memory alone."""
    return _assembled(Header(community, graph.revision, model), build_arrays(graph))


def take_snapshot(
    store: GraphStore, directory: Path, model: str, progress: Progress = silent
) -> Snapshot:
    """Write the community as it stands now to `directory`, and open it.

    The directory appears whole or not at all, and takes the place of any there was.

    Args:
        store: the community to copy.
        directory: where to; its parents are made.
        model: name of the embedding model whose vectors to take.
        progress: told the steps, and the megabytes that are written.

    Raises:
        NotEnoughMemory: it would not fit; nothing was read.
    """
    _, header, arrays = _pictured(store, model, progress)
    write_arrays(directory, header, arrays, progress=progress)
    return open_snapshot(directory, store.community, verify=False)


def open_snapshot(
    directory: Path,
    community: str | None,
    *,
    verify: bool = True,
    thorough: bool = False,
    progress: Progress = silent,
) -> Snapshot:
    """Map the snapshot in `directory` into memory; processes that open the same share its pages.

    Args:
        directory: what `take_snapshot` wrote.
        community: whose it must be; None: whoever's.
        verify: compare checksums and check the contents; else lengths, types and heads alone.
        thorough: check all of it, also where it was checked before and no byte has changed.
        progress: told the megabytes that are verified.

    Raises:
        SnapshotInvalid: it is missing, damaged, of another format, or of another community.
        NotEnoughMemory: it is larger than all the memory there is.
    """
    origin = origin_of(directory)
    header, arrays = read_arrays(
        directory, community, verify=verify, thorough=thorough, progress=progress
    )
    # Another one may have taken its place meanwhile: then nobody knows which of them this is.
    origin = origin if origin == origin_of(directory) else None
    return replace(_assembled(header, arrays), origin=origin)


def current_snapshot(
    store: GraphStore, root: Path, model: str, progress: Progress = silent
) -> Snapshot:
    """The community as it stands now, from below `root` if its snapshot is there, else taken.

    Snapshots of the last two revisions are kept. Any number of processes may ask at once; a damaged
    snapshot is taken again.

    Raises:
        NotEnoughMemory: it would have to be taken and would not fit; nothing was read.
    """
    own_shelf = shelf(root, store, model)
    directory = own_shelf / store.stamp()
    if directory.exists() or directory.is_symlink():
        try:
            return open_snapshot(directory, store.community, progress=progress)
        except SnapshotInvalid:
            remove_directory(directory)
    stamp, header, arrays = _pictured(store, model, progress)
    directory = own_shelf / stamp
    write_arrays(directory, header, arrays, replace=False, progress=progress)
    prune(own_shelf, stamp)
    try:
        return open_snapshot(directory, store.community)
    except SnapshotInvalid:
        # Somebody else's was in the way and is damaged, or it was pruned already.
        return _assembled(header, arrays)


def newest_snapshot(own_shelf: Path, store: GraphStore, after: int) -> Snapshot | None:
    """The latest snapshot on a shelf of a revision that is later than `after`; None for none."""
    stamps = [path.name for path in own_shelf.glob("[0-9]*")]
    known = [stamp for stamp in stamps if after < revision_in(stamp) <= store.revision()]
    for stamp in sorted(known, key=revision_in, reverse=True):
        with suppress(SnapshotInvalid):
            return open_snapshot(own_shelf / stamp, store.community)
    return None


def _pictured(store: GraphStore, model: str, progress: Progress) -> tuple[str, Header, Arrays]:
    """The stamp of the community as it stands now, and what is written of it."""
    check_room(store, model, free_memory())
    progress("reading the store", 0, 2)
    graph = store.export(model)
    progress("arranging what was read", 1, 2)
    return graph.stamp, Header(store.community, graph.revision, model), build_arrays(graph)


def _assembled(header: Header, arrays: Arrays) -> Snapshot:
    ids = arrays["id_offsets"]
    return Snapshot(
        community=header.community,
        revision=header.revision,
        model=header.model,
        ids=StringTable(arrays["id_text"], ids),
        names=StringTable(arrays["name_text"], arrays["name_offsets"]),
        by_id=arrays["by_id"],
        kind_offsets=tuple(arrays["kind_offsets"].tolist()),
        node_times=arrays["node_times"],
        node_starts=arrays["node_starts"],
        flags=arrays["flags"],
        capacities=arrays["capacities"],
        out=adjacency_from(arrays, "out"),
        into=adjacency_from(arrays, "into"),
        vectors=arrays["vectors"],
        vector_scales=arrays["vector_scales"],
        vector_rows=arrays["vector_rows"],
        vector_nodes=arrays["vector_nodes"],
        cells=cells_from(arrays),
        absent=frozen(spare_nodes(arrays["kind_offsets"], arrays["by_id"], ids)),
    )
