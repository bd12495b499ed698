"""Files copied piece by piece, so that their length takes no memory and somebody can say stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO

from graph.progress import Progress

_PIECE = 1 << 16


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """All that is left in a file."""
    while piece := file.read(_PIECE):
        yield piece


def copy(path: Path, out: IO[bytes], label: str, progress: Progress) -> None:
    """Write a file into another one; tells how many of its bytes are."""
    total, done = path.stat().st_size, 0
    with path.open("rb") as file:
        for piece in pieces(file):
            out.write(piece)
            done += len(piece)
            progress(label, done, total)
