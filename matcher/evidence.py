"""The pieces of evidence that speak for each candidate, gathered once for all features."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from graph.adjacency import offsets_of, row_places
from graph.packing import NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind
from matcher.goals import Goal
from matcher.large import is_large
from matcher.node_values import each_once
from matcher.prefetch import prefetch
from matcher.question import Question
from matcher.view import CommunityView
from matcher.walks import DAY, EVENTS, days_since

MOST_TELLING, MOST_TELLING_OF_LARGE = 1_024, 16
"""Pieces of evidence that say what a member is about, at most, in small and large communities."""
FADING_DAYS = 480.0
"""Days after which a deed is 1/e as telling, where there are more than that."""
STEPS, _MANTISSA_LEFT_OUT = 64, 20
"""Weights are told apart in steps of an eighth of a power of two, so many of them."""
_FADING = np.exp(-np.arange(16 * FADING_DAYS) / FADING_DAYS)
"""By age in days."""
Nodes = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]
Weights = npt.NDArray[np.float64]
Deeds = tuple[
    npt.NDArray[np.int64],
    Nodes,
    Codes,
    npt.NDArray[np.float32],
    npt.NDArray[np.bool_],
    float,
    Weights,
    int,
    int,
]
"""Rows, neighbours, kinds and strengths of edges; who asks, and how much that says; the weights of
kinds; the first node that is the community itself, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pieces of evidence of C candidates, one row of a ragged table each.

    Attributes:
        offsets: (C + 1,) int64; candidate `i` has the pieces `offsets[i]:offsets[i + 1]`.
        nodes: (E,) int32, what was written, led, joined, learned, …
        weights: (E,) float64, how much the piece's meaning says about the goal, 0-1.
        deeds: (E,) float64, how much the piece counts as activity, 0-1.
        ages: (E,) float64, days before the question; 0 for what lasts or has no date.
        events: (E,) bool, whether it happened at a known time (and is not a lasting state).
        distinct: (U,) int32, the nodes of all pieces, each once.
        slots: (E,) int32, where each piece's node is among them.
    """

    offsets: npt.NDArray[np.int64]
    nodes: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]
    deeds: npt.NDArray[np.float64]
    ages: npt.NDArray[np.float64]
    events: npt.NDArray[np.bool_]
    distinct: npt.NDArray[np.int32]
    slots: npt.NDArray[np.int32]

    def sums(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(C,) sum of a value per piece over each candidate's pieces, in their order."""
        count = len(self.offsets) - 1
        return np.bincount(self.owners(), values, count).astype(np.float64, copy=False)

    def owners(self) -> npt.NDArray[np.int64]:
        """(E,) the candidate, counted from 0, that each piece belongs to."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))


def gather_evidence(question: Question, candidates: Nodes) -> Evidence:
    """What the meaning of each of the candidates (C,) is known by, so many pieces at most.

    For members the goal says which of their deeds count, and how much; of more than MOST_TELLING
    (or MOST_TELLING_OF_LARGE), those count that weigh most (to an eighth), older ones less. Any
    other candidate is its own and only piece.
    """
    if question.goal.between_people:
        return _of_members(question, candidates, whole=False)
    own_times = question.snapshot.node_times[candidates]
    one_each = np.ones(len(candidates))
    return _evidence(
        np.arange(len(candidates) + 1),
        candidates,
        one_each,
        one_each,
        own_times,
        np.ones(len(candidates), dtype=np.bool_),
        question.view.clock,
    )


def whole_evidence(question: Question, candidates: Nodes) -> Evidence:
    """All that speaks for each of the candidates (C,), also where it says nothing by its meaning.

    Those pieces of members that `gather_evidence` leaves out have weight 0, and count as activity
    alone; so does what people did with any other candidate, which follows the candidate itself.
    """
    if question.goal.between_people:
        return _of_members(question, candidates, whole=True)
    return _of_objects(question, candidates)


def _of_members(question: Question, candidates: Nodes, *, whole: bool) -> Evidence:
    view = question.view
    out = view.snapshot.out
    offsets, places, weights, deeds = _pieces(
        candidates,
        *deeds_of(view, question.goal),
        out.times,
        EVENTS,
        view.clock,
        _FADING,
        MOST_TELLING_OF_LARGE if is_large(view.snapshot) else MOST_TELLING,
        whole,
    )
    nodes, times = out.neighbours[places], out.times[places]
    return _evidence(offsets, nodes, weights, deeds, times, EVENTS[out.kinds[places]], view.clock)


def deeds_of(view: CommunityView, goal: Goal) -> Deeds:
    """What the compiled code needs to know of members' deeds and how much each says of a goal."""
    out = view.snapshot.out
    weight_of = weights_of_evidence(view, goal)
    community = view.snapshot.range(EntityKind.COMMUNITY)
    rows = out.spans, out.neighbours, out.kinds, view.strengths
    return *rows, view.asks, goal.asking, weight_of, *community


def weights_of_evidence(view: CommunityView, goal: Goal) -> npt.NDArray[np.float64]:
    """(256,) how much a relationship with that code says about a goal."""

    def find() -> npt.NDArray[np.float64]:
        weight_of = np.zeros(256)
        for kind, weight in goal.evidence.items():
            weight_of[RELATIONSHIP_CODES[kind]] = weight
        return weight_of

    return view.once(("weights of evidence", goal.name), find)


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def deed(at, neighbours, kinds, strengths, asks, asking, weight_of, begin, end):  # type: ignore[no-untyped-def]
    """How much the edge at a place says; 0 for the community itself, `begin` to `end`."""
    weight = weight_of[kinds[at]] * strengths[at]
    if weight > 0.0 and asks[neighbours[at]]:
        weight *= asking
    return 0.0 if begin <= neighbours[at] < end else weight


@numba.njit(cache=True)
def _pieces(  # type: ignore[no-untyped-def]
    candidates, rows, neighbours, kinds, strengths, asks, asking, weight_of, begin, end,
    times, events, clock, fading, most, whole,
):  # fmt: skip
    """What lies in each candidate's row and says something about the goal.

    Returns:
        (C + 1,) where the pieces of each candidate begin, (E,) their places among the edges, and
        (E,) how much the meaning, and (E,) how much the deed of each says.
    """
    offsets = np.zeros(len(candidates) + 1, dtype=np.int64)
    room, longest = 0, 0
    for node in candidates:
        length = rows[node, 1] - rows[node, 0]
        room += length if whole else min(length, most)
        longest = max(longest, length)
    places, weights, deeds = np.empty(room, dtype=np.int64), np.empty(room), np.empty(room)
    said, telling = np.empty(longest), np.empty(longest)
    steps = np.zeros(longest, dtype=np.int64)
    count = 0
    for place in range(len(candidates)):
        if place + 1 < len(candidates):
            following = rows[candidates[place + 1], 0]
            prefetch(kinds, following)
            prefetch(strengths, following)
            prefetch(neighbours, following)
            prefetch(times, following)
        first, last = rows[candidates[place]]
        found = 0
        for at in range(first, last):
            weight = deed(at, neighbours, kinds, strengths, asks, asking, weight_of, begin, end)
            said[at - first] = weight
            if weight > 0.0:
                if last - first > most and events[kinds[at]] and times[at] != NO_TIME:
                    days = max(clock - times[at], 0) // DAY
                    weight *= fading[min(days, len(fading) - 1)]
                telling[at - first] = weight
                found += 1
            else:
                telling[at - first] = 0.0
        least, ties = _least(telling[: last - first], found, most, steps)
        for at in range(first, last):
            weight = said[at - first]
            counted = weight > 0.0 and (found <= most or steps[at - first] <= least)
            if counted and found > most and steps[at - first] == least:
                counted = ties > 0
                ties -= 1
            if counted or (whole and weight > 0.0):
                places[count], deeds[count] = at, weight
                weights[count] = weight if counted else 0.0
                count += 1
        offsets[place + 1] = count
    return offsets, places[:count], weights[:count], deeds[:count]


@numba.njit(cache=True)
def _least(telling, found, most, steps):  # type: ignore[no-untyped-def]
    """The step from which values are among the `most` highest, and how many of that very step.

    `steps` has the step of each value, of which the highest value's is 0.
    """
    if found <= most:
        return 0, 0
    highest = int(np.float32(telling.max()).view(np.int32) >> _MANTISSA_LEFT_OUT)
    counts = np.zeros(STEPS, dtype=np.int64)
    for at in range(len(telling)):
        below = highest - int(np.float32(telling[at]).view(np.int32) >> _MANTISSA_LEFT_OUT)
        steps[at] = min(below, STEPS - 1)
        if telling[at] > 0.0:
            counts[steps[at]] += 1
    step, above = 0, 0
    while above + counts[step] <= most:
        above += counts[step]
        step += 1
    return step, most - above


def _of_objects(question: Question, candidates: Nodes) -> Evidence:
    view = question.view
    into = view.snapshot.into
    owners, places = row_places(into.spans, candidates)
    begin, end = view.snapshot.range(EntityKind.MEMBER)
    people = into.neighbours[places]
    used = EVENTS[into.kinds[places]] & (people >= begin) & (people < end)
    owners, places = owners[used], places[used]
    count = len(candidates)
    own_times = view.snapshot.node_times[candidates]
    order = np.argsort(np.concatenate([np.arange(count), owners]), kind="stable")
    return _evidence(
        offsets_of(1 + np.bincount(owners, minlength=count)),
        np.concatenate([candidates, candidates[owners]])[order],
        np.concatenate([np.ones(count), np.zeros(len(owners))])[order],
        np.ones(count + len(owners)),
        np.concatenate([own_times, into.times[places]])[order],
        np.ones(count + len(owners), dtype=np.bool_),
        view.clock,
    )


def _evidence(
    offsets: npt.NDArray[np.int64],
    nodes: Nodes,
    weights: npt.NDArray[np.float64],
    deeds: npt.NDArray[np.float64],
    times: npt.NDArray[np.int32],
    fading: npt.NDArray[np.bool_],
    clock: int,
) -> Evidence:
    events = fading & (times != NO_TIME)
    ages = np.where(events, days_since(times, clock), 0.0)
    distinct, slots = each_once(nodes)
    return Evidence(offsets, nodes, weights, deeds, ages, events, distinct, slots)
