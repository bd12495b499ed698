"""A process that starts, opens a snapshot, answers and tells how it was; run by `starts`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

PAGE_TABLE = Path("/proc/self/status")


def main() -> None:
    """Answer the questions in the line on standard input; a line of JSON for each that was told.

    Arguments: the snapshot's directory, and its community. The line is a list of goals and members.
    """
    from graph.snapshot_taking import open_snapshot  # noqa: PLC0415 - its time is part of what is told
    from matcher import Matcher, RecommendationRequest  # noqa: PLC0415

    before = resident_bytes()
    directory, community = sys.argv[1:]
    matcher = Matcher(open_snapshot(Path(directory), community))
    for goal, member in json.loads(sys.stdin.readline()):
        found = matcher.recommend(RecommendationRequest(goal, member))
        growth = None if before is None else (resident_bytes() or 0) - before
        tell({"answer": [result.id for result in found.results], "growth": growth})


def resident_bytes() -> int | None:
    """Bytes of memory that this process has, shared pages included; None where nobody tells."""
    if not PAGE_TABLE.exists():
        return None
    lines = PAGE_TABLE.read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kilobytes) * 1024


def tell(what: dict[str, object]) -> None:
    """Write a line of JSON that is read at once."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
