"""Learning: replay the past, fit weights, and keep them only if they beat the default there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from matcher.features import FEATURES
from matcher.goals import Goal
from matcher.learning.calibration import calibrate
from matcher.learning.examples import Ask, Example, examples_from, feature_names
from matcher.learning.fitting import Prior, Weights, fit, length, ndcg_of
from matcher.learning.judged import Judged, replay_table
from matcher.learning.past import replays_of
from matcher.models import Learned, QuestionKind, default_weights

FEWEST_QUESTIONS = 10
"""Replayed questions below which nothing is learned."""
FOLDS = 4
CONFIDENT = 0.9
"""The learned weights must beat the default in this part of the bootstrap's resamples."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning one goal and one kind of question.

    Attributes:
        goal, kind: what it is about.
        questions: how many could be replayed.
        table: each method in the replay, the best first to read.
        learned: the weights; None when the default stays.
        reason: why the default stays, "" when it does not.
    """

    goal: str
    kind: QuestionKind
    questions: int
    table: tuple[Judged, ...]
    learned: Learned | None
    reason: str


def learn(
    snapshot: Snapshot,
    goals: Mapping[str, Goal],
    ask: Ask,
    *,
    seed: int = SEED,
    progress: Progress = silent,
) -> list[Lesson]:
    """A lesson for every goal and kind of question that has any history, in order of goals.

    Args:
        snapshot: the whole community, as it stands.
        goals: whose weights are learned.
        ask: how a question of the past is resolved against a snapshot.
        seed: of all that is drawn.
        progress: told about long work.
    """
    lessons: list[Lesson] = []
    asked: list[Goal] = []
    for goal in goals.values():
        # `members` asks what `peers` asks: what was learned for one holds for the other.
        alike = next((other.name for other in asked if _ask_the_same(goal, other)), None)
        if alike is not None:
            lessons += [replace(old, goal=goal.name) for old in lessons if old.goal == alike]
            continue
        asked.append(goal)
        for kind in kinds_of(goal):
            lesson = learn_goal(snapshot, goal, kind, ask, seed=seed, progress=progress)
            lessons += [] if lesson is None else [lesson]
    return lessons


def _ask_the_same(one: Goal, other: Goal) -> bool:
    return replace(one, name="", title="") == replace(other, name="", title="")


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
        until: seconds since 2000 from which on nothing is looked at; None: all is.
        seed: of all that is drawn.
        progress: told about long work.
    """
    replays = replays_of(snapshot, goal, kind, seed, slots, until)
    if not any(replay.queries for replay in replays):
        return None
    examples = examples_from(replays, goal, ask, progress)
    names = feature_names(goal)
    usual = default_weights(goal, kind)
    prior = Prior(
        np.array([usual.get(name, 0.0) for name in names]),
        np.array([-1.0 if FEATURES[name].against else 1.0 for name in names]),
    )
    if len(examples) < FEWEST_QUESTIONS:
        reason = f"{len(examples)} past questions, fewer than the {FEWEST_QUESTIONS} it takes"
        return Lesson(goal.name, kind, len(examples), (), None, reason)
    return _lesson(goal, kind, examples, prior, seed)


def _lesson(
    goal: Goal, kind: QuestionKind, examples: Sequence[Example], prior: Prior, seed: int
) -> Lesson:
    names = feature_names(goal)
    weights, singles = _unseen(examples, prior, seed)
    scores = [example.scaled @ own for example, own in zip(examples, weights, strict=True)]
    table, confidence = replay_table(examples, goal, prior.default, scores, singles, seed)
    if confidence < CONFIDENT:
        reason = f"the learned weights do not surely beat the default ({confidence:.0%})"
        return Lesson(goal.name, kind, len(examples), table, None, reason)
    final = fit(examples, prior, seed) * length(prior.default)
    # Scores of weights that did not see their question, on the scale of the final weights.
    rescaled = [
        own * (length(final) / max(length(used), 1e-9))
        for own, used in zip(scores, weights, strict=True)
    ]
    learned = Learned(
        weights={n: float(w) for n, w in zip(names, final, strict=True) if w},
        questions=len(examples),
        table={row.method: row.to_json() for row in table},
        calibration=calibrate(examples, rescaled, [example.at for example in examples]),
    )
    return Lesson(goal.name, kind, len(examples), table, learned, "")


def _unseen(
    examples: Sequence[Example], prior: Prior, seed: int
) -> tuple[list[Weights], list[int]]:
    """For each example, weights and the best single feature, fitted without its part of them."""
    weights: list[Weights] = [prior.default] * len(examples)
    signs = prior.signs
    singles = [0] * len(examples)
    quality = np.array(
        [
            [ndcg_of(e, signs[column] * e.scaled[:, column]) for column in range(len(signs))]
            for e in examples
        ]
    )
    for held_out in _folds(len(examples)):
        rest = np.setdiff1d(np.arange(len(examples)), held_out)
        fitted = fit([examples[place] for place in rest], prior, seed)
        best = int(np.argmax(quality[rest].mean(axis=0)))
        for place in held_out.tolist():
            weights[place], singles[place] = fitted, best
    return weights, singles


def _folds(count: int) -> Iterator[npt.NDArray[np.int64]]:
    """Contiguous parts: questions of one time stay together."""
    yield from np.array_split(np.arange(count), min(FOLDS, count))
