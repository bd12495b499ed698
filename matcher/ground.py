"""A view from which others are made that differ in few rows: what is changed is all that it costs.

What is shown (people, paths, counts, reasons) comes from rows in which nobody unseen is named, and
every change that was followed. Statistics of the whole community, by which candidates are
compared, are those of the view that it began with.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from threading import RLock

import numpy as np
import numpy.typing as npt

from graph.adjacency import frozen, row_places
from graph.edge_changes import EdgeChanges, with_edges
from graph.hiding import hiding
from graph.newcomers import OF_NODES
from graph.paging import Way
from graph.records import Relationship
from graph.room import with_room
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from graph.unprofiled import quiet_changes
from matcher.changeable_walks import ChangeableWalks, Pairs
from matcher.kept_values import KeptValues
from matcher.said import Said
from matcher.strengths import relative_in_rows
from matcher.view import CommunityView, asking
from matcher.walks import HUB_DISCOUNT, edge_weights

Nodes = npt.NDArray[np.int32]

_REPLIES_TO = RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]

INHERITED = (
    "ties", "deeds", "tie_patterns", "objects_done", "skills_done", "object_patterns",
    "skill_patterns", "interests", "interested", "circles", "topics_of_members",
    "topics_of_objects", "topic_walks", "activity",
)  # fmt: skip
"""What the views of a ground take from the one that it began with."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Rows that may be rewritten, and the view that they come from. It never changes itself.

    Attributes:
        base: the view that it began with.
        unseen: nodes of the whole snapshot that are out of sight.
        snapshot: what is seen.
        walks, social_walks: the graphs of it.
        said: by the edges from each node, with room for those of rewritten rows.
        parents: (N,) what each piece of content replies to, -1 for nothing.
        asks: (N,) whether a node is content that asks.
        lock: held while rows are written.
    """

    base: CommunityView
    unseen: frozenset[int]
    snapshot: Snapshot
    walks: ChangeableWalks
    social_walks: ChangeableWalks
    said: Said
    parents: Nodes
    asks: npt.NDArray[np.bool_]
    lock: RLock

    @classmethod
    def of(cls, view: CommunityView, whole: Snapshot | None = None) -> Ground:
        """The ground that the view is, with nothing changed yet.

        `whole` is what it is a view of, with room for changes: they may have their edges in common.
        """
        snapshot = view.snapshot
        if whole is not None and whole.out.begins_as(snapshot.out):
            snapshot = replace(snapshot, out=whole.out, into=whole.into)
        snapshot = snapshot.changeable()
        version = snapshot.out.version
        said = view.said
        if version is not None:
            said = replace(said, codes=with_room(said.codes, version.base.room))
        walks = ChangeableWalks.of(view.walk_graph), ChangeableWalks.of(view.social_graph)
        of_nodes = view.parents, view.asks
        return cls(view, view.unseen, snapshot, *walks, said, *of_nodes, RLock())

    def view(self) -> CommunityView:
        """The community as it stands on this ground."""
        return GroundedView(self)

    def telling(self, whole: Snapshot, newcomers: Nodes) -> Ground:
        """The ground that says of nodes what the whole snapshot says now.

        Args:
            whole: in the same numbers; its edges are not looked at.
            newcomers: (n,) ascending, nodes that are to be seen from now on.
        """
        seen = self.snapshot
        absent = np.setdiff1d(seen.absent, newcomers, assume_unique=True)
        said = {name: getattr(whole, name) for name in OF_NODES}
        asks = self.asks if whole.flags is seen.flags else asking(whole)
        snapshot = replace(seen, revision=whole.revision, absent=absent, **said)
        return replace(self, snapshot=snapshot, asks=asks)

    def without(self, nodes: Nodes) -> Ground:
        """The ground without these nodes (n,), ascending, in the numbers of the whole snapshot.

        Raises:
            NoRoomLeft: there is no room for the rows of their neighbours.
        """
        unseen = self.unseen | frozenset(nodes.tolist())
        here = self.snapshot.present(self.snapshot.of_whole(nodes))
        with self.lock:
            hidden = hiding(self.snapshot, here)
            self.said.codes[hidden.moved.lies_at] = self.said.codes[hidden.moved.lay_at]
            return replace(
                self,
                unseen=unseen,
                snapshot=hidden.snapshot,
                walks=self.walks.without(here),
                social_walks=self.social_walks.without(here),
            )

    def changed(self, ways: Sequence[Way], present: Sequence[Relationship]) -> Ground:
        """The ground on which the relationships that go these ways are those that are present.

        Raises:
            NoRoomLeft: there is no room for the rows that change.
        """
        changes = quiet_changes(self.snapshot, EdgeChanges.of(self.snapshot, ways, present))
        if not len(changes.ways):
            return self
        with self.lock:
            snapshot = self._with_edges(changes)
            walked = self._pairs(snapshot, changes, EntityKind.COMMUNITY, inside=False)
            social = self._pairs(snapshot, changes, EntityKind.MEMBER, inside=True)
            return replace(
                self,
                snapshot=snapshot,
                walks=self.walks.changed(walked, HUB_DISCOUNT),
                social_walks=self.social_walks.changed(social, 0.0),
                parents=self._parents(snapshot, changes.ways),
            )

    def _parents(self, snapshot: Snapshot, ways: npt.NDArray[np.int64]) -> Nodes:
        replies = np.unique(ways[ways[:, 2] == _REPLIES_TO, 0]).astype(np.int32)
        if not len(replies):
            return self.parents
        owners, places = row_places(snapshot.out.spans, replies)
        answering = snapshot.out.kinds[places] == _REPLIES_TO
        parents = self.parents.copy()
        parents[replies] = -1
        parents[replies[owners[answering]]] = snapshot.out.neighbours[places[answering]]
        return frozen(parents)

    def _with_edges(self, changes: EdgeChanges) -> Snapshot:
        snapshot, rows, lies_at = with_edges(self.snapshot, changes)
        owners = np.repeat(np.arange(len(rows.nodes)), rows.lengths)
        self.said.codes[lies_at] = self.said.encoded(relative_in_rows(owners, rows.columns))
        return snapshot

    def _pairs(
        self, snapshot: Snapshot, changes: EdgeChanges, kind: EntityKind, *, inside: bool
    ) -> Pairs:
        """How much a step weighs now between the ends of the changes, within or without a kind."""
        begin, end = snapshot.range(kind)
        ends = np.sort(changes.ways[:, :2], axis=1)
        among = (ends >= begin) & (ends < end)
        walked = (among == inside).all(axis=1) & (ends[:, 0] != ends[:, 1])
        pairs = np.unique(ends[walked], axis=0)
        nodes = np.unique(pairs)
        owners, places = row_places(snapshot.out.spans, nodes)
        sources, targets = nodes[owners], snapshot.out.neighbours[places].astype(np.int64)
        keys = (np.minimum(sources, targets) << 32) | np.maximum(sources, targets)
        wanted = (pairs[:, 0] << 32) | pairs[:, 1]
        used = np.isin(keys, wanted)
        places, numbers = places[used], np.searchsorted(wanted, keys[used])
        out = snapshot.out
        weights = edge_weights(
            out.kinds[places], out.times[places], self.said.at(places), self.base.clock
        )
        sums = np.bincount(numbers, weights=weights, minlength=len(pairs))
        return Pairs(pairs, sums.astype(np.float64))


class GroundedView(CommunityView):
    """The view of a ground: its own rows, and the tables of the view that the ground began with."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground.snapshot, ground.base.clock, ground.unseen)
        self._base = ground.base
        # Known already, so that they are never worked out.
        vars(self).update(
            walk_graph=ground.walks.graph,
            social_graph=ground.social_walks.graph,
            said=replace(ground.said, codes=frozen(ground.said.codes[:])),
            parents=ground.parents,
            has_replies=ground.base.has_replies or ground.parents is not ground.base.parents,
            asks=ground.asks,
        )

    @property
    def base(self) -> CommunityView:
        """The view that the ground began with."""
        return self._base

    def kept(self, name: Hashable, goal: str) -> KeptValues:
        """What is kept of nodes: that of the base, but for those whose row is another one."""

        def begin() -> KeptValues:
            sides = self.snapshot.out.version, self.snapshot.into.version
            changed = {node for version in sides if version is not None for node in version.places}
            changed |= self._near_changed_texts()
            wider = self._base.kept(name, goal)
            return KeptValues(self.snapshot.size, wider, np.array(sorted(changed), dtype=np.int32))

        return self.once(("kept", name, goal), begin)

    def _near_changed_texts(self) -> set[int]:
        """Nodes whose texts, or those of what they have to do with, came since."""
        room = self.snapshot.vector_room
        if room is None:
            return set()
        found = set(room.held)
        for side in (self.snapshot.out, self.snapshot.into):
            _, places = row_places(side.spans, np.array(sorted(room.held), dtype=np.int32))
            found.update(side.neighbours[places].tolist())
        return found

    def most_active(self, kind: EntityKind, count: int) -> npt.NDArray[np.int32]:
        """The `count` nodes of a kind with the most activity above 0 that are to be seen."""

        def find() -> Nodes:
            absent = self.snapshot.absent
            absent = np.setdiff1d(absent, self._base.snapshot.absent, assume_unique=True)
            begin, end = self.snapshot.range(kind)
            among = int(np.diff(np.searchsorted(absent, [begin, end]))[0])
            found = self._base.most_active(kind, count + among)
            return self.snapshot.present(found)[:count]

        return self.once(("most active", kind, count), find)


def _of_the_base(name: str) -> property:
    return property(lambda view: getattr(view._base, name))  # noqa: SLF001 - its own


for _name in INHERITED:
    setattr(GroundedView, _name, _of_the_base(_name))
