"""Lines of a file of any size, none of which can fill the memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from graph.progress import Progress
from loaders.compressed import OpenFile

MAX_LINE = 64 * 1024 * 1024
"""Bytes of the longest line that is read, and characters of the longest cell."""

_TOLD_EVERY = 1_000


def numbered_lines(
    file: OpenFile, label: str, progress: Progress, limit: int = MAX_LINE
) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number, from 1; None in place of a line that is longer than `limit`.

    Raises what reading a damaged file raises (`compressed.DAMAGE`).
    """
    read_line = file.content.readline
    number = 0
    while line := read_line(limit + 1):
        number += 1
        if number % _TOLD_EVERY == 0:
            progress(label, file.position(), file.size)
        if len(line) > limit:
            _skip_to_end(line, read_line, limit)
            yield number, None
        else:
            yield number, line
    progress(label, file.size, file.size)


def _skip_to_end(line: bytes, read_line: Callable[[int], bytes], limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = read_line(limit)
