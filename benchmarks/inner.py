"""Settings chosen on the past alone: a validation task before the one that is published."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from benchmarks.answers import timed_questions
from benchmarks.hidden_choices import hidden
from benchmarks.judging import per_query, rankings
from benchmarks.periods import INNER_KNOWN_SHARE, NothingToAsk, last_part
from benchmarks.protocols import has_times, task_from_history
from benchmarks.queries import sample
from benchmarks.results import MAIN_MEASURE
from benchmarks.rival import Rival, Scores, Settings
from benchmarks.tasks import Task
from graph.packing import NO_TIME, seconds
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.replay import outcomes_of

MOST_QUERIES = 200
MOST_FOR_THE_SLOW = 60
"""Validation queries for rivals that are not quick."""


def inner_task(
    snapshot: Snapshot, texts: Mapping[EntityId, str], task: Task, seed: int
) -> Task | None:
    """The same protocol on what a task takes as known; None where that holds nothing to ask.

    In time, questions from the 60th to the 80th percentile are asked from what precedes them;
    without times a part of what is left is hidden in its turn.

    Args:
        snapshot: the whole community, from which the task was made.
        texts: what its entities say.
        task: whose queries must not be seen.
        seed: of what is hidden and of the sample.
    """
    goal = task.queries[0].past.goal
    moments = [past.moment for past, _ in task.by_past() if past.moment is not None]
    end = seconds(min(moments)) if moments else None
    try:
        if not has_times(snapshot, goal):
            known = task.queries[0].past.snapshot
            return hidden(known, texts, goal, seed + 1, most=MOST_QUERIES)
        period = last_part(_times(snapshot, task), INNER_KNOWN_SHARE, end)
        return task_from_history(
            snapshot, texts, goal, frozen=True, period=period, most=MOST_QUERIES, seed=seed
        )
    except NothingToAsk:
        return None


def _times(snapshot: Snapshot, task: Task) -> list[int]:
    """When questions were asked, or members chose, in order."""
    goal = task.queries[0].past.goal
    outcomes = outcomes_of(snapshot, goal)
    if any(outcome.question >= 0 for outcome in outcomes):
        times: list[int] = snapshot.node_times[timed_questions(snapshot)].tolist()
        return times
    return [outcome.at for outcome in outcomes if outcome.at != NO_TIME]


class Validation:
    """A validation task, and the settings that each rival was found to do best with there."""

    def __init__(self, task: Task | None, seed: int) -> None:
        self.task = task
        self._seed = seed
        self._found: dict[str, Settings] = {}

    def settings(self, rival: Rival) -> Settings:
        """Those of a rival, looked for once."""
        if rival.name not in self._found:
            self._found[rival.name] = tuned(rival, self.task, self._seed)
        return self._found[rival.name]


def tuned(rival: Rival, inner: Task | None, seed: int) -> Settings:
    """The settings of a rival's grid with the best mean nDCG@10; of equal ones the plainest."""
    if inner is None or len(rival.grid) == 1 or not rival.suits(inner.queries[0].past):
        return rival.grid[0]
    task = inner if rival.is_quick else some_queries(inner, MOST_FOR_THE_SLOW, seed)
    qualities = [
        mean_quality(task, scores_of(rival, task, settings, seed)) for settings in rival.grid
    ]
    return rival.grid[int(np.argmax(qualities))]


def scores_of(rival: Rival, task: Task, settings: Settings, seed: int) -> Scores:
    """(Q, T) scores of a rival that is fitted to each past of a task in turn."""
    return np.concatenate(
        [
            rival.fit(past, settings, seed).score([task.queries[place] for place in places])
            for past, places in task.by_past()
        ]
    )


def mean_quality(task: Task, scores: Scores) -> float:
    """Mean nDCG@10."""
    return float(per_query(task, rankings(task, scores))[MAIN_MEASURE].mean())


def some_queries(task: Task, most: int, seed: int) -> Task:
    """`most` queries of a task, drawn by the seed; all where there are no more."""
    return Task(task.name, tuple(sample(task.queries, most, seed)))
