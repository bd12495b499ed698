"""Arrays that can be worked out again, kept in a folder: used whole, or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from graph.checksums import checksums_of, short_ones
from graph.errors import SnapshotInvalid
from graph.sealed_json import read_sealed, sealed
from graph.snapshot_array_files import file_name, mapped_array, write_array
from graph.snapshot_building import Arrays
from graph.snapshot_manifest import MANIFEST, entries_of, files_of
from graph.snapshot_refusal import Refusal

FORMAT = 1
"""Version of such folders; others are made again."""
PREPARED = "prepared"
"""In a snapshot's directory, what holds such folders."""
_KEY, _SHORT = "of", "checksums"


def read_prepared(folder: Path, key: str) -> Arrays | None:
    """The arrays in a folder, mapped into memory; None where they are not there, or not whole.

    Args:
        folder: what `write_prepared` wrote.
        key: what they must have been worked out from.
    """
    if not folder.is_dir():
        return None
    refusal = Refusal(folder, None)
    try:
        content = read_sealed(MANIFEST, FORMAT, refusal)
        files = files_of(content.get("files"))
        if files is None or content.get(_KEY) != key or not all(map(str.isidentifier, files)):
            return None
        arrays = {name: mapped_array(name, entry, refusal) for name, entry in files.items()}
        sizes = {file_name(name): entry.bytes for name, entry in files.items()}
        short = short_ones(content.get(_SHORT), set(sizes))
        found = {name: sums.short for name, sums in checksums_of(sizes, refusal, with_long=False)}
    except (SnapshotInvalid, TypeError):
        return None
    return arrays if found == short else None


def is_prepared(folder: Path, key: str) -> bool:
    """Whether a folder says that it was worked out from `key`; no array is looked at."""
    try:
        return read_sealed(MANIFEST, FORMAT, Refusal(folder, None)).get(_KEY) == key
    except SnapshotInvalid:
        return False


def write_prepared(folder: Path, key: str, arrays: dict[str, Any]) -> bool:
    """Write the folder, whole or not at all, in place of any that was there.

    Returns:
        Whether it could be written: where nothing can, everybody works things out by themselves.
    """
    unfinished = folder.parent / f".unfinished-{secrets.token_hex(8)}"
    try:
        unfinished.mkdir(parents=True)
        files = {name: write_array(unfinished / file_name(name), arrays[name]) for name in arrays}
        sizes = {file_name(name): entry.bytes for name, entry in files.items()}
        found = checksums_of(sizes, Refusal(unfinished, None), with_long=False)
        short = {name: checksums.short for name, checksums in found}
        said = {"format": FORMAT, _KEY: key, "files": entries_of(files), _SHORT: short}
        (unfinished / MANIFEST).write_bytes(sealed(said))
        _remove(folder)
        unfinished.rename(folder)
    except (OSError, SnapshotInvalid):
        return False
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return True


@contextmanager
def by_one_at_a_time(folder: Path) -> Iterator[None]:
    """One process and one thread of it at a time works for the folder; others wait here.

    A lock of the operating system, which ends with the process that holds it. Where none can be
    had nobody waits.
    """
    with suppress(OSError):
        folder.parent.mkdir(exist_ok=True)
    try:
        lock = folder.parent / f".{folder.name}.lock"
        held = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _remove(folder: Path) -> None:
    """Delete a folder; whoever has mapped its files keeps them."""
    doomed = folder.parent / f".unfinished-{secrets.token_hex(8)}"
    with suppress(FileNotFoundError):
        folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)
