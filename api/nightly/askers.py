"""Who is asked for in which part of a run for everybody."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from api.nightly.folder import RunFolder, write_frame
from graph.records import EntityId

MOST_PARTS = 256
"""Parts that a run is divided into, as far as the sizes below allow."""
LEAST_IN_PART, MOST_IN_PART = 50, 4_000
"""Members of one part: what a killed worker does again, and what its answers weigh in memory."""

_SCHEMA = {"asker": pl.String, "part": pl.Int32}


def in_one_part(askers: int) -> int:
    """How many of so many are asked in one part; who works on them plays no role."""
    return min(max(-(-askers // MOST_PARTS), LEAST_IN_PART), MOST_IN_PART)


def write_askers(
    folder: RunFolder, askers: Sequence[EntityId], withdrawn: Sequence[str] = ()
) -> int:
    """Write who is asked in which part; returns how many parts there are.

    Args:
        folder: of the run.
        askers: in the order in which they are asked.
        withdrawn: who was asked before and is asked no more; they have no part.
    """
    size = in_one_part(len(askers))
    parts = [place // size for place in range(len(askers))]
    frame = {"asker": [*askers, *withdrawn], "part": [*parts, *[None] * len(withdrawn)]}
    write_frame(folder.askers, pl.DataFrame(frame, schema=_SCHEMA))
    return parts[-1] + 1 if parts else 0


def askers_of(folder: RunFolder, part: int) -> list[EntityId]:
    """Who is asked in a part, in order."""
    frame = pl.scan_parquet(folder.askers).filter(pl.col("part") == part).collect()
    return [EntityId(asker) for asker in frame["asker"]]
