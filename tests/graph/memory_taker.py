"""A program that takes a snapshot in a fresh process, for a test of the memory that it needs.

python -m tests.graph.memory_taker URL SMALL LARGE MODEL FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from graph import open_store
from graph.snapshot_memory import memory_to_take
from graph.snapshot_taking import take_snapshot


def main(url: str, small: str, large: str, model: str, folder: str) -> None:
    """Print the bytes that are said, and those by which the peak really grew."""
    with open_store(url, small, create=False) as store:
        take_snapshot(store, Path(folder) / "small", model)  # whatever comes but once
    with open_store(url, large, create=False) as store:
        said = memory_to_take(store, model)
        before = _peak()
        take_snapshot(store, Path(folder) / "large", model)
        print(said, _peak() - before)  # noqa: T201 - this is what the test reads


def _peak() -> int:
    """The peak of resident memory so far; what `getrusage` tells begins with the parent's."""
    (line,) = (
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    )
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
