"""Checksums of files: a long one that nobody can forge, and a short one that is fast to compare."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from graph.sealed_json import is_count, open_regular
from graph.snapshot_refusal import Refusal

_READERS = 4
"""Files whose checksums are computed at once, where there are as many processors."""
_CHUNK = 1 << 20

ShortOnes = dict[str, int]
"""By the name of a file, its CRC-32."""


@dataclass(frozen=True, slots=True)
class Checksums:
    """Of one file.

    Attributes:
        long: the SHA-256 in hexadecimal digits; empty where it is not wanted.
        short: the CRC-32.
    """

    long: str
    short: int


def checksums_of(
    sizes: Mapping[str, int], refusal: Refusal, *, with_long: bool
) -> Iterator[tuple[str, Checksums]]:
    """Each file's name and checksums, some at once: computing them lets other threads go on.

    Args:
        sizes: the files by name, with their lengths in bytes.
        refusal: makes the errors, and says where they are.
        with_long: compute the long ones as well.

    Raises:
        SnapshotInvalid: a file is missing or cannot be read.
    """
    # The largest first, so that none is left over when the others are done.
    ordered = sorted(sizes, key=lambda name: -sizes[name])
    with ThreadPoolExecutor(min(_READERS, os.cpu_count() or 1)) as readers:
        found = readers.map(lambda name: _of(refusal.directory / name, refusal, with_long), ordered)
        yield from zip(ordered, found, strict=True)


def short_ones(said: object, names: set[str]) -> ShortOnes | None:
    """What a file said of the short checksums of these files; None where it did not."""
    if not isinstance(said, dict) or set(said) != names or not all(map(is_count, said.values())):
        return None
    return said


def _of(path: Path, refusal: Refusal, with_long: bool) -> Checksums:
    long_one, short = hashlib.sha256(), 0
    buffer = memoryview(bytearray(_CHUNK))
    with open_regular(path, refusal) as file:
        try:
            while count := file.raw.readinto(buffer):
                short = zlib.crc32(buffer[:count], short)
                if with_long:
                    long_one.update(buffer[:count])
        except OSError as error:
            raise refusal.of(path.name, f"cannot be read ({error.strerror})") from error
    return Checksums(long_one.hexdigest() if with_long else "", short)
