"""One array of a snapshot as a file: written, and mapped into memory."""

from __future__ import annotations

import hashlib
import io
import math
import os
from pathlib import Path
from typing import IO, Any

import numpy as np

from graph.room import mapped_with_room
from graph.sealed_json import open_regular
from graph.snapshot_manifest import FileEntry
from graph.snapshot_refusal import Refusal

MEGABYTE = 1_000_000


def file_name(array: str) -> str:
    """The name of an array's file."""
    return f"{array}.npy"


def write_array(path: Path, array: Any) -> FileEntry:
    """Write an array and have the disk keep it; says what the manifest says of it."""
    with path.open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)
        flush_file(file)
    with path.open("rb") as written:
        checksum = _checksum(written)
    return FileEntry(str(array.dtype), array.shape, path.stat().st_size, checksum)


def flush_file(file: IO[bytes]) -> None:
    """Have the disk keep what was written so far."""
    file.flush()
    os.fsync(file.fileno())


def mapped_array(name: str, entry: FileEntry, refusal: Refusal) -> Any:
    """The read-only array in a file whose length and head are what its manifest says.

    The head is compared with the one that would be written, byte for byte, and never parsed: no
    other dtype, order or size can come in by it.

    Raises:
        SnapshotInvalid: the file is missing, or not the array that the manifest says.
    """
    with open_regular(refusal.directory / file_name(name), refusal) as file:
        if os.fstat(file.fileno()).st_size != entry.bytes:
            raise refusal.of(file_name(name), "has another length than its manifest says")
        dtype, head = np.dtype(entry.dtype), _head(entry)
        length = len(head) + dtype.itemsize * math.prod(entry.shape)
        try:
            if length != entry.bytes or file.read(len(head)) != head:
                raise refusal.of(file_name(name), "is not the array that its manifest says")
            if 0 in entry.shape:  # nothing that could be mapped
                array = np.empty(entry.shape, dtype)
            else:
                array = _mapped(file, dtype, len(head), entry)
        except (OSError, ValueError) as error:
            raise refusal.of(file_name(name), f"cannot be read ({error})") from error
    array.flags.writeable = False
    return array


def _mapped(file: IO[bytes], dtype: np.dtype[Any], begin: int, entry: FileEntry) -> Any:
    """The array that begins there in a file, with room behind it where the system can do so."""
    mapped = mapped_with_room(file, entry.bytes)
    if mapped is None:
        return np.asarray(np.memmap(file, dtype, "r", begin, entry.shape))
    return np.ndarray(entry.shape, dtype, buffer=mapped, offset=begin)


def _head(entry: FileEntry) -> bytes:
    """What the file of such an array begins with."""
    said = {"descr": np.dtype(entry.dtype).str, "fortran_order": False, "shape": entry.shape}
    head = io.BytesIO()
    np.lib.format.write_array_header_1_0(head, said)
    return head.getvalue()


def _checksum(file: io.BufferedReader) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()
