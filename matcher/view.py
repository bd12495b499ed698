"""What one asker may know: the snapshot without whoever they may not see, at the time they ask."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency, row_places
from graph.packing import ASKS, NO_PROFILING, NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.co_occurrence import Ease
from matcher.kept_values import KeptValues
from matcher.memo import once
from matcher.node_values import Nodes, NodeValues
from matcher.prepared import PreparedTables, table
from matcher.said import Meanings, Said
from matcher.sparse_rows import SparseRows
from matcher.strengths import relative_strengths
from matcher.tables import (
    Part,
    Rarity,
    Table,
    deeds,
    in_few_dimensions,
    of_kinds,
    ties,
    topic_rows,
)
from matcher.topic_walks import TopicWalks
from matcher.walks import EVENTS, WalkGraph, days_since, social_graph, walk_graph

if TYPE_CHECKING:
    from scipy.sparse import csr_array

T = TypeVar("T")
Values = npt.NDArray[np.float32]
OBJECT_KINDS = (EntityKind.CONTENT, EntityKind.ACTIVITY, EntityKind.GROUP)
"""What members do something with."""
CIRCLES = 8
"""Dimensions in which members' circles are told apart; 16 and 32 were measured to blur them."""
ACTIVITY_DAYS = 120.0
"""Age at which an event counts 1/e in a node's activity."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship in node numbers."""

    kind: RelationshipKind
    source: int
    target: int
    verb: int
    time: int


KIND_OF_CODE = {code: kind for kind, code in RELATIONSHIP_CODES.items()}
"""What the codes of relationships in a snapshot mean."""


class CommunityView:
    """A snapshot as one asker sees it, with what is derived from it once and used often.

    Attributes:
        snapshot: holds nobody and nothing that the asker may not see.
        clock: the time of the question in seconds since 2000: `as_of`, or else the community's
            latest event, so that an archive is as fresh as on its last day.
        unseen: nodes of the whole snapshot that the asker may not know of, at whatever time.
        prepared: where tables are kept for other processes; none are without it.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        clock: int | None = None,
        unseen: frozenset[int] = frozenset(),
        prepared: PreparedTables | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.prepared = PreparedTables() if prepared is None else prepared
        self.unseen = unseen
        self.clock = self._latest_event if clock is None else clock
        self._memo: dict[Hashable, object] = {}

    @table
    def _latest_event(self) -> int:
        """Seconds since 2000 of the last thing that happened."""
        return latest_event(self.snapshot)

    @table
    def walk_graph(self) -> WalkGraph:
        """Transition probabilities of walks on this view."""
        return walk_graph(self.snapshot, self.clock, self._strengths)

    @table
    def social_graph(self) -> WalkGraph:
        """Transition probabilities of walks that go from person to person only."""
        return social_graph(self.snapshot, self.clock, self._strengths)

    @table
    def topic_walks(self) -> TopicWalks:
        """Where walks from topics lead; none in small communities."""
        return TopicWalks.on(self.walk_graph, self.snapshot)

    @table
    def meanings(self) -> Meanings:
        """What the strengths of the edges from each node mean."""
        return Meanings.of(self.snapshot.out, self._strengths[0])

    @cached_property
    def said(self) -> Said:
        """How much each of the edges from each node says."""
        return Said.of(self.snapshot.out, self.meanings)

    @cached_property
    def _strengths(self) -> tuple[Values, Values]:
        """(E,) of the edges from, and (E,) of those to each node."""
        return relative_strengths(self.snapshot)

    @property
    def _members(self) -> int:
        """How many are to be seen."""
        return self.snapshot.count(EntityKind.MEMBER)

    @table
    def ties(self) -> Table:
        """Which members have to do with each other."""
        return ties(self.snapshot)

    @table
    def deeds(self) -> Table:
        """What members did, wrote, joined, know and seek."""
        return deeds(self.snapshot, self._strengths[0])

    @table
    def tie_patterns(self) -> Ease:
        """What goes with what among ties."""
        return Ease.learned_from(self.ties.matrix, self.ties.columns)

    @cached_property
    def objects_done(self) -> Part:
        """What members did with content, activities and groups."""
        return of_kinds(self.deeds, self.snapshot, *OBJECT_KINDS)

    @cached_property
    def skills_done(self) -> Part:
        """The skills that members have, seek, or did something with."""
        return of_kinds(self.deeds, self.snapshot, EntityKind.SKILL)

    @table
    def object_patterns(self) -> Ease:
        """Which content, activities and groups go together."""
        done = self.objects_done.copied()
        return Ease.learned_from(done.matrix, done.columns)

    @table
    def skill_patterns(self) -> Ease:
        """Which skills go together."""
        done = self.skills_done.copied()
        return Ease.learned_from(done.matrix, done.columns)

    @table
    def interests(self) -> Rarity:
        """How much what each member did with objects counts, rare ones more."""
        return Rarity.of(self.objects_done, self._members).rounded()

    @table
    def interested(self) -> SparseRows:
        """(columns of deeds, M) whose rows of unit length have each object."""
        return SparseRows.of(self._interests.astype(np.float32).T.tocsr())

    @property
    def _interests(self) -> csr_array:
        """(M, columns of deeds) rows of unit length: what members did with objects, by rarity."""
        members = np.arange(*self.snapshot.range(EntityKind.MEMBER))
        return Rarity.of(self.objects_done, self._members).rows(self.deeds, members)

    @table
    def circles(self) -> Values:
        """(M, CIRCLES) unit rows: in which circles each member moves, by what they did."""
        rows = self._interests[:, slice(*self.objects_done.bounds)]
        return in_few_dimensions(rows, CIRCLES).astype(np.float32)

    @table
    def topics_of_members(self) -> Rarity:
        """How much the skills each member has to do with count, rare ones more."""
        return Rarity.of(self.skills_done, self._members).rounded()

    @table
    def topics_of_objects(self) -> SparseRows:
        """(N, skills) unit rows: the skills that each node is about, rare ones counting more."""
        return topic_rows(self.snapshot)

    @table
    def parents(self) -> npt.NDArray[np.int32]:
        """(N,) what each piece of content replies to, -1 for nothing."""
        snapshot = self.snapshot
        parents = np.full(snapshot.size, -1, dtype=np.int32)
        replies = snapshot.out.kinds == RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]
        parents[snapshot.out.owners()[replies]] = snapshot.out.neighbours[replies]
        return parents

    @cached_property
    def has_replies(self) -> bool:
        """Whether any content replies to other content."""
        return bool((self.parents >= 0).any())

    @cached_property
    def has_unprofiled(self) -> bool:
        """Whether what some members did counts for nothing, see `graph.unprofiled`."""
        return bool((self.snapshot.flags & NO_PROFILING).any())

    def replies_to(self, contents: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
        """What replies to any of these pieces of content (n,)."""
        into = self.snapshot.into
        _, places = row_places(into.spans, contents)
        replies = into.kinds[places] == RELATIONSHIP_CODES[RelationshipKind.REPLIES_TO]
        return np.asarray(into.neighbours[places[replies]])

    @cached_property
    def asks(self) -> npt.NDArray[np.bool_]:
        """(N,) whether a node is content that asks."""
        return asking(self.snapshot)

    @table
    def activity(self) -> Values:
        """(N,) recency-weighted popularity: sum of exp(-age / 120 days) over a node's events."""
        sides = self.snapshot.out, self.snapshot.into
        faded = [_faded_events(side, self.clock) for side in sides]
        return np.asarray(faded[0] + faded[1], dtype=np.float32)

    @property
    def base(self) -> CommunityView:
        """The view from which this one differs in few rows; itself, if in none."""
        return self

    def kept(self, name: Hashable, goal: str) -> KeptValues:
        """What is kept of nodes under that name for a goal."""
        return self.once(("kept", name, goal), lambda: KeptValues(self.snapshot.size))

    def most_active(self, kind: EntityKind, count: int) -> Nodes:
        """The `count` nodes of a kind with the most activity above 0, best first; ties by node."""

        def find() -> Nodes:
            begin, end = self.snapshot.range(kind)
            nodes = np.arange(begin, end, dtype=np.int32)
            values = self.activity[begin:end].astype(np.float64)
            return NodeValues(nodes, values).best(begin, end, count)

        return self.once(("most active", kind, count), find)

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What was worked out under that key for this view, worked out now if it was not yet."""
        return once(self._memo, key, work_out)

    def edges_from(self, node: int, *kinds: RelationshipKind) -> Iterator[Edge]:
        """Edges of these kinds (of all, if none is named) that leave a node."""
        for kind, target, verb, time in _row(self.snapshot.out, node, kinds):
            yield Edge(kind, node, target, verb, time)

    def edges_to(self, node: int, *kinds: RelationshipKind) -> Iterator[Edge]:
        """Edges of these kinds (of all, if none is named) that lead to a node."""
        for kind, source, verb, time in _row(self.snapshot.into, node, kinds):
            yield Edge(kind, source, node, verb, time)

    def targets(self, node: int, *kinds: RelationshipKind) -> list[int]:
        """Where edges of these kinds lead from a node, each once, in order of node numbers."""
        return _neighbours(self.snapshot.out, node, kinds)

    def sources(self, node: int, *kinds: RelationshipKind) -> list[int]:
        """Where edges of these kinds that lead to a node come from, each once, in order."""
        return _neighbours(self.snapshot.into, node, kinds)

    def edges_between(self, one: int, other: int) -> list[Edge]:
        """Edges between two nodes, in either direction."""
        return [*self._leading(one, other), *self._leading(other, one)]

    def _leading(self, source: int, target: int) -> Iterator[Edge]:
        out = self.snapshot.out
        begin, end = out.spans[source].tolist()
        first, last = np.searchsorted(out.neighbours[begin:end], [target, target + 1]) + begin
        for kind, _, verb, time in _facts(out, slice(first, last)):
            yield Edge(kind, source, target, verb, time)

    def degree(self, node: int) -> int:
        """Number of different neighbours that a walk can reach from a node."""
        begin, end = self.walk_graph.spans[node].tolist()
        return int(end - begin)

    def is_member(self, node: int) -> bool:
        """Whether a node is a member."""
        begin, end = self.snapshot.range(EntityKind.MEMBER)
        return begin <= node < end


def asking(snapshot: Snapshot) -> npt.NDArray[np.bool_]:
    """(N,) whether a node is content that asks."""
    return np.asarray((snapshot.flags & ASKS) != 0)


def latest_event(snapshot: Snapshot) -> int:
    """Seconds since 2000 of the last thing that happened; of nothing, the beginning of 2000."""
    times = snapshot.out.times
    known = times[times != NO_TIME]
    return int(known.max()) if len(known) else 0


def _faded_events(side: Adjacency, clock: int) -> npt.NDArray[np.float64]:
    events = EVENTS[side.kinds] & (side.times != NO_TIME)
    days = days_since(side.times, clock)
    faded = np.where(events, np.exp(-days / ACTIVITY_DAYS), 0.0)
    total = np.bincount(side.owners(), weights=faded, minlength=len(side.spans))
    return total.astype(np.float64)


def _neighbours(side: Adjacency, node: int, wanted: tuple[RelationshipKind, ...]) -> list[int]:
    # A row is sorted by its neighbours.
    return list(dict.fromkeys(side.neighbours[_places(side, node, wanted)].tolist()))


def _row(
    side: Adjacency, node: int, wanted: tuple[RelationshipKind, ...]
) -> Iterator[tuple[RelationshipKind, int, int, int]]:
    return _facts(side, _places(side, node, wanted))


def _facts(
    side: Adjacency, places: slice | npt.NDArray[np.int64]
) -> Iterator[tuple[RelationshipKind, int, int, int]]:
    """Kind, neighbour, verb and time of the edges at these places."""
    columns = side.kinds, side.neighbours, side.verbs, side.times
    for code, *others in zip(*(column[places].tolist() for column in columns), strict=True):
        if code in KIND_OF_CODE:  # what counts for rules only tells nothing
            yield (KIND_OF_CODE[code], *others)


def _places(
    side: Adjacency, node: int, wanted: tuple[RelationshipKind, ...]
) -> slice | npt.NDArray[np.int64]:
    begin, end = side.spans[node].tolist()
    if not wanted:
        return slice(begin, end)
    return np.asarray(np.flatnonzero(codes_of(wanted)[side.kinds[begin:end]]) + begin)


@lru_cache(maxsize=256)
def codes_of(kinds: tuple[RelationshipKind, ...]) -> npt.NDArray[np.bool_]:
    """(256,) whether a code is that of one of the kinds; the same array for the same kinds."""
    codes = np.zeros(256, dtype=np.bool_)
    codes[[RELATIONSHIP_CODES[kind] for kind in kinds]] = True
    return codes
