"""A snapshot's arrays as files: written whole or not at all, never read when anything differs."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from graph.durable import flush
from graph.errors import StoreUnavailable
from graph.memory import require_memory, total_memory
from graph.prepared_files import PREPARED
from graph.progress import Progress, silent
from graph.snapshot_array_files import (
    MEGABYTE,
    file_name,
    flush_file,
    mapped_array,
    write_array,
)
from graph.snapshot_building import DTYPES, Arrays
from graph.snapshot_checking import check_contents
from graph.snapshot_manifest import (
    FORMAT,
    MANIFEST,
    Files,
    Header,
    read_manifest,
    rendered,
)
from graph.snapshot_refusal import Refusal
from graph.snapshot_shapes import check_shapes
from graph.snapshot_verifying import verify_files

__all__ = [
    "FORMAT",
    "MANIFEST",
    "UNFINISHED",
    "Header",
    "holds_other_files",
    "read_arrays",
    "remove_directory",
    "write_arrays",
]

UNFINISHED = ".unfinished-"
"""Begins the name of a directory that is being written or deleted."""


def write_arrays(
    directory: Path,
    header: Header,
    arrays: Arrays,
    *,
    replace: bool = True,
    progress: Progress = silent,
) -> None:
    """Write `directory` with one file per array and a manifest.

    Everything is written and flushed under another name and then renamed, so that a directory of
    this name is always whole.

    Args:
        directory: to be written; its parents are made.
        header: what the arrays are a picture of.
        arrays: what `build_arrays` made.
        replace: take the place of a directory of this name; else, one that is there stays.
        progress: told the megabytes that are written.

    Raises:
        StoreUnavailable: the disk is full, the folder cannot be written, or it holds other files.
    """
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        with _unfinished(directory.parent) as unfinished:
            files = _write_files(unfinished, arrays, progress)
            _write_flushed(unfinished / MANIFEST, rendered(header, files))
            flush(unfinished)
            _move_into_place(unfinished, directory, replace)
        flush(directory.parent)
    except OSError as error:
        raise StoreUnavailable(
            f"the snapshot cannot be written to {directory} ({error.strerror or error}); "
            "make room there, or choose another folder"
        ) from error


def read_arrays(
    directory: Path,
    community: str | None,
    *,
    verify: bool = True,
    thorough: bool = False,
    progress: Progress = silent,
) -> tuple[Header, Arrays]:
    """Map the arrays in `directory` into memory, read-only.

    Args:
        directory: what `write_arrays` wrote.
        community: whose snapshot it must be; None: whoever's.
        verify: read every file through, compare its checksum, and check that the contents are
            possible and belong together.
        thorough: check all of it, also where it was checked before and no byte has changed.
        progress: told the megabytes that are verified.

    Raises:
        SnapshotInvalid: anything is missing or damaged, or it is another format or community.
        NotEnoughMemory: the arrays are larger than all the memory there is.
    """
    header, files = read_manifest(directory, community)
    refusal = Refusal(directory, header.community)
    check_shapes(files, refusal)
    arrays = {name: mapped_array(name, files[name], refusal) for name in DTYPES}
    if verify:
        size = sum(entry.bytes for entry in files.values())
        require_memory(size, f"the snapshot {directory}", total_memory())
        check = partial(check_contents, arrays, refusal)
        verify_files(files, refusal, progress, check, thorough=thorough)
    return header, arrays


def holds_other_files(directory: Path) -> bool:
    """Whether there is something at `directory` that no snapshot may take the place of."""
    if not directory.exists():
        return directory.is_symlink()
    if directory.is_symlink() or not directory.is_dir():
        return True
    own = {MANIFEST, PREPARED, *(file_name(name) for name in DTYPES)}
    names = {path.name for path in directory.iterdir()}
    if MANIFEST in names:  # an older or newer one may have had arrays of other names
        return not all(name in own or name.endswith(".npy") for name in names)
    return not names <= own


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
    _delete(doomed)


def _delete(doomed: Path) -> None:
    if doomed.is_symlink() or not doomed.is_dir():
        doomed.unlink(missing_ok=True)
    else:
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
            if holds_other_files(directory):
                raise OSError("it holds other files") from None
            remove_directory(directory)
        else:
            return
    raise OSError(f"{directory.name} is replaced by others all the time")


def _write_files(directory: Path, arrays: Arrays, progress: Progress) -> Files:
    total = sum(arrays[name].nbytes for name in DTYPES) // MEGABYTE
    files: Files = {}
    done = 0
    for name in DTYPES:
        progress("megabytes written", done // MEGABYTE, total)
        files[name] = write_array(directory / file_name(name), arrays[name])
        done += files[name].bytes
    return files


def _write_flushed(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        flush_file(file)
