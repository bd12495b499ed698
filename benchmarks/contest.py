"""Kinpath and its rivals on one task: tuned on the past, fitted, asked, and judged together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.evaluation import compared, without_each_part
from benchmarks.exposure_price import prices
from benchmarks.inner import MOST_FOR_THE_SLOW, Validation, tuned
from benchmarks.kinpath_method import LEARNED, KinpathFeatures, answer, tells_apart, variants
from benchmarks.results import MethodResult, TaskResult, compare
from benchmarks.rival import Rival, Settings
from benchmarks.rivals import LAMBDAMART, NEEDS_SERVER, make
from benchmarks.tasks import Task
from graph.progress import Progress, silent
from matcher.exposure import Price
from matcher.models import default_weights, kind_of_question

NOTHING = "there is nothing that it could go by"
NOT_REFITTED = "it takes too long to be fitted anew for each question"
NO_VALIDATION = "there are no earlier questions to learn from"


@dataclass(frozen=True, slots=True)
class Entrants:
    """Who takes part.

    Attributes:
        rivals: names in `benchmarks.rivals.RIVALS`.
        gds: URL and password of a Neo4j with the Graph Data Science library, None without one.
        learned: weights of Kinpath's features that were learned, why there are none, or None where
            they are not asked for.
        seed: of all that is drawn.
        in_parts: whether Kinpath is asked without each of its parts as well.
    """

    rivals: Sequence[str]
    gds: tuple[str, str | None] | None = None
    learned: Mapping[str, float] | str | None = None
    seed: int = 0
    in_parts: bool = False


@dataclass(frozen=True, slots=True)
class Contest:
    """The result of a task.

    Attributes:
        result: of all who took part.
        left_out: why others are missing from it, by their names.
        ablation: Kinpath's default weights whole and without each part; None: not asked for.
        prices: of sharing exposure, with the default weights; empty where not asked for.
    """

    result: TaskResult
    left_out: Mapping[str, str] = field(default_factory=dict)
    ablation: TaskResult | None = None
    prices: Sequence[Price] = ()


def hold(
    task: Task, validation: Validation, entrants: Entrants, progress: Progress = silent
) -> Contest:
    """Ask everybody and compare.

    Args:
        task: what is asked.
        validation: what settings are chosen on.
        entrants: who takes part; Kinpath always does, and comes first.
        progress: told of each method that has answered.
    """
    goal = task.queries[0].past.goal
    learned = entrants.learned
    usual = default_weights(goal, kind_of_question(task.queries[0].request))
    own = variants(usual, learned if isinstance(learned, Mapping) else None)
    total = len(own) + len(entrants.rivals)
    results: list[MethodResult] = []
    left_out = {LEARNED: f"the default stays: {learned}"} if isinstance(learned, str) else {}
    for variant in own:
        answered = answer(task, variant)
        if answered is None:
            left_out[variant.name] = NOTHING
        else:
            results.append(answered)
        progress(task.name, len(results), total)
    for name in entrants.rivals:
        outcome = _take_part(name, task, validation, entrants)
        if isinstance(outcome, str):
            left_out[name] = outcome
        else:
            results.append(outcome)
        progress(task.name, len(results), total)
    parts = without_each_part(usual)
    ablation = compared(task, parts, entrants.seed) if entrants.in_parts else None
    shared = entrants.in_parts and goal.between_people and bool(results)
    return Contest(
        compare(task, results, entrants.seed),
        left_out,
        ablation,
        prices(task, results[0].scores) if shared else (),
    )


def _take_part(
    name: str, task: Task, validation: Validation, entrants: Entrants
) -> MethodResult | str:
    """The rival's answers, or why there are none."""
    try:
        if name == LAMBDAMART:
            return _lambdamart(task, validation.task, entrants.seed)
        gds = entrants.gds if name in NEEDS_SERVER else None
        rival = make(name, *(gds or ()))
        reason = _unfit(rival, task)
        if reason:
            return reason
        answered = answers_of(rival, task, validation.settings(rival), entrants.seed)
        return answered if tells_apart(answered.scores) else NOTHING
    except ImportError as missing:
        return str(missing)


def _unfit(rival: Rival, task: Task) -> str | None:
    pasts = [past for past, _ in task.by_past()]
    if len(pasts) > 1 and not rival.is_quick:
        return NOT_REFITTED
    return None if all(rival.suits(past) for past in pasts) else NOTHING


def answers_of(rival: Rival, task: Task, settings: Settings, seed: int) -> MethodResult:
    """A rival fitted to each past of a task, and what it then answers."""
    scores = np.full((len(task.queries), len(task.targets)), np.nan)
    fitting = scoring = 0.0
    for past, places in task.by_past():
        begun = perf_counter()
        fitted = rival.fit(past, settings, seed)
        fitting += perf_counter() - begun
        begun = perf_counter()
        scores[list(places)] = fitted.score([task.queries[place] for place in places])
        scoring += perf_counter() - begun
    return MethodResult(rival.name, scores, None, None, settings, fitting, scoring)


def _lambdamart(task: Task, inner: Task | None, seed: int) -> MethodResult | str:
    """It learns from earlier validation queries for its settings, then from all of them."""
    if len(task.by_past()) > 1:
        return NOT_REFITTED
    if inner is None or len(inner.queries) < 2:
        return NO_VALIDATION
    features = KinpathFeatures()
    rival: Any = make(LAMBDAMART, features)
    judged = min(len(inner.queries) // 2, MOST_FOR_THE_SLOW)
    rival.fit_on(inner.queries[:-judged])
    settings = tuned(rival, Task(inner.name, inner.queries[-judged:]), seed)
    begun = perf_counter()
    rival.fit_on(inner.queries)
    learning = perf_counter() - begun
    answered = answers_of(rival, task, settings, seed)
    return replace(answered, fit_seconds=answered.fit_seconds + learning)
