"""The pieces of evidence that speak for each candidate, gathered once for all features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import offsets_of, row_places
from graph.kernels import kernel
from graph.packing import DAY, NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind
from matcher.goals import Goal
from matcher.large import is_large
from matcher.long_rows import LongRows
from matcher.numbering import numbered
from matcher.question import Question
from matcher.telling import FADING, pieces_of_members
from matcher.view import CommunityView
from matcher.walks import EVENTS

MOST_TELLING, MOST_TELLING_OF_LARGE = 1_024, 16
"""Pieces of evidence that say what a member is about, at most, in small and large communities."""
TIMES_TOLD = 4
"""Rows that are longer than so many times the pieces that are taken are read once a view."""
Nodes = npt.NDArray[np.int32]
Codes = npt.NDArray[np.uint8]
Weights = npt.NDArray[np.float64]
Deeds = tuple[
    npt.NDArray[np.int64],
    Nodes,
    Codes,
    tuple[npt.NDArray[Any], ...],
    npt.NDArray[np.bool_],
    float,
    Weights,
    int,
    int,
]
"""Rows, neighbours and kinds of edges, and what they say (`Said.arrays`); who asks, and how much
that says; the weights of kinds; the first node that is the community, and the one after it."""


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
    own_times, one_each = question.snapshot.node_times[candidates], np.ones(len(candidates))
    begins = np.arange(len(candidates) + 1)
    return _evidence(question.view.clock, begins, candidates, own_times, one_each, one_each)


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
    most = MOST_TELLING_OF_LARGE if is_large(view.snapshot) else MOST_TELLING
    kept = _long_rows(view.base, question.goal, most)
    deeds = *deeds_of(view, question.goal), view.snapshot.out.times, EVENTS, view.clock
    found = pieces_of_members(candidates, *deeds, FADING, most, whole, *kept.places, *kept.columns)
    return _evidence(view.clock, *found)


def _long_rows(view: CommunityView, goal: Goal, most: int) -> LongRows:
    """Of members with long rows: the nodes, times and weights of what tells most about a goal."""
    return view.once(
        ("long rows", goal.name, most),
        lambda: LongRows.none_yet(
            view.snapshot.out, TIMES_TOLD * most, most, (np.int32, np.int32, np.float64)
        ),
    )


def deeds_of(view: CommunityView, goal: Goal) -> Deeds:
    """What the compiled code needs to know of members' deeds and how much each says of a goal."""
    out = view.snapshot.out
    weight_of = weights_of_evidence(view, goal)
    community = view.snapshot.range(EntityKind.COMMUNITY)
    rows = out.spans, out.neighbours, out.kinds, view.said.arrays
    return *rows, view.asks, goal.asking, weight_of, *community


def weights_of_evidence(view: CommunityView, goal: Goal) -> npt.NDArray[np.float64]:
    """(256,) how much a relationship with that code says about a goal."""

    def find() -> npt.NDArray[np.float64]:
        weight_of = np.zeros(256)
        for kind, weight in goal.evidence.items():
            weight_of[RELATIONSHIP_CODES[kind]] = weight
        return weight_of

    return view.once(("weights of evidence", goal.name), find)


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
        view.clock,
        offsets_of(1 + np.bincount(owners, minlength=count)),
        np.concatenate([candidates, candidates[owners]])[order],
        np.concatenate([own_times, into.times[places]])[order],
        np.concatenate([np.ones(count), np.zeros(len(owners))])[order],
        np.ones(count + len(owners)),
    )


def _evidence(
    clock: int,
    offsets: npt.NDArray[np.int64],
    nodes: Nodes,
    when: npt.NDArray[np.int32],
    weights: Weights,
    deeds: Weights,
) -> Evidence:
    return Evidence(offsets, nodes, weights, deeds, *_aged(nodes, when, clock))


# numba infers the types of the arrays.
@kernel
def _aged(nodes, when, clock):  # type: ignore[no-untyped-def]
    """How old each piece is, whether its time is known, and its node among those of all pieces."""
    ages, events = np.zeros(len(nodes)), np.zeros(len(nodes), dtype=np.bool_)
    for at in range(len(nodes)):
        if when[at] != NO_TIME:
            events[at] = True
            ages[at] = max(clock - when[at], 0) / DAY
    return ages, events, *numbered(nodes)
