"""Tasks from a community's own history: what was asked then, and what came of it.

Where outcomes have times the past is cut at a moment: what is older is known, what follows is
asked for. Where they have none, a part of them is hidden. `benchmarks.asked_file` reads the tasks
of those who bring their own questions and answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.answered_questions import answered_questions
from benchmarks.hidden_choices import hidden
from benchmarks.members_later import members_later
from benchmarks.periods import NothingToAsk, Period
from benchmarks.tasks import Task
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.replay import is_timed, outcomes_of

__all__ = [
    "NothingToAsk",
    "Period",
    "answered_questions",
    "has_times",
    "hidden",
    "members_later",
    "task_from_history",
]


def task_from_history(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    goal: Goal,
    *,
    frozen: bool,
    period: Period | None = None,
    most: int | None = None,
    seed: int = 0,
) -> Task:
    """Whichever of the protocols fits what came of the goal; arguments as theirs.

    Raises:
        NothingToAsk: nothing came of it, or nothing that could be asked for.
    """
    outcomes = outcomes_of(snapshot, goal)
    if not is_timed(outcomes):
        return hidden(snapshot, texts, goal, seed, most=most)
    by_questions = any(outcome.question >= 0 for outcome in outcomes)
    protocol = answered_questions if by_questions else members_later
    return protocol(snapshot, texts, goal, frozen, period=period, most=most, seed=seed)


def has_times(snapshot: Snapshot, goal: Goal) -> bool:
    """Whether what came of the goal can be replayed in the order of time."""
    return is_timed(outcomes_of(snapshot, goal))
