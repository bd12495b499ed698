"""A snapshot's arrays as files: written whole or not at all, never read when anything differs."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np

from graph.durable import flush
from graph.errors import SnapshotInvalid, StoreUnavailable, shortened
from graph.schema import KINDS_IN_ORDER
from graph.snapshot_building import DTYPES, Arrays

FORMAT = 1
"""Version of the directory's layout; raised when a reader of the former one would go wrong."""
MANIFEST = "manifest.json"
UNFINISHED = ".unfinished-"
"""Begins the name of a directory that is being written or deleted."""
_REMEDY = "delete the directory {directory}: it is rebuilt on the next use"


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot is a picture of."""

    community: str
    revision: int
    model: str


def write_arrays(directory: Path, header: Header, arrays: Arrays, *, replace: bool = True) -> None:
    """Write `directory` with one file per array and a manifest.

    Everything is written and flushed under another name and then renamed, so that a directory of
    this name is always whole.

    Args:
        directory: to be written; its parents are made.
        header: what the arrays are a picture of.
        arrays: what `build_arrays` made.
        replace: take the place of a directory of this name; else, one that is there stays.

    Raises:
        StoreUnavailable: the disk is full, or the folder cannot be written.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with _unfinished(directory.parent) as unfinished:
            files = {name: _write_array(unfinished, name, arrays[name]) for name in DTYPES}
            content = {"format": FORMAT, **asdict(header), "files": files}
            _write_flushed(unfinished / MANIFEST, _rendered(content))
            flush(unfinished)
            _move_into_place(unfinished, directory, replace)
        flush(directory.parent)
    except OSError as error:
        raise StoreUnavailable(
            f"the snapshot cannot be written to {directory} ({error.strerror or error}); "
            "make room there, or choose another folder"
        ) from error


def read_arrays(directory: Path, community: str, *, verify: bool = True) -> tuple[Header, Arrays]:
    """Map the arrays in `directory` into memory, read-only.

    Args:
        directory: what `write_arrays` wrote.
        community: whose snapshot it must be.
        verify: read every file through and compare its checksum.

    Raises:
        SnapshotInvalid: anything is missing or damaged, or it is another format or community.
    """
    header, files = _read_manifest(directory, community)
    arrays = {name: _read_array(directory, name, files[name], verify) for name in DTYPES}
    _check_shapes(directory, arrays)
    return header, arrays


def remove_directory(directory: Path) -> None:
    """Delete a snapshot; readers that have it open keep it, and nobody can open half of it.

    Raises:
        StoreUnavailable: the folder cannot be written.
    """
    doomed = _unfinished_name(directory.parent)
    try:
        directory.rename(doomed)
    except FileNotFoundError:
        return  # somebody else deleted it
    except OSError as error:
        raise StoreUnavailable(
            f"the snapshot {directory} cannot be deleted ({error.strerror or error})"
        ) from error
    shutil.rmtree(doomed, ignore_errors=True)


@contextmanager
def _unfinished(parent: Path) -> Iterator[Path]:
    directory = _unfinished_name(parent)
    directory.mkdir()
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def _unfinished_name(parent: Path) -> Path:
    return parent / f"{UNFINISHED}{secrets.token_hex(8)}"


def _move_into_place(unfinished: Path, directory: Path, replace: bool) -> None:
    """Rename; what was there before makes room first, since a full directory is not replaced."""
    for _ in range(100):  # each turn is lost only to another process that put its own in place
        try:
            unfinished.rename(directory)
        except OSError:
            if not directory.exists():
                raise
            if not replace:
                return
            remove_directory(directory)
        else:
            return
    raise OSError(f"{directory.name} is replaced by others all the time")


def _write_array(directory: Path, name: str, array: Any) -> dict[str, Any]:
    path = directory / f"{name}.npy"
    with path.open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
        _flush(file)
    return {
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "bytes": path.stat().st_size,
        "sha256": _checksum(path),
    }


def _read_array(directory: Path, name: str, entry: dict[str, Any], verify: bool) -> Any:
    path = directory / f"{name}.npy"
    try:
        if path.stat().st_size != entry["bytes"]:
            raise _invalid(directory, path.name, "has another length than its manifest says")
        if verify and _checksum(path) != entry["sha256"]:
            raise _invalid(directory, path.name, "is damaged: its checksum differs")
        # An empty array has nothing that could be mapped.
        mapped = 0 not in entry["shape"]
        array = np.asarray(np.load(path, mmap_mode="r" if mapped else None, allow_pickle=False))
    except FileNotFoundError:
        raise _invalid(directory, path.name, "is missing") from None
    except (OSError, ValueError, EOFError) as error:
        raise _invalid(directory, path.name, f"cannot be read ({error})") from error
    if str(array.dtype) != DTYPES[name] or list(array.shape) != entry["shape"]:
        raise _invalid(directory, path.name, "is not the array that its manifest says")
    array.flags.writeable = False
    return array


def _read_manifest(directory: Path, community: str) -> tuple[Header, dict[str, Any]]:
    try:
        raw = (directory / MANIFEST).read_bytes()
    except FileNotFoundError:
        raise _invalid(directory, MANIFEST, "is missing") from None
    except OSError as error:
        raise _invalid(directory, MANIFEST, f"cannot be read ({error})") from error
    try:
        content = json.loads(raw)
        found = int(content["format"])
    except (ValueError, KeyError, TypeError):
        raise _invalid(directory, MANIFEST, "is damaged") from None
    if found != FORMAT:
        by = "a newer Kinpath" if found > FORMAT else "an older Kinpath"
        raise _invalid(
            directory, MANIFEST, f"was written by {by} (format {found}; this one reads {FORMAT})"
        )
    content.pop("sha256", None)
    # Written again from what was read, it must be the same to the byte, its checksum included.
    if _rendered(content) != raw or set(content["files"]) != set(DTYPES):
        raise _invalid(directory, MANIFEST, "is damaged: its checksum differs")
    header = Header(content["community"], content["revision"], content["model"])
    if header.community != community:
        raise _invalid(
            directory,
            MANIFEST,
            f"belongs to community {shortened(header.community)}, not {shortened(community)}",
        )
    return header, content["files"]


def _rendered(content: dict[str, Any]) -> bytes:
    """The manifest's text: JSON with sorted names that ends with the checksum of the rest."""
    body = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    checksum = hashlib.sha256(body.encode()).hexdigest()
    text = json.dumps({**content, "sha256": checksum}, sort_keys=True, ensure_ascii=True, indent=1)
    return text.encode() + b"\n"


def _check_shapes(directory: Path, arrays: Arrays) -> None:
    """That the arrays belong together: as many of each thing as there are of it elsewhere."""
    nodes, vectors = len(arrays["node_times"]), len(arrays["vector_nodes"])
    lengths = {
        "kind_offsets": len(KINDS_IN_ORDER) + 1,
        **dict.fromkeys(("id_offsets", "name_offsets", "out_offsets", "into_offsets"), nodes + 1),
        **dict.fromkeys(("node_starts", "flags", "capacities", "vector_rows"), nodes),
        **dict.fromkeys(("vectors", "vector_scales"), vectors),
        **{name: len(arrays["out_neighbours"]) for name in DTYPES if _is_per_edge(name)},
    }
    for name, length in lengths.items():
        if len(arrays[name]) != length:
            raise _invalid(directory, f"{name}.npy", "does not fit the other files")
    ends = {"kind_offsets": nodes, "out_offsets": len(arrays["out_neighbours"])}
    ends |= {"into_offsets": ends["out_offsets"], "id_offsets": len(arrays["id_text"])}
    ends |= {"name_offsets": len(arrays["name_text"])}
    for name, end in ends.items():
        if int(arrays[name][-1]) != end:
            raise _invalid(directory, f"{name}.npy", "does not fit the other files")


def _is_per_edge(name: str) -> bool:
    direction, _, rest = name.partition("_")
    return direction in ("out", "into") and rest != "offsets"


def _invalid(directory: Path, file: str, what: str) -> SnapshotInvalid:
    remedy = _REMEDY.format(directory=directory)
    return SnapshotInvalid(f"snapshot file {file} {what}; {remedy}")


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_flushed(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        _flush(file)


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
