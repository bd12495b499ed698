"""The snapshots that people look at: where they are, and what is in them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.communities import open_chosen
from api.embedder import embedder_of
from api.settings import Settings
from graph.errors import InvalidRequest, SnapshotInvalid, shortened
from graph.progress import Progress
from graph.records import isoformat
from graph.schema import KINDS_IN_ORDER, EntityKind
from graph.snapshot import Snapshot
from graph.snapshot_cache import shelf
from graph.snapshot_files import MANIFEST, holds_other_files
from graph.snapshot_manifest import read_manifest
from graph.snapshot_refusal import Refusal
from graph.snapshot_taking import current_snapshot, open_snapshot, take_snapshot
from graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class SnapshotDescription:
    """What is in one snapshot.

    Attributes:
        directory: where it is.
        community: whose it is.
        revision: the community's revision that it shows.
        model: the embedding model of its vectors.
        taken_at: when it was written, ISO 8601.
        entities: number of each kind that there is.
        edges: number of relationships.
        vectors: number of vectors.
        dimensions: of each vector.
        bytes_by_array: of each file, largest first.
        bytes: of all files.
        bytes_per_member: None where there are no members.
    """

    directory: str
    community: str
    revision: int
    model: str
    taken_at: str
    entities: dict[str, int]
    edges: int
    vectors: int
    dimensions: int
    bytes_by_array: dict[str, int]
    bytes: int
    bytes_per_member: float | None


def describe(directory: Path, community: str | None = None) -> SnapshotDescription:
    """What is in the snapshot in `directory`, without reading it through.

    Raises:
        SnapshotInvalid: it is missing or damaged, or not that of the community.
    """
    header, files = read_manifest(directory, community)
    snapshot = open_snapshot(directory, community, verify=False)
    written = datetime.fromtimestamp((directory / MANIFEST).stat().st_mtime, UTC)
    entities = {kind: snapshot.count(kind) for kind in KINDS_IN_ORDER}
    sizes = {name: entry.bytes for name, entry in files.items()}
    total, members = sum(sizes.values()), entities[EntityKind.MEMBER]
    return SnapshotDescription(
        directory=str(directory),
        community=header.community,
        revision=header.revision,
        model=header.model,
        taken_at=isoformat(written) or "",
        entities={kind.value: count for kind, count in entities.items() if count},
        edges=len(snapshot.out),
        vectors=len(snapshot.vectors),
        dimensions=snapshot.vectors.shape[1],
        bytes_by_array=dict(sorted(sizes.items(), key=lambda item: (-item[1], item[0]))),
        bytes=total,
        bytes_per_member=round(total / members, 1) if members else None,
    )


def find_snapshot(settings: Settings, directory: Path | None) -> Path:
    """The directory that is given, else that of the community's present revision in the cache.

    Raises:
        SnapshotInvalid: there is none of the present revision in the cache.
    """
    if directory is not None:
        return directory
    with open_chosen(settings) as store:
        cached = _shelf(settings, store) / store.stamp()
        if not cached.exists():
            command = Refusal(cached, store.community).command
            raise SnapshotInvalid(
                f"the cache holds no snapshot of the present revision of community "
                f"{shortened(store.community)} yet; `{command}` takes it"
            )
    return cached


def build(settings: Settings, directory: Path | None, progress: Progress) -> Path:
    """Take the snapshot of the community as it stands now; returns its directory.

    Without a directory it goes to the cache, and one that is there and sound stays.

    Raises:
        InvalidRequest: the directory is in the cache, or holds something else.
    """
    if directory is not None:
        _check_place(directory, settings.snapshots)
    with open_chosen(settings) as store:
        model = embedder_of(settings).name
        if directory is not None:
            take_snapshot(store, directory, model, progress)
            return directory
        snapshot = current_snapshot(store, settings.snapshots, model, progress)
        return _written(_shelf(settings, store), snapshot)


def _check_place(directory: Path, cache: Path) -> None:
    # `resolve` would fail at links that lead round in a circle.
    if Path(os.path.realpath(directory)).is_relative_to(os.path.realpath(cache)):
        raise InvalidRequest("--directory", "is in the cache; leave it out to build it there")
    if holds_other_files(directory):
        raise InvalidRequest("--directory", "holds other files; name a new or an empty folder")


def _shelf(settings: Settings, store: GraphStore) -> Path:
    return shelf(settings.snapshots, store, embedder_of(settings).name)


def _written(own_shelf: Path, snapshot: Snapshot) -> Path:
    """Where the snapshot was put, though the community may have changed since."""
    found = list(own_shelf.glob(f"{snapshot.revision}-*"))
    if not found:  # the next one has taken its place already
        raise SnapshotInvalid("the community changed again and again; build it once more")
    return found[0]
