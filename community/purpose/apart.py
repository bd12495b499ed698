"""Who may be brought together: no minor with an adult, and nobody who wants nothing of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.picture import Nodes, Picture
from graph.packing import MINOR, NO_CONSENT, PAUSED
from graph.schema import RelationshipKind

_APART = (RelationshipKind.BLOCKS, RelationshipKind.REJECTED, RelationshipKind.DISMISSED)
_ACQUAINTED = (RelationshipKind.CONNECTED, RelationshipKind.MENTORS)


def may_be_proposed(picture: Picture, members: Nodes) -> npt.NDArray[np.bool_]:
    """(n,) which of the members consent to matching and are not paused."""
    return np.asarray(picture.snapshot.flags[members] & (NO_CONSENT | PAUSED) == 0)


def may_meet(
    picture: Picture, members: Nodes, rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.bool_]:
    """(r, n) which of the members (n,), ascending, may be introduced to those at some places.

    Not themselves, not a minor and an adult, nobody who blocked, rejected or dismissed the other
    or was by them, and nobody whom they know already.
    """
    minors = picture.snapshot.flags[members] & MINOR != 0
    allowed = minors[rows][:, None] == minors
    allowed[np.arange(len(rows)), rows] = False
    place = np.full(picture.snapshot.size, -1, dtype=np.int64)
    place[members[rows]] = np.arange(len(rows))
    column = np.full(picture.snapshot.size, -1, dtype=np.int64)
    column[members] = np.arange(len(members))
    between = picture.events_of(*_APART, *_ACQUAINTED)
    for one, other in ((between.sources, between.targets), (between.targets, between.sources)):
        both = (place[one] >= 0) & (column[other] >= 0)
        allowed[place[one[both]], column[other[both]]] = False
    return np.asarray(allowed)
