"""Whom an asker may not see, and the view of the community that is left for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache, partial
from weakref import proxy

import numpy as np
import numpy.typing as npt

from graph.concealment import concealed_with
from graph.lending import NoRoomLeft
from graph.packing import (
    AUTOMATIC,
    HIDDEN,
    MINOR,
    NO_CONSENT,
    NO_PROFILING,
    moment_of,
    seconds,
)
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Edges, Snapshot, edges_between
from graph.store import GraphStore
from graph.unprofiled import without_deeds
from matcher.apart import gone_with
from matcher.following import Followed, follow
from matcher.ground import Ground
from matcher.prepared import PreparedTables
from matcher.rows import neighbours_by_kind
from matcher.view import CommunityView

Nodes = npt.NDArray[np.int32]
MAX_VIEWS = 8
"""Views that are kept for the next question."""
MAX_STANDINGS = 64
"""Standings of askers whose unseen nodes are kept: most askers stand alike."""

MAX_ASKERS = 4_096
"""Askers of whom it is kept how they stand."""
MAX_GROUNDS = 2
"""Views from which narrower ones are made: that of adults and that of minors."""
NARROWED_FROM = 10_000
"""Nodes from which on somebody's view is not a copy of everything: copying fewer takes no time."""

_BLOCKS = RELATIONSHIP_CODES[RelationshipKind.BLOCKS]


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an asker decides whom they may see.

    Attributes:
        minor: whether they are one.
        apart: members with whom a block stands, and who and what is gone.
        spared: the asker's own node, where others may not see it.
    """

    minor: bool
    apart: frozenset[int]
    spared: int | None


_ANYBODY = Standing(minor=False, apart=frozenset(), spared=None)
"""As most askers stand: what is worked out for them is kept for other processes."""


class Views:
    """The views of one snapshot; those last asked for are kept. Safe to share between threads.

    Args:
        snapshot: the whole one.
        narrowed_from: nodes from which a snapshot is not copied for whoever is apart from somebody;
            None: NARROWED_FROM.
        followed: the ground of what adults see, to which changes were brought; None: the snapshot
            is as it was taken.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        narrowed_from: int | None = None,
        followed: Ground | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._followed = followed
        self._narrowed_from = NARROWED_FROM if narrowed_from is None else narrowed_from
        self._narrows = snapshot.in_sight >= self._narrowed_from
        self._standing = lru_cache(MAX_ASKERS)(partial(standing, snapshot))
        # Weak, so that the memory of views is free as soon as nobody uses them.
        own = proxy(self)
        self._ground = lru_cache(MAX_GROUNDS)(partial(Views._made_ground, own))
        self._narrowed = lru_cache(MAX_STANDINGS)(partial(Views._made_narrower, own))
        self._unseen = lru_cache(MAX_STANDINGS)(partial(_unseen_from, snapshot))
        self._view = lru_cache(MAX_VIEWS)(partial(_view_without, snapshot))

    def of(
        self,
        asker: EntityId | None,
        as_of: datetime | None,
        gone: frozenset[EntityId] = frozenset(),
    ) -> CommunityView:
        """The community as `asker` (None: anyone) sees it at a time, without the `gone`."""
        stands, turned = self._standing(asker, gone), self._turned(asker)
        if self._narrows and as_of is None and stands.spared is None and not turned:
            if stands.apart:
                return self._narrowed(stands)
            if self._followed is not None and not stands.minor:
                return self._seen_by_all
        second = None if as_of is None else seconds(as_of)
        kept = stands == _ANYBODY and second is None and not turned
        return self._view(second, self._unseen(stands), kept=kept)

    def _turned(self, asker: EntityId | None) -> bool:
        """Whether `asker` switched profiling since the snapshot was taken: its tables still tell
        of what they did, or do not yet.
        """
        if self._followed is None or asker is None:
            return False
        node = self._snapshot.find(asker)
        if node is None:
            return False
        before, now = self._followed.base.snapshot.flags, self._snapshot.flags
        return bool((int(before[node]) ^ int(now[node])) & NO_PROFILING)

    def are_shared_by(self, asker: EntityId | None) -> bool:
        """Whether `asker` sees what most others see, so that no view has to be made for them."""
        return self._standing(asker, frozenset()) == _ANYBODY and not self._turned(asker)

    def _made_narrower(self, stands: Standing) -> CommunityView:
        """The view of those who are apart from nobody, without those from whom this asker is."""
        ground = self._ground(stands.minor)
        gone = gone_with(self._snapshot, stands.apart)
        try:
            return ground.without(gone).view()
        except NoRoomLeft:
            return self._view(None, self._unseen(stands), kept=False)

    def _made_ground(self, minor: bool) -> Ground:
        if self._followed is not None and not minor:
            return self._followed
        stands = Standing(minor, apart=frozenset(), spared=None)
        view = self._view(None, self._unseen(stands), kept=stands == _ANYBODY)
        return Ground.of(view, self._changeable)

    @cached_property
    def _changeable(self) -> Snapshot:
        return self._snapshot.changeable()

    @cached_property
    def _seen_by_all(self) -> CommunityView:
        return self._ground(False).view()

    @property
    def can_follow(self) -> bool:
        """Whether changes are brought into rows: in a small community everything is made anew."""
        return self._narrows

    def caught_up(self, store: GraphStore, waiting: frozenset[EntityId]) -> tuple[Followed, Views]:
        """What changed in the store since the snapshot's revision, and the views with it.

        `waiting` are those whose texts had no vector yet.

        Raises:
            NoRoomLeft: a new snapshot has to be taken.
            StoreError: the store cannot be read.
        """
        found = follow(store, self._changeable, self._ground(False), waiting)
        return found, Views(found.snapshot, self._narrowed_from, found.ground)


def standing(
    snapshot: Snapshot, asker: EntityId | None, gone: frozenset[EntityId] = frozenset()
) -> Standing:
    """How `asker` (None: anyone) stands, when who and what is `gone` left after the snapshot."""
    apart = {found for entity in gone if (found := snapshot.find(entity)) is not None}
    node = None if asker is None else snapshot.find(asker)
    if node is None:
        return Standing(minor=False, apart=frozenset(apart), spared=None)
    flags = int(snapshot.flags[node])
    concealed = bool(flags & (HIDDEN | NO_CONSENT | AUTOMATIC)) or node in apart
    return Standing(
        minor=bool(flags & MINOR),
        apart=frozenset(apart | _blocked(snapshot, node)),
        spared=node if concealed else None,
    )


def _unseen_from(snapshot: Snapshot, asker: Standing) -> frozenset[int]:
    """The same as `unseen_from`; found in a file for those who stand as most do."""
    if asker != _ANYBODY:
        return unseen_from(snapshot, asker)

    def look() -> Nodes:
        unseen = unseen_from(snapshot, asker)
        return np.sort(np.fromiter(unseen, np.int32, len(unseen)))

    prepared = PreparedTables.of(snapshot, frozenset())
    return frozenset(prepared.table("unseen", Nodes, look).tolist())


def unseen_from(snapshot: Snapshot, asker: Standing) -> frozenset[int]:
    """Nodes that must not touch an answer, not even as a step of a path or in a count.

    Members who hide, who did not consent to matching, or who are apart from the asker, with what
    only they wrote or hold and the replies to it; further programs, and minors when the asker is
    none (and the other way round).
    """
    snapshot = snapshot.packed()
    begin, end = snapshot.range(EntityKind.MEMBER)
    flags = snapshot.flags[begin:end]
    silent = {begin + int(member) for member in np.flatnonzero(flags & NO_CONSENT)}
    silent |= {int(hidden) for hidden in np.flatnonzero(snapshot.flags & HIDDEN)}
    spared = set() if asker.spared is None else {asker.spared}
    silent = (silent | asker.apart) - spared
    other_age = (flags & MINOR == 0) if asker.minor else (flags & MINOR != 0)
    others = other_age | ((flags & AUTOMATIC) != 0)
    unseen = concealed_with(snapshot, silent)
    unseen |= {begin + int(member) for member in np.flatnonzero(others)}
    return frozenset(unseen - spared)


def _view_without(
    snapshot: Snapshot, second: int | None, unseen: frozenset[int], *, kept: bool = False
) -> CommunityView:
    """The view without the unseen, now or as of a second since 2000; its tables may be `kept`."""
    prepared = PreparedTables.of(snapshot, unseen) if kept else PreparedTables()
    if kept:
        return CommunityView(_with_kept_edges(snapshot, unseen, prepared), None, unseen, prepared)
    visible = without_deeds(snapshot.without(unseen) if unseen else snapshot.packed())
    moment = None if second is None else moment_of(second)
    if moment is None:
        return CommunityView(visible.current(), unseen=unseen)
    return CommunityView(visible.as_of(moment), second, unseen)


def _with_kept_edges(
    snapshot: Snapshot, unseen: frozenset[int], prepared: PreparedTables
) -> Snapshot:
    """The snapshot without the unseen, in the same numbers; other processes share its edges."""
    nobody = np.fromiter(unseen, np.int32, len(unseen))
    absent = np.union1d(snapshot.absent, nobody).astype(np.int32)

    def edges() -> Edges:
        seen = np.ones(snapshot.size, dtype=np.bool_)
        seen[absent] = False
        between = edges_between(snapshot, seen)
        told = without_deeds(replace(snapshot, out=between.out, into=between.into))
        return Edges(told.out, told.into)

    kept = prepared.table("edges", Edges, edges)
    return replace(snapshot, out=kept.out, into=kept.into, absent=absent, settled=True, origin=None)


def _blocked(snapshot: Snapshot, asker: int) -> set[int]:
    blocked: set[int] = set()
    for side in (snapshot.out, snapshot.into):
        found = neighbours_by_kind(side.spans, side.neighbours, side.kinds, asker, _BLOCKS)
        blocked.update(found.tolist())
    return blocked
