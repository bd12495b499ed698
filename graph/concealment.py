"""What goes out of sight with those who are not to be seen: what only they own, and its replies."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import OWNING, RELATIONSHIP_CODES, RelationshipKind
from graph.snapshot import Snapshot

_REPLIES_TO = RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]
_OWNING = [RELATIONSHIP_CODES[kind] for kind in OWNING]


def concealed_with(snapshot: Snapshot, silent: set[int]) -> set[int]:
    """The silent nodes, what they alone wrote or hold, and the replies to all of it.

    Args:
        snapshot: packed, see `Snapshot.packed`.
        silent: nodes that are not to be seen.
    """
    return _with_replies(snapshot, silent | _owned_only_by(snapshot, silent))


def _owned_only_by(snapshot: Snapshot, members: set[int]) -> set[int]:
    """What was written or is held by these members and by nobody else."""
    if not members:
        return set()
    owns: npt.NDArray[np.bool_] = np.isin(snapshot.into.kinds, _OWNING)
    targets = snapshot.into.owners()[owns]
    theirs = np.isin(snapshot.into.neighbours[owns], np.fromiter(members, dtype=np.int64))
    owners = np.bincount(targets, minlength=snapshot.size)
    unseen_owners = np.bincount(targets[theirs], minlength=snapshot.size)
    return {int(node) for node in np.flatnonzero((unseen_owners > 0) & (unseen_owners == owners))}


def _with_replies(snapshot: Snapshot, nodes: set[int]) -> set[int]:
    """The nodes, what replies to them, what replies to that, and so on."""
    replies = snapshot.out.kinds == _REPLIES_TO
    if not nodes or not replies.any():
        return nodes
    sources = snapshot.out.owners()[replies]
    targets = snapshot.out.neighbours[replies]
    unseen = np.zeros(snapshot.size, dtype=bool)
    unseen[list(nodes)] = True
    while True:
        further = sources[unseen[targets] & ~unseen[sources]]
        if not len(further):
            return {int(node) for node in np.flatnonzero(unseen)}
        unseen[further] = True
