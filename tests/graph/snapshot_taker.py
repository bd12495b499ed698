"""A program that takes the current snapshot again and again, for tests with several processes.

python -m tests.graph.snapshot_taker URL COMMUNITY ROOT TURNS
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from graph import open_store
from graph.snapshot_taking import current_snapshot


def main(url: str, community: str, root: str, turns: str) -> None:
    """Print the size of the snapshot of each turn; in between, delete all of them."""
    with open_store(url, community, create=False) as store:
        for _ in range(int(turns)):
            found = current_snapshot(store, Path(root), "tiny")
            print(found.size, len(found.out))  # noqa: T201 - this is what the test reads
            for shelf in Path(root).iterdir():
                for path in shelf.glob("[0-9]*"):
                    shutil.rmtree(path, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
