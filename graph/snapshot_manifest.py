"""A snapshot's manifest: what the directory is a picture of, and what each of its files must be."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from graph.errors import shortened
from graph.snapshot_refusal import Refusal

FORMAT = 1
"""Version of the directory's layout; raised when a reader of the former one would go wrong."""
MANIFEST = "manifest.json"
MOST_BYTES = 1_000_000
"""Bytes that a manifest may have: a hundred times what one has."""

_LONGEST = 1 << 62
"""More of anything is in no file."""


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
    entries = {name: asdict(entry) for name, entry in files.items()}
    return _rendered({"format": FORMAT, **asdict(header), "files": entries})


def read_manifest(directory: Path, community: str | None = None) -> tuple[Header, Files]:
    """Read and check the manifest of the snapshot in `directory`.

    Args:
        directory: what `write_arrays` wrote.
        community: whose snapshot it must be; None: whoever's.

    Raises:
        SnapshotInvalid: it is missing or damaged, or of another format or community.
    """
    refusal = Refusal(directory, community)
    content = _read_content(refusal)
    header = _header(content)
    files = _files(content.get("files"))
    if header is None or files is None:
        raise refusal.of(MANIFEST, "is damaged: it does not say what a manifest says")
    if community not in (None, header.community):
        whose = f"{shortened(header.community)}, not {shortened(str(community))}"
        raise refusal.of(MANIFEST, f"belongs to community {whose}")
    return header, files


def open_regular(path: Path, refusal: Refusal) -> io.BufferedReader:
    """Open a file for reading; links, folders and pipes are none of ours.

    Raises:
        SnapshotInvalid: it is missing, cannot be read, or is no regular file.
    """
    try:
        # Without a blink: opening a pipe would else wait for somebody to write to it.
        found = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise refusal.of(path.name, "is missing") from None
    except OSError as error:
        why = "is no regular file" if path.is_symlink() else f"cannot be read ({error.strerror})"
        raise refusal.of(path.name, why) from error
    if not stat.S_ISREG(os.fstat(found).st_mode):
        os.close(found)
        raise refusal.of(path.name, "is no regular file")
    return os.fdopen(found, "rb")


def _read_content(refusal: Refusal) -> dict[str, Any]:
    with open_regular(refusal.directory / MANIFEST, refusal) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise refusal.of(MANIFEST, f"is damaged: it has more than {MOST_BYTES:,} bytes")
        raw = file.read(MOST_BYTES)
    content = _parsed(raw)
    if not isinstance(content, dict) or not _is_count(content.get("format")):
        raise refusal.of(MANIFEST, "is damaged")
    found = content["format"]
    if found != FORMAT:
        by = "a newer Kinpath" if found > FORMAT else "an older Kinpath"
        what = f"was written by {by} (format {found}; this one reads {FORMAT})"
        raise refusal.of(MANIFEST, what)
    content.pop("sha256", None)
    # Written again from what was read, it must be the same to the byte, its checksum included.
    if _rendered(content) != raw:
        raise refusal.of(MANIFEST, "is damaged: its checksum differs")
    return cast("dict[str, Any]", content)


def _parsed(raw: bytes) -> object:
    """The JSON in `raw`; None for what is none, or is nested so deeply that none can be made."""
    try:
        content: object = json.loads(raw)
        json.dumps(content)
    except (ValueError, RecursionError):
        return None
    return content


def _rendered(content: dict[str, Any]) -> bytes:
    """The manifest's text: JSON with sorted names that ends with the checksum of the rest."""
    body = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    checksum = hashlib.sha256(body.encode()).hexdigest()
    text = json.dumps({**content, "sha256": checksum}, sort_keys=True, ensure_ascii=True, indent=1)
    return text.encode() + b"\n"


def _header(content: dict[str, Any]) -> Header | None:
    community, revision, model = (content.get(name) for name in ("community", "revision", "model"))
    if isinstance(community, str) and isinstance(model, str) and _is_count(revision):
        return Header(community, cast("int", revision), model)
    return None


def _files(said: object) -> Files | None:
    """What the manifest says of each file; None where anything has another type."""
    if not isinstance(said, dict):
        return None
    files = {name: _entry(entry) for name, entry in said.items()}
    return None if None in files.values() else cast("Files", files)


def _entry(said: object) -> FileEntry | None:
    names = FileEntry.__dataclass_fields__
    if not isinstance(said, dict) or set(said) != set(names):
        return None
    dtype, shape, length, checksum = (said[name] for name in names)
    texts = isinstance(dtype, str) and isinstance(checksum, str)
    numbers = isinstance(shape, list) and all(_is_count(each) for each in (*shape, length))
    return FileEntry(dtype, tuple(shape), length, checksum) if texts and numbers else None


def _is_count(value: object) -> bool:
    """Whether it is a whole number that could count something."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LONGEST
