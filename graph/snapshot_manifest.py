"""A snapshot's manifest: what the directory is a picture of, and what each of its files must be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from graph.errors import shortened
from graph.sealed_json import is_count, read_sealed, sealed
from graph.snapshot_refusal import Refusal

FORMAT = 3
"""Version of the directory's layout; raised when a reader of the former one would go wrong."""
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot is a picture of."""

    community: str
    revision: int
    model: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One array's file: its dtype, shape, length in bytes and SHA-256 as hexadecimal digits."""

    dtype: str
    shape: tuple[int, ...]
    bytes: int
    sha256: str


Files = dict[str, FileEntry]
"""The file of each array by the array's name."""


def rendered(header: Header, files: Files) -> bytes:
    """The text of a manifest."""
    return sealed({"format": FORMAT, **asdict(header), "files": entries_of(files)})


def read_manifest(directory: Path, community: str | None = None) -> tuple[Header, Files]:
    """Read and check the manifest of the snapshot in `directory`.

    Args:
        directory: what `write_arrays` wrote.
        community: whose snapshot it must be; None: whoever's.

    Raises:
        SnapshotInvalid: it is missing or damaged, or of another format or community.
    """
    refusal = Refusal(directory, community)
    content = read_sealed(MANIFEST, FORMAT, refusal)
    header = _header(content)
    files = files_of(content.get("files"))
    if header is None or files is None:
        raise refusal.of(MANIFEST, "is damaged: it does not say what a manifest says")
    if community not in (None, header.community):
        whose = f"{shortened(header.community)}, not {shortened(str(community))}"
        raise refusal.of(MANIFEST, f"belongs to community {whose}")
    return header, files


def entries_of(files: Files) -> dict[str, Any]:
    """What a manifest says of the files."""
    return {name: asdict(entry) for name, entry in files.items()}


def files_of(said: object) -> Files | None:
    """What a manifest said of each file; None where anything has another type."""
    if not isinstance(said, dict):
        return None
    files = {name: _entry(entry) for name, entry in said.items()}
    return None if None in files.values() else cast("Files", files)


def _header(content: dict[str, Any]) -> Header | None:
    community, revision, model = (content.get(name) for name in ("community", "revision", "model"))
    if isinstance(community, str) and isinstance(model, str) and is_count(revision):
        return Header(community, cast("int", revision), model)
    return None


def _entry(said: object) -> FileEntry | None:
    names = FileEntry.__dataclass_fields__
    if not isinstance(said, dict) or set(said) != set(names):
        return None
    dtype, shape, length, checksum = (said[name] for name in names)
    texts = isinstance(dtype, str) and isinstance(checksum, str)
    numbers = isinstance(shape, list) and all(is_count(each) for each in (*shape, length))
    return FileEntry(dtype, tuple(shape), length, checksum) if texts and numbers else None
