"""Learning from lists that were shown beside replayed questions, where that surely helps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from matcher.bootstrap import Bootstrap
from matcher.goals import Goal
from matcher.learning.examples import Example
from matcher.learning.fitting import Prior, Weights, fit, length, ndcg_of
from matcher.learning.judged import RESAMPLES
from matcher.learning.lessons import (
    CONFIDENT,
    FEWEST_QUESTIONS,
    FromLists,
    Lesson,
    by_time,
    judged,
    kept,
)
from matcher.learning.unseen import unseen_weights


def with_lists(
    lesson: Lesson,
    goal: Goal,
    replayed: Sequence[Example],
    shown: Sequence[Example],
    prior: Prior,
    seed: int,
) -> Lesson:
    """The lesson with what the lists teach, which takes the place of what was learned without them
    only where it surely does better on lists and not surely worse on replayed questions.

    Both are judged on questions and lists that the weights had not seen, cut in time together:
    what was chosen of a list is an answer to a replayed question as well.

    Args:
        lesson: of the replayed questions alone.
        goal: its goal.
        replayed: the questions.
        shown: the lists.
        prior: what is known before.
        seed: of what is drawn.
    """
    if len(shown) < FEWEST_QUESTIONS:
        reason = f"{len(shown)} shown lists, fewer than the {FEWEST_QUESTIONS} it takes"
        return replace(lesson, shown=FromLists(len(shown), (), reason))
    order = by_time([*replayed, *shown])
    examples = [[*replayed, *shown][place] for place in order]
    is_list = np.array(order) >= len(replayed)
    weights = unseen_weights(examples, prior, seed)
    without: list[Weights] = [prior.default] * len(examples)
    if lesson.learned is not None:
        without = unseen_weights(examples, prior, seed, among=~is_list)
    gains = _ndcgs(examples, weights) - _ndcgs(examples, without)
    on_lists, _ = judged(goal, *_those(examples, weights, is_list), prior, seed)
    reason = _why_not(gains[is_list], gains[~is_list], seed)
    told = replace(lesson, shown=FromLists(len(shown), on_lists, reason))
    if reason:
        return told
    questions = _those(examples, weights, ~is_list)
    table, _ = judged(goal, *questions, prior, seed)
    final = fit(examples, prior, seed) * length(prior.default)
    learned = kept(goal, final, *questions, table, lists=len(shown))
    return replace(told, table=table, learned=learned, reason="")


def _why_not(
    on_lists: npt.NDArray[np.float64], on_replays: npt.NDArray[np.float64], seed: int
) -> str:
    """Why lists are not learned from, by what they add to the nDCG of each; "" when they are."""
    better = (Bootstrap(len(on_lists), seed, RESAMPLES).means(on_lists) > 0).mean()
    if better < CONFIDENT:
        return f"weights learned with them do not surely do better on them ({better:.0%})"
    if len(on_replays):
        worse = (Bootstrap(len(on_replays), seed, RESAMPLES).means(on_replays) < 0).mean()
        if worse >= CONFIDENT:
            return f"weights learned with them surely do worse in the replay ({worse:.0%})"
    return ""


def _those(
    examples: Sequence[Example], weights: Sequence[Weights], chosen: npt.NDArray[np.bool_]
) -> tuple[list[Example], list[Weights]]:
    places = np.flatnonzero(chosen).tolist()
    return [examples[place] for place in places], [weights[place] for place in places]


def _ndcgs(examples: Sequence[Example], weights: Sequence[Weights]) -> npt.NDArray[np.float64]:
    return np.array([ndcg_of(e, e.scaled @ own) for e, own in zip(examples, weights, strict=True)])
