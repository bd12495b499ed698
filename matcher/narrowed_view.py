"""The view of somebody who sees a little less than others do: what few rows tell, and not a copy.

What is shown (people, paths, counts, reasons) comes from rows in which nobody unseen is named.
Statistics of the whole community, by which candidates are compared, are those of the wider view.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from threading import Lock

import numpy as np
import numpy.typing as npt

from graph.hiding import hiding
from graph.room import with_room
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.narrowed_walks import ChangeableWalks
from matcher.view import CommunityView
from matcher.walks import WalkGraph

Nodes = npt.NDArray[np.int32]

INHERITED = (
    "ties", "deeds", "tie_patterns", "objects_done", "skills_done", "object_patterns",
    "skill_patterns", "interests", "interested", "circles", "topics_of_members",
    "topics_of_objects", "parents", "has_replies", "asks", "activity",
)  # fmt: skip
"""What a narrowed view takes from the wider one as it is."""


class Ground:
    """A view from which narrowed ones are made. Safe to share between threads.

    Args:
        view: the wider view.
    """

    def __init__(self, view: CommunityView) -> None:
        self.view = view
        self._lock = Lock()

    @cached_property
    def _snapshot(self) -> Snapshot:
        found = self.view.snapshot
        return replace(found, out=found.out.changeable(), into=found.into.changeable())

    @cached_property
    def _walks(self) -> ChangeableWalks:
        return ChangeableWalks.of(self.view.walk_graph)

    @cached_property
    def _social_walks(self) -> ChangeableWalks:
        return ChangeableWalks.of(self.view.social_graph)

    @cached_property
    def _strengths(self) -> npt.NDArray[np.float32]:
        """Of the edges from each node, with room for those of rewritten rows."""
        version = self._snapshot.out.version
        known = self.view.strengths
        return known if version is None else with_room(known, version.base.room)

    def without(self, nodes: Nodes) -> CommunityView:
        """The view without these nodes (n,), ascending, in the numbers of the whole snapshot.

        Raises:
            NoRoomLeft: there is no room for the rows of their neighbours.
        """
        unseen = self.view.unseen | frozenset(nodes.tolist())
        nodes = self.view.snapshot.of_whole(nodes)
        with self._lock:
            narrowed = hiding(self._snapshot, nodes)
            walks, social = self._walks.without(nodes), self._social_walks.without(nodes)
            moved = narrowed.moved
            self._strengths[moved.lies_at] = self._strengths[moved.lay_at]
            graphs = walks.graph, social.graph
            return NarrowedView(self.view, unseen, narrowed.snapshot, graphs, self._strengths)


class NarrowedView(CommunityView):
    """A view in which fewer are to be seen than in a wider one; see `Ground.without`."""

    def __init__(
        self,
        wider: CommunityView,
        unseen: frozenset[int],
        snapshot: Snapshot,
        graphs: tuple[WalkGraph, WalkGraph],
        strengths: npt.NDArray[np.float32],
    ) -> None:
        super().__init__(snapshot, wider.clock, unseen)
        self._wider = wider
        # Known already, so that they are never worked out: both graphs, and what edges say.
        vars(self).update(walk_graph=graphs[0], social_graph=graphs[1], strengths=strengths)

    def most_active(self, kind: EntityKind, count: int) -> npt.NDArray[np.int64]:
        """The `count` nodes of a kind with the most activity above 0 that are to be seen."""
        absent = np.setdiff1d(self.snapshot.absent, self._wider.snapshot.absent)
        begin, end = self.snapshot.range(kind)
        among = int(np.count_nonzero((absent >= begin) & (absent < end)))
        found = self._wider.most_active(kind, count + among)
        return self.snapshot.present(found)[:count]


def _of_the_wider(name: str) -> property:
    return property(lambda view: getattr(view._wider, name))  # noqa: SLF001 - its own


for _name in INHERITED:
    setattr(NarrowedView, _name, _of_the_wider(_name))
