"""Who may be introduced to whom: no minor to an adult, and nobody who wants nothing of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.picture import Nodes, Picture
from graph.packing import MINOR
from graph.schema import RelationshipKind

_ACQUAINTED = (RelationshipKind.CONNECTED, RelationshipKind.MENTORS)


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
    refused, known = picture.refusals, picture.events_of(*_ACQUAINTED)
    sources = np.concatenate([refused[0], known.sources])
    targets = np.concatenate([refused[1], known.targets])
    for one, other in ((sources, targets), (targets, sources)):
        both = (place[one] >= 0) & (column[other] >= 0)
        allowed[place[one[both]], column[other[both]]] = False
    return np.asarray(allowed)
