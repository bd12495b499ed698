"""Whom everybody is, where everybody is asked for: members who may be matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.packing import AUTOMATIC, HIDDEN, NO_CONSENT, PAUSED
from graph.schema import EntityKind
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int64]

LEFT_OUT = {
    "no consent to matching": NO_CONSENT,
    "hidden": HIDDEN,
    "paused": PAUSED,
    "automatic": AUTOMATIC,
}
"""Who is not asked for, by flag; who has several counts under the first."""


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


def not_asked(left_out: Mapping[str, int]) -> str:
    """`3 hidden, 1 paused`: how many are left out and why; empty for nobody."""
    return ", ".join(f"{count:,} {why}" for why, count in left_out.items() if count)
