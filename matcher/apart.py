"""What goes out of one asker's sight besides what nobody sees: whom they are apart from."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.packing import HIDDEN, NO_CONSENT
from graph.schema import OWNING, RELATIONSHIP_CODES, RelationshipKind
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int32]

_OWNING = [RELATIONSHIP_CODES[kind] for kind in OWNING]
_REPLIES_TO = RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]


def gone_with(snapshot: Snapshot, apart: Iterable[int]) -> Nodes:
    """Nodes (n,), ascending: those apart, what only they and the hidden own, and its replies.

    Looks into the rows of these nodes alone.

    Args:
        snapshot: the whole one.
        apart: nodes that the asker may not see.
    """
    members = np.array(sorted(apart), dtype=np.int32)
    gone = np.union1d(members, _owned_only_by(snapshot, members)).astype(np.int32)
    further = gone
    while len(further):
        _, places = row_places(snapshot.into.spans, further)
        replies = snapshot.into.kinds[places] == _REPLIES_TO
        further = np.setdiff1d(snapshot.into.neighbours[places[replies]], gone)
        gone = np.union1d(gone, further).astype(np.int32)
    return gone


def concealed(snapshot: Snapshot, nodes: Nodes, unseen: Nodes) -> Nodes:
    """Those of the nodes (n,) that nobody sees for what they belong to, with what replies to them.

    Args:
        snapshot: the whole one.
        nodes: what was written, or is written by somebody, or replies to something, since.
        unseen: (u,) nodes that nobody sees.
    """
    things, places = row_places(snapshot.into.spans, nodes)
    owning = np.isin(snapshot.into.kinds[places], _OWNING)
    owners, things = snapshot.into.neighbours[places[owning]], things[owning]
    silent = snapshot.flags[owners] & (HIDDEN | NO_CONSENT) != 0
    owned = np.bincount(things, minlength=len(nodes))
    gone = nodes[(owned > 0) & (owned == np.bincount(things[silent], minlength=len(nodes)))]
    replies, places = row_places(snapshot.out.spans, nodes)
    answering = snapshot.out.kinds[places] == _REPLIES_TO
    answered = snapshot.out.neighbours[places[answering]]
    to_unseen = nodes[replies[answering][np.isin(answered, unseen)]]
    return gone_with(snapshot, np.union1d(gone, to_unseen).tolist())


def _owned_only_by(snapshot: Snapshot, members: Nodes) -> Nodes:
    """What these members own, and nobody else whom others may see."""
    _, places = row_places(snapshot.out.spans, members)
    owning = np.isin(snapshot.out.kinds[places], _OWNING)
    owned = np.unique(snapshot.out.neighbours[places[owning]])
    things, places = row_places(snapshot.into.spans, owned)
    owning = np.isin(snapshot.into.kinds[places], _OWNING)
    owners = snapshot.into.neighbours[places[owning]]
    silent = np.isin(owners, members) | (snapshot.flags[owners] & (HIDDEN | NO_CONSENT) != 0)
    seen = np.bincount(things[owning][~silent], minlength=len(owned))
    return np.asarray(owned[seen == 0])
