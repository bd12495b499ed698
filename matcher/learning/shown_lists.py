"""What members were shown as lists to choose from, and what of each they then chose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.shown import FROM_MEMBER, TO_MEMBER, all_shown, is_meant_for, step_of, ways_on
from graph.packing import AUTOMATIC, DAY, HIDDEN, NO_CONSENT, NO_PROFILING, NO_TIME, seconds
from graph.paging import Way
from graph.records import EntityId, Relationship
from graph.schema import EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from graph.store import GraphStore
from matcher.goals import Goal, ask_the_same
from matcher.learning.past import MOST_QUESTIONS, spread_evenly
from matcher.view import latest_event

TOGETHER = 30 * 60
"""Seconds from the first of a list within which whatever else is shown belongs to it."""
PATIENCE = 14 * DAY
"""Seconds within which something must be chosen; what was not by then was passed over."""
MOST_READ = 4_000
"""Lists of a goal whose deeds are looked up in the store; more are thinned out evenly."""
_AT_ONCE = 500
_SILENT = HIDDEN | NO_CONSENT | AUTOMATIC | NO_PROFILING

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ShownList:
    """What a member was shown for a goal, and what they chose of it; nodes of the whole snapshot.

    Attributes:
        member: to whom it was shown.
        at: when the first of it was, seconds since 2000.
        shown: all of it, ascending.
        chosen: the part of `shown` that they chose, neither nothing nor everything.
    """

    member: int
    at: int
    shown: tuple[int, ...]
    chosen: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class _Showings:
    """What was shown for one goal, one row for each thing: by member, time and thing.

    Attributes:
        members, abouts: (R,) nodes.
        times: (R,) seconds since 2000.
        lists: (R,) number of the list that each belongs to, ascending.
        begins: (L,) when each list began.
    """

    members: Numbers
    abouts: Numbers
    times: Numbers
    lists: Numbers
    begins: Numbers

    def of(self, lists: Numbers) -> _Showings:
        """Those of these lists (n,), ascending."""
        rows = np.isin(self.lists, lists)
        return _Showings(
            self.members[rows],
            self.abouts[rows],
            self.times[rows],
            np.searchsorted(lists, self.lists[rows]),
            self.begins[lists],
        )


def lists_shown(
    store: GraphStore, snapshot: Snapshot, goals: Mapping[str, Goal]
) -> dict[str, tuple[ShownList, ...]]:
    """For each goal the lists of which a part was chosen, by time; at most 240.

    Of what is known when it was shown and for which goal. Goals that ask the same share their
    lists. The last two weeks are left out: what was shown then may still be chosen.

    Args:
        store: of the community.
        snapshot: the whole of it.
        goals: whatever can be asked for.
    """
    same = {name: _first_alike(goal, goals) for name, goal in goals.items()}
    found: dict[str, tuple[ShownList, ...]] = {}
    for name, rows in _rows_by_goal(store, snapshot, same).items():
        names = [each for each, first in same.items() if first == name]
        shown = _settled(_arranged(rows), latest_event(snapshot))
        found[name] = tuple(_with_choices(store, snapshot, goals[name], names, shown))
    return {name: found[first] for name, first in same.items() if first in found}


def _first_alike(goal: Goal, goals: Mapping[str, Goal]) -> str:
    return next(name for name, other in goals.items() if ask_the_same(goal, other))


def _rows_by_goal(
    store: GraphStore, snapshot: Snapshot, same: Mapping[str, str]
) -> dict[str, Numbers]:
    """By goal (R, 3): member, time and what was shown, of whoever and whatever there is."""
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    nodes: dict[EntityId, int | None] = {}
    for edge in all_shown(store):
        goal = same.get(str(edge.properties.get("goal")))
        if goal is None or edge.at is None:
            continue
        for end in (edge.source, edge.target):
            if end not in nodes:
                nodes[end] = snapshot.find(end)
        member, about = nodes[edge.source], nodes[edge.target]
        if member is not None and about is not None and not snapshot.flags[member] & _SILENT:
            found[goal].append((member, seconds(edge.at), about))
    return {goal: np.array(rows, dtype=np.int64) for goal, rows in found.items()}


def _arranged(rows: Numbers) -> _Showings:
    members, times, abouts = rows[np.lexsort(rows.T[::-1])].T
    begins: list[int] = []
    lists = np.zeros(len(members), dtype=np.int64)
    last = -1
    for row, (member, at) in enumerate(zip(members.tolist(), times.tolist(), strict=True)):
        if member != last or at > begins[-1] + TOGETHER:
            begins.append(at)
            last = member
        lists[row] = len(begins) - 1
    return _Showings(members, abouts, times, lists, np.array(begins, dtype=np.int64))


def _settled(shown: _Showings, clock: int) -> _Showings:
    """Those lists of which two weeks later is past; at most MOST_READ, spread over the time."""
    old = np.flatnonzero(shown.begins + PATIENCE <= clock)
    by_time = old[np.argsort(shown.begins[old], kind="stable")]
    return shown.of(np.sort(by_time[spread_evenly(len(by_time), MOST_READ)]))


def _with_choices(
    store: GraphStore, snapshot: Snapshot, goal: Goal, names: Sequence[str], shown: _Showings
) -> Iterator[ShownList]:
    """The lists of which something was chosen and something not, by time and member."""
    chosen, unclear = _what_came_of(store, snapshot, goal, names, shown)
    wanted = ~unclear & _are_of(snapshot, goal.targets, shown.abouts)
    picked = np.bincount(shown.lists[wanted & chosen], minlength=len(shown.begins))
    seen = np.bincount(shown.lists[wanted], minlength=len(shown.begins))
    told = np.flatnonzero((picked > 0) & (picked < seen))
    first = np.searchsorted(shown.lists, told)
    ids = [snapshot.id(int(node)) for node in shown.members[first]]
    order = sorted(range(len(told)), key=lambda place: (shown.begins[told[place]], ids[place]))
    for place in spread_evenly(len(order), MOST_QUESTIONS).tolist():
        number = int(told[order[place]])
        rows = np.flatnonzero((shown.lists == number) & wanted)
        yield ShownList(
            int(shown.members[rows[0]]),
            int(shown.begins[number]),
            tuple(sorted(set(shown.abouts[rows].tolist()))),
            frozenset(shown.abouts[rows[chosen[rows]]].tolist()),
        )


def _are_of(
    snapshot: Snapshot, kinds: Sequence[EntityKind], nodes: Numbers
) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(nodes), dtype=np.bool_)
    for begin, end in map(snapshot.range, kinds):
        found |= (nodes >= begin) & (nodes < end)
    return found


def _what_came_of(
    store: GraphStore, snapshot: Snapshot, goal: Goal, names: Sequence[str], shown: _Showings
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """(R,) what was chosen, and (R,) of what it cannot be told whether it was."""
    chosen, unclear = (np.zeros(len(shown.lists), dtype=np.bool_) for _ in range(2))
    begins = shown.begins[shown.lists]
    rows: dict[tuple[EntityId, EntityId], list[int]] = defaultdict(list)
    for row, ends in enumerate(zip(shown.members.tolist(), shown.abouts.tolist(), strict=True)):
        rows[snapshot.id(ends[0]), snapshot.id(ends[1])].append(row)
    for pair, at in _choices(store, goal, names, list(rows)):
        for row in rows[pair]:
            if at == NO_TIME or begins[row] <= at < shown.times[row]:
                unclear[row] = True
            elif shown.times[row] <= at < begins[row] + PATIENCE:
                chosen[row] = True
    return chosen, unclear


def _choices(
    store: GraphStore,
    goal: Goal,
    names: Sequence[str],
    pairs: Sequence[tuple[EntityId, EntityId]],
) -> Iterator[tuple[tuple[EntityId, EntityId], int]]:
    """Member and what they chose, with the time, of every deed between these that is a choice."""
    known = set(pairs)
    for first in range(0, len(pairs), _AT_ONCE):
        ways = {way for pair in pairs[first : first + _AT_ONCE] for way in _ways(goal, *pair)}
        for deed in store.joining(sorted(ways)):
            if not any(is_meant_for(deed, name) for name in names):
                continue
            for pair in _chosen_by(deed, goal):
                if pair in known:
                    yield pair, seconds(deed.at)


def _ways(goal: Goal, member: EntityId, about: EntityId) -> Iterable[Way]:
    yield from ways_on(member, about)
    yield from ((kind, member, about) for kind in goal.outcomes.from_asker)
    yield from ((kind, about, member) for kind in goal.outcomes.to_asker)


def _chosen_by(deed: Relationship, goal: Goal) -> Iterator[tuple[EntityId, EntityId]]:
    """Member and what they chose, by what reports count and by what shows the goal was right.

    Of engagements only those count that reports count: to look at something is not yet to choose.
    """
    kind, outcomes = deed.kind, goal.outcomes
    is_step = step_of(deed) > 0
    is_outcome = kind in outcomes.from_asker and kind is not RelationshipKind.ENGAGED
    if is_outcome or (is_step and kind in FROM_MEMBER):
        yield deed.source, deed.target
    if kind in outcomes.to_asker or (is_step and kind in TO_MEMBER):
        yield deed.target, deed.source
