"""Which part of the past is replayed to learn from, in how many pieces, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from graph.packing import NO_TIME
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.models import QuestionKind
from matcher.replay import Outcome, Replay, is_timed, outcomes_of, replay_hidden, replay_in_time

WARM_UP = 0.35
"""The first part of the outcomes is only past: nothing is asked of it."""
SLOTS = 16
"""Pieces of the rest; what is asked in a piece is answered from what preceded the piece."""
MOST_QUESTIONS = 240
"""More are thinned out evenly."""


def replays_of(
    snapshot: Snapshot,
    goal: Goal,
    kind: QuestionKind,
    seed: int,
    slots: int | None = None,
    until: int | None = None,
) -> list[Replay]:
    """The past of a goal, ready to be asked, and thinned out if there is much of it.

    Of what has a time, only what precedes `until` is asked.
    """
    return thinned(whole_past_of(snapshot, goal, kind, seed, slots, until))


def whole_past_of(
    snapshot: Snapshot,
    goal: Goal,
    kind: QuestionKind,
    seed: int,
    slots: int | None = None,
    until: int | None = None,
) -> list[Replay]:
    """All that can be asked of the past of a goal.

    What was asked in words can be asked again only where it is known, and known when.
    """
    goal = goal if kind == "asked" else _without_answers(goal)
    outcomes = [o for o in outcomes_of(snapshot, goal) if until is None or o.at < until]
    if not outcomes:
        return []
    timed = is_timed(outcomes)
    if kind == "asked" and not (timed and any(outcome.question >= 0 for outcome in outcomes)):
        return []
    if not timed:
        return [replay_hidden(snapshot, goal, seed)]
    return list(_in_time(snapshot, goal, outcomes, slots or SLOTS))


def _without_answers(goal: Goal) -> Goal:
    return replace(goal, outcomes=replace(goal.outcomes, answered=False))


def _in_time(
    snapshot: Snapshot, goal: Goal, outcomes: Sequence[Outcome], slots: int
) -> list[Replay]:
    times = np.array([outcome.at for outcome in outcomes if outcome.at != NO_TIME])
    edges = np.unique(np.quantile(times, np.linspace(WARM_UP, 1.0, slots + 1)).astype(np.int64))
    edges[-1] += 1
    return [
        replay_in_time(snapshot, goal, begin, end, begin, outcomes)
        for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
    ]


def spread_evenly(count: int, most: int) -> npt.NDArray[np.int64]:
    """All places below `count`, or `most` of them, spread evenly."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))


def thinned(replays: Sequence[Replay]) -> list[Replay]:
    """At most MOST_QUESTIONS of them, spread evenly."""
    total = sum(len(replay.queries) for replay in replays)
    if total <= MOST_QUESTIONS:
        return list(replays)
    places = spread_evenly(total, MOST_QUESTIONS)
    kept, before = [], 0
    for replay in replays:
        own = places[(places >= before) & (places < before + len(replay.queries))] - before
        kept.append(Replay(replay.snapshot, tuple(replay.queries[place] for place in own)))
        before += len(replay.queries)
    return kept
