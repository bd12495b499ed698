"""What lies around nodes: everything within two steps, but not through hubs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import RELATIONSHIP_CODES, EntityKind
from graph.snapshot import Snapshot
from matcher.walks import WALK_WEIGHTS

Mask = npt.NDArray[np.bool_]

STEPS = 2
"""How far a change reaches."""
MOST_RELATIONSHIPS = 256
"""Whoever and whatever has more of them that walks follow is reached, but not passed through."""

_WALKED: Mask = np.zeros(256, dtype=np.bool_)
_WALKED[[RELATIONSHIP_CODES[kind] for kind in WALK_WEIGHTS]] = True


def surroundings(snapshot: Snapshot, touched: Mask) -> Mask:
    """(N,) the touched (N,) and what lies within STEPS of them, whichever way an edge points.

    Steps go along the relationships that walks follow, over nodes with at most MOST_RELATIONSHIPS
    of them, and never over the community itself, which everybody has to do with.
    """
    narrow = _walked_degrees(snapshot) <= MOST_RELATIONSHIPS
    narrow[slice(*snapshot.range(EntityKind.COMMUNITY))] = False
    reached = touched.copy()
    for _ in range(STEPS):
        passed = reached & narrow
        for side in (snapshot.out, snapshot.into):
            followed = _WALKED[side.kinds] & np.repeat(passed, side.degrees())
            reached[side.neighbours[followed]] = True
    return reached


def _walked_degrees(snapshot: Snapshot) -> npt.NDArray[np.int64]:
    """(N,) how many relationships that walks follow begin or end at each node."""
    degrees = np.zeros(snapshot.size, dtype=np.int64)
    for side in (snapshot.out, snapshot.into):
        degrees += np.bincount(side.owners()[_WALKED[side.kinds]], minlength=snapshot.size)
    return degrees
