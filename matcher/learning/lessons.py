"""Lessons: what came of learning from replayed questions, and what is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.goals import Goal
from matcher.learning.calibration import calibrate
from matcher.learning.examples import Example, feature_names
from matcher.learning.fitting import Prior, Weights, fit, length
from matcher.learning.judged import Judged, replay_table
from matcher.learning.unseen import unseen_singles, unseen_weights
from matcher.models import Learned, QuestionKind

FEWEST_QUESTIONS = 10
"""Replayed questions, and lists that were shown, below which nothing is learned from them."""
CONFIDENT = 0.9
"""The learned weights must beat the default in this part of the bootstrap's resamples."""


@dataclass(frozen=True, slots=True)
class FromLists:
    """What came of learning from lists that were shown as well.

    Attributes:
        lists: how many there were to learn from.
        table: each method on these lists, `learned` being weights learned with them.
        reason: why they are not learned from, "" when they are.
    """

    lists: int
    table: tuple[Judged, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of learning one goal and one kind of question.

    Attributes:
        goal, kind: what it is about.
        questions: how many could be replayed.
        table: each method in the replay, the best first to read.
        learned: the weights; None when the default stays.
        reason: why the default stays, "" when it does not.
        shown: what lists that were shown had to say; None where there were none.
    """

    goal: str
    kind: QuestionKind
    questions: int
    table: tuple[Judged, ...]
    learned: Learned | None
    reason: str
    shown: FromLists | None = None


def lesson_of_replays(
    goal: Goal, kind: QuestionKind, examples: Sequence[Example], prior: Prior, seed: int
) -> Lesson:
    """What replayed questions alone teach."""
    if len(examples) < FEWEST_QUESTIONS:
        reason = f"{len(examples)} past questions, fewer than the {FEWEST_QUESTIONS} it takes"
        return Lesson(goal.name, kind, len(examples), (), None, reason)
    weights = unseen_weights(examples, prior, seed)
    table, confidence = judged(goal, examples, weights, prior, seed)
    if confidence < CONFIDENT:
        reason = f"the learned weights do not surely beat the default ({confidence:.0%})"
        return Lesson(goal.name, kind, len(examples), table, None, reason)
    final = fit(examples, prior, seed) * length(prior.default)
    learned = kept(goal, final, examples, weights, table)
    return Lesson(goal.name, kind, len(examples), table, learned, "")


def judged(
    goal: Goal, examples: Sequence[Example], weights: Sequence[Weights], prior: Prior, seed: int
) -> tuple[tuple[Judged, ...], float]:
    """The table of weights that did not see their question, and how surely they beat the default.

    Without questions the table is empty.
    """
    if not examples:
        return (), 0.0
    scores = [example.scaled @ own for example, own in zip(examples, weights, strict=True)]
    singles = unseen_singles(examples, prior)
    return replay_table(examples, goal, prior.default, scores, singles, seed)


def kept(
    goal: Goal,
    final: Weights,
    examples: Sequence[Example],
    weights: Sequence[Weights],
    table: Sequence[Judged],
    lists: int = 0,
) -> Learned:
    """What is kept of a lesson.

    Args:
        goal: its goal.
        final: (F,) the weights.
        examples: the questions that were replayed.
        weights: for each of them, those that did not see it.
        table: how these did.
        lists: how many lists were learned from besides.
    """
    # Scores of weights that did not see their question, on the scale of the final weights.
    rescaled = [
        (example.scaled @ own) * (length(final) / max(length(own), 1e-9))
        for example, own in zip(examples, weights, strict=True)
    ]
    return Learned(
        weights={n: float(w) for n, w in zip(feature_names(goal), final, strict=True) if w},
        questions=len(examples),
        table={row.method: row.to_json() for row in table},
        calibration=calibrate(examples, rescaled, [example.at for example in examples]),
        lists=lists,
    )


def by_time(examples: Sequence[Example]) -> list[int]:
    """Places of the examples in the order of their times; those of one time as they stand."""
    return sorted(range(len(examples)), key=lambda place: examples[place].at)
