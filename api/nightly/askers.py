"""Who is asked for in a run for everybody, and in which part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from api.nightly.folder import RunFolder, write_frame
from graph.packing import AUTOMATIC, HIDDEN, NO_CONSENT, PAUSED
from graph.records import EntityId
from graph.schema import EntityKind
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int64]

MOST_PARTS = 256
"""Parts that a run is divided into, as far as the sizes below allow."""
LEAST_IN_PART, MOST_IN_PART = 50, 4_000
"""Members of one part: what a killed worker does again, and what its answers weigh in memory."""

LEFT_OUT = {
    "no consent to matching": NO_CONSENT,
    "hidden": HIDDEN,
    "paused": PAUSED,
    "automatic": AUTOMATIC,
}
"""Whom a run does not ask for, by flag; who has several counts under the first."""

_SCHEMA = {"asker": pl.String, "part": pl.Int32}


@dataclass(frozen=True, slots=True)
class Askers:
    """Members that may be matched.

    Attributes:
        nodes: (n,) ascending.
        members: how many members there are in all.
        left_out: how many may not be matched, by reason.
    """

    nodes: Nodes
    members: int
    left_out: dict[str, int]


def who_may_ask(snapshot: Snapshot) -> Askers:
    """Everybody who consented, shows themselves, is not paused, and is a person."""
    members = snapshot.nodes(EntityKind.MEMBER)
    flags = snapshot.flags[members]
    open_to_all = np.ones(len(members), dtype=bool)
    left_out = {}
    for reason, flag in LEFT_OUT.items():
        closed = open_to_all & (flags & flag != 0)
        left_out[reason] = int(closed.sum())
        open_to_all &= ~closed
    return Askers(members[open_to_all].astype(np.int64), len(members), left_out)


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
