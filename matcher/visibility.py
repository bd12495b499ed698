"""Whom an asker may not see, and the view of the community that is left for them."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from threading import Lock

import numpy as np
import numpy.typing as npt

from graph.packing import AUTOMATIC, HIDDEN, MINOR, NO_CONSENT, seconds
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.view import CommunityView

MAX_VIEWS = 8
"""Views that are kept for the next question."""

_BLOCKS = RELATIONSHIP_CODES[RelationshipKind.BLOCKS]
_REPLIES_TO = RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]
_OWNING = [RELATIONSHIP_CODES[kind] for kind in (RelationshipKind.CREATED, RelationshipKind.HOLDS)]


class Views:
    """The views of one snapshot; those last asked for are kept. Safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._kept: OrderedDict[tuple[object, ...], CommunityView] = OrderedDict()
        self._lock = Lock()

    def of(
        self,
        asker: EntityId | None,
        as_of: datetime | None,
        gone: frozenset[EntityId] = frozenset(),
    ) -> CommunityView:
        """The community as `asker` (None: anyone) sees it at a time, without the `gone`."""
        removed = frozenset(unseen_by(self._snapshot, asker, gone))
        key = (None if as_of is None else seconds(as_of), removed)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        view = self._make(as_of, removed)
        with self._lock:
            self._kept[key] = view
            while len(self._kept) > MAX_VIEWS:
                self._kept.popitem(last=False)
        return view

    def _make(self, as_of: datetime | None, removed: frozenset[int]) -> CommunityView:
        visible = self._snapshot.without(removed) if removed else self._snapshot
        if as_of is None:
            return CommunityView(visible.current())
        return CommunityView(visible.as_of(as_of), seconds(as_of))


def unseen_by(
    snapshot: Snapshot, asker: EntityId | None, gone: frozenset[EntityId] = frozenset()
) -> set[int]:
    """Nodes that must not touch an answer to `asker`, not even as a step of a path or in a count.

    Members who hide, who did not consent to matching, who block or are blocked by the asker, or
    who are `gone` since the snapshot was taken, with what only they wrote or hold and the replies
    to it; further programs, and minors when the asker is none (and the other way round).
    """
    node = None if asker is None else snapshot.find(asker)
    begin, end = snapshot.range(EntityKind.MEMBER)
    flags = snapshot.flags[begin:end]
    silent = {begin + int(member) for member in np.flatnonzero(flags & (HIDDEN | NO_CONSENT))}
    silent |= {int(hidden) for hidden in np.flatnonzero(snapshot.flags & HIDDEN)}
    silent |= {found for entity in gone if (found := snapshot.find(entity)) is not None}
    if node is not None:
        silent |= _blocked(snapshot, node)
        silent.discard(node)
    minor = node is not None and bool(snapshot.flags[node] & MINOR)
    apart = (flags & MINOR == 0) if minor else (flags & MINOR != 0)
    apart |= (flags & AUTOMATIC) != 0
    unseen = _with_replies(snapshot, silent | _owned_only_by(snapshot, silent))
    unseen |= {begin + int(member) for member in np.flatnonzero(apart)}
    unseen.discard(-1 if node is None else node)
    return unseen


def _blocked(snapshot: Snapshot, asker: int) -> set[int]:
    blocked: set[int] = set()
    for side in (snapshot.out, snapshot.into):
        row = slice(int(side.offsets[asker]), int(side.offsets[asker + 1]))
        blocked |= {int(other) for other in side.neighbours[row][side.kinds[row] == _BLOCKS]}
    return blocked


def _owned_only_by(snapshot: Snapshot, members: set[int]) -> set[int]:
    """What was written or is held by these members and by nobody else."""
    if not members:
        return set()
    owns: npt.NDArray[np.bool_] = np.isin(snapshot.into.kinds, _OWNING)
    targets = np.repeat(np.arange(snapshot.size), np.diff(snapshot.into.offsets))[owns]
    theirs = np.isin(snapshot.into.neighbours[owns], np.fromiter(members, dtype=np.int64))
    owners = np.bincount(targets, minlength=snapshot.size)
    unseen_owners = np.bincount(targets[theirs], minlength=snapshot.size)
    return {int(node) for node in np.flatnonzero((unseen_owners > 0) & (unseen_owners == owners))}


def _with_replies(snapshot: Snapshot, nodes: set[int]) -> set[int]:
    """The nodes, what replies to them, what replies to that, and so on."""
    replies = snapshot.out.kinds == _REPLIES_TO
    if not nodes or not replies.any():
        return nodes
    sources = np.repeat(np.arange(snapshot.size), np.diff(snapshot.out.offsets))[replies]
    targets = snapshot.out.neighbours[replies]
    unseen = np.zeros(snapshot.size, dtype=bool)
    unseen[list(nodes)] = True
    while True:
        further = sources[unseen[targets] & ~unseen[sources]]
        if not len(further):
            return {int(node) for node in np.flatnonzero(unseen)}
        unseen[further] = True
