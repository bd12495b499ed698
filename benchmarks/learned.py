"""Kinpath's weights learned from what a task takes as known, and from nothing later."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from benchmarks.protocols import has_times
from benchmarks.tasks import Task
from graph.packing import seconds
from graph.snapshot import Snapshot
from matcher import Matcher
from matcher.goals import Goal
from matcher.learning.learn import learn_goal
from matcher.models import kind_of_question
from matcher.question import Question
from matcher.replay import PastQuery

FROZEN_SLOTS = 3
"""Where evidence is frozen for long, the past is replayed in as few and as long pieces."""


def learned_weights(snapshot: Snapshot, task: Task, seed: int) -> Mapping[str, float] | str:
    """The weights, or why the default ones stay.

    Args:
        snapshot: the whole community, from which the task was made.
        task: whose queries must not be seen.
        seed: of what is drawn.
    """
    pasts = [past for past, _ in task.by_past()]
    goal = pasts[0].goal
    moments = [past.moment for past in pasts if past.moment is not None]
    lesson = learn_goal(
        snapshot if has_times(snapshot, goal) else pasts[0].snapshot,
        goal,
        kind_of_question(task.queries[0].request),
        asking(goal),
        slots=FROZEN_SLOTS if len(pasts) == 1 else None,
        until=seconds(min(moments)) if moments else None,
        seed=seed,
    )
    if lesson is None:
        return "nothing of the kind ever happened before"
    return lesson.reason if lesson.learned is None else lesson.learned.weights


def asking(goal: Goal) -> Callable[[Snapshot], Callable[[PastQuery], Question]]:
    """How questions of the past are resolved for a goal."""

    def ask(snapshot: Snapshot) -> Callable[[PastQuery], Question]:
        matcher = Matcher(snapshot, goals={goal.name: goal})
        return lambda query: matcher.question(query.request, query.vector)

    return ask
