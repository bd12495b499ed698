"""The pieces of evidence that speak for each candidate, gathered once for all features."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from graph.adjacency import offsets_of, row_places
from graph.packing import NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind
from matcher.node_values import each_once
from matcher.question import Question
from matcher.walks import DAY, EVENTS


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
        totals = np.zeros(len(self.offsets) - 1)
        np.add.at(totals, self.owners(), values)
        return totals

    def owners(self) -> npt.NDArray[np.int64]:
        """(E,) the candidate, counted from 0, that each piece belongs to."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))


def gather_evidence(question: Question, candidates: npt.NDArray[np.int32]) -> Evidence:
    """The evidence for each of the candidates (C,): a member's deeds, or an object and its use.

    For members the goal says which relationships count, and how much. Any other candidate is its
    own first piece, and what people did with it follows as events without weight in meaning.
    """
    if question.goal.between_people:
        return _of_members(question, candidates)
    return _of_objects(question, candidates)


def _of_members(question: Question, candidates: npt.NDArray[np.int32]) -> Evidence:
    goal, view = question.goal, question.view
    weight_of = np.zeros(256)
    for kind, weight in goal.evidence.items():
        weight_of[RELATIONSHIP_CODES[kind]] = weight
    out = view.snapshot.out
    begin, end = view.snapshot.range(EntityKind.COMMUNITY)
    rows = out.spans, out.kinds, out.neighbours, view.strengths, view.asks
    offsets, places, weights = _pieces(candidates, begin, end, *rows, weight_of, goal.asking)
    nodes, times = out.neighbours[places], out.times[places]
    return _evidence(offsets, nodes, weights, weights, times, EVENTS[out.kinds[places]], view.clock)


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _pieces(  # type: ignore[no-untyped-def]
    candidates, begin, end, rows, kinds, neighbours, strengths, asks, weight_of, asking
):
    """What lies in each candidate's row and says something about the goal.

    Returns:
        (C + 1,) where the pieces of each candidate begin, (E,) their places among the edges, and
        (E,) how much the meaning of each says; the community itself, `begin` to `end`, is none.
    """
    offsets = np.zeros(len(candidates) + 1, dtype=np.int64)
    most = np.sum(rows[candidates, 1] - rows[candidates, 0])
    places, weights = np.empty(most, dtype=np.int64), np.empty(most)
    count = 0
    for place in range(len(candidates)):
        for at in range(rows[candidates[place], 0], rows[candidates[place], 1]):
            weight = weight_of[kinds[at]] * strengths[at]
            if asks[neighbours[at]]:
                weight *= asking
            if weight > 0 and not begin <= neighbours[at] < end:
                places[count], weights[count] = at, weight
                count += 1
        offsets[place + 1] = count
    return offsets, places[:count], weights[:count]


def _of_objects(question: Question, candidates: npt.NDArray[np.int32]) -> Evidence:
    view = question.view
    into = view.snapshot.into
    owners, places = row_places(into.spans, candidates)
    used = EVENTS[into.kinds[places]] & _by_members(question, into.neighbours[places])
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
        np.ones(count + len(owners), dtype=bool),
        view.clock,
    )


def _by_members(question: Question, nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    begin, end = question.snapshot.range(EntityKind.MEMBER)
    others: npt.NDArray[np.bool_] = (nodes >= begin) & (nodes < end)
    return others if question.member is None else others & (nodes != question.member)


def _evidence(
    offsets: npt.NDArray[np.int64],
    nodes: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float64],
    deeds: npt.NDArray[np.float64],
    times: npt.NDArray[np.int32],
    fading: npt.NDArray[np.bool_],
    clock: int,
) -> Evidence:
    events = fading & (times != NO_TIME)
    days = np.maximum(clock - times.astype(np.int64), 0) / DAY
    ages = np.where(events, days, 0.0)
    distinct, slots = each_once(nodes)
    return Evidence(offsets, nodes, weights, deeds, ages, events, distinct, slots)
