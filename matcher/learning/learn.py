"""Learning: replay the past, fit weights, and keep them only if they beat the default there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from matcher.features import FEATURES
from matcher.goals import Goal, ask_the_same
from matcher.learning.examples import Ask, examples_from, examples_of_lists, feature_names
from matcher.learning.fitting import Prior
from matcher.learning.lessons import Lesson, lesson_of_replays
from matcher.learning.past import replays_of
from matcher.learning.shown_lists import ShownList
from matcher.learning.with_lists import with_lists
from matcher.models import QuestionKind, default_weights

NO_LISTS: Mapping[str, Sequence[ShownList]] = MappingProxyType({})
SEED = 7


def learn(
    snapshot: Snapshot,
    goals: Mapping[str, Goal],
    ask: Ask,
    *,
    lists: Mapping[str, Sequence[ShownList]] = NO_LISTS,
    seed: int = SEED,
    progress: Progress = silent,
) -> list[Lesson]:
    """A lesson for every goal and kind of question that has any history, in order of goals.

    Args:
        snapshot: the whole community, as it stands.
        goals: whose weights are learned.
        ask: how a question of the past is resolved against a snapshot.
        lists: what members were shown, by goal.
        seed: of all that is drawn.
        progress: told about long work.
    """
    lessons: list[Lesson] = []
    asked: list[Goal] = []
    for goal in goals.values():
        # `members` asks what `peers` asks: what was learned for one holds for the other.
        alike = next((other.name for other in asked if ask_the_same(goal, other)), None)
        if alike is not None:
            lessons += [replace(old, goal=goal.name) for old in lessons if old.goal == alike]
            continue
        asked.append(goal)
        for kind in kinds_of(goal):
            shown = lists.get(goal.name, ()) if kind == "member" else ()
            lesson = learn_goal(
                snapshot, goal, kind, ask, lists=shown, seed=seed, progress=progress
            )
            lessons += [] if lesson is None else [lesson]
    return lessons


def kinds_of(goal: Goal) -> tuple[QuestionKind, ...]:
    """The kinds of questions whose outcomes the goal can tell."""
    return ("asked", "member") if goal.outcomes.answered else ("member",)


def learn_goal(
    snapshot: Snapshot,
    goal: Goal,
    kind: QuestionKind,
    ask: Ask,
    *,
    slots: int | None = None,
    until: int | None = None,
    lists: Sequence[ShownList] = (),
    seed: int = SEED,
    progress: Progress = silent,
) -> Lesson | None:
    """The lesson of one goal and kind of question; None where nothing of the kind ever happened.

    Args:
        snapshot: the whole community, as it stands.
        goal: whose weights are learned.
        kind: of question.
        ask: how a question of the past is resolved against a snapshot.
        slots: in how many pieces the past is replayed; None: as many as serve fresh answers.
        until: seconds since 2000 from which on nothing is replayed; None: all is.
        lists: what members were shown for it, by time.
        seed: of all that is drawn.
        progress: told about long work.
    """
    replays = replays_of(snapshot, goal, kind, seed, slots, until)
    shown = examples_of_lists(lists, snapshot, goal, ask, progress)
    if not shown and not any(replay.queries for replay in replays):
        return None
    examples = examples_from(replays, goal, ask, progress)
    prior = _prior(goal, kind)
    lesson = lesson_of_replays(goal, kind, examples, prior, seed)
    return with_lists(lesson, goal, examples, shown, prior, seed) if shown else lesson


def _prior(goal: Goal, kind: QuestionKind) -> Prior:
    names, usual = feature_names(goal), default_weights(goal, kind)
    return Prior(
        np.array([usual.get(name, 0.0) for name in names]),
        np.array([-1.0 if FEATURES[name].against else 1.0 for name in names]),
    )
