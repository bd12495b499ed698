"""Writes `examples/invented_community`: a community that nobody has ever lived in.

    python -m examples.make_invented_community [OUTPUT_FOLDER]

Every name, place, text and number is made up by a generator with a fixed seed, so that the same
script writes the same rows on every machine. Times are told as of 2025-06-01.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from examples.invention import deeds, people
from examples.invention.world import Row, World

FOLDER = Path(__file__).parent / "invented_community"


def invent() -> dict[str, list[Row]]:
    """All rows by table."""
    world = World()
    people.make_host(world)
    people.make_people(world)
    deeds.make_groups(world)
    deeds.make_activities(world)
    deeds.make_content(world)
    deeds.make_ties(world)
    deeds.make_journeys(world)
    deeds.make_surveys(world)
    deeds.make_interests(world)
    return world.tables


def main(folder: Path) -> None:
    """Write each table as compressed JSON lines."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in invent().items():
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        # Without a time and a name inside, the same rows make the same bytes.
        packed = gzip.compress(lines.encode(), 9, mtime=0)
        (folder / f"{table}.jsonl.gz").write_bytes(packed)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
