"""What is published of a task: each method's figures, and how far the first is ahead of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.judging import (
    PER_QUERY,
    Values,
    judged_targets,
    per_query,
    rankings,
    target_auc,
    target_auc_name,
)
from benchmarks.leads import Lead, leads
from benchmarks.rival import Scores, Settings
from benchmarks.strata import by_experience
from benchmarks.tasks import Places, Task
from benchmarks.whole_run import whole_run
from matcher.bootstrap import Bootstrap, Interval

MAIN_MEASURE = next(iter(PER_QUERY))
"""The measure that strata and pictures show: nDCG@10."""


@dataclass(frozen=True, slots=True, eq=False)
class MethodResult:
    """What a method answered to a task of Q queries and T targets.

    Attributes:
        name: as it stands in reports.
        scores: (Q, T) float64, what each query's candidates are ranked by; NaN: left out.
        fits: (Q, T) comparable between queries, for the AUC of targets; None: the scores are.
        probabilities: (Q, T) of being relevant, NaN where unsaid; None: the method says none.
        settings: those chosen on the validation period.
        fit_seconds, score_seconds: how long it learned, and how long it answered all queries.
    """

    name: str
    scores: Scores
    fits: Scores | None
    probabilities: Scores | None
    settings: Settings
    fit_seconds: float
    score_seconds: float


@dataclass(frozen=True, slots=True)
class MethodFigures:
    """One method's published figures.

    Attributes:
        name, settings, fit_seconds, score_seconds: as in its `MethodResult`.
        measures: mean and interval of each measure.
        whole_run: those of `benchmarks.whole_run.WHOLE_RUN` that are known.
        strata: `MAIN_MEASURE` of each stratum of askers.
        leads: of the reference over this method, by measure; empty for the reference itself.
    """

    name: str
    settings: Settings
    fit_seconds: float
    score_seconds: float
    measures: Mapping[str, Interval]
    whole_run: Mapping[str, float]
    strata: Mapping[str, Interval]
    leads: Mapping[str, Lead]


@dataclass(frozen=True, slots=True)
class TaskResult:
    """All methods on one task; the first is the reference that leads are measured for.

    Attributes:
        name, goal: of the task.
        queries: how many were asked.
        candidates: how many could be ranked for a query, on average.
        targets: how many there are.
        judged_targets: how many of them the AUC is measured for.
        strata: how many queries are in each stratum of askers.
        methods: in the order they were given.
    """

    name: str
    goal: str
    queries: int
    candidates: float
    targets: int
    judged_targets: int
    strata: Mapping[str, int]
    methods: tuple[MethodFigures, ...]


def compare(task: Task, method_results: Sequence[MethodResult], seed: int) -> TaskResult:
    """Judge all methods by the same resamples and sign flips; the first is the reference.

    Raises:
        ValueError: an array is not of the task's queries and targets.
    """
    for result in method_results:
        _check_shapes(task, result)
    ranked = [rankings(task, result.scores) for result in method_results]
    return TaskResult(
        name=task.name,
        goal=task.queries[0].past.goal.name,
        queries=len(task.queries),
        candidates=float(np.mean([len(query.candidates) for query in task.queries])),
        targets=len(task.targets),
        judged_targets=len(judged_targets(task)),
        strata={name: int(among.sum()) for name, among in by_experience(task).items()},
        methods=tuple(_figures(task, method_results, ranked, seed)),
    )


def _figures(
    task: Task, results: Sequence[MethodResult], ranked: Sequence[list[Places]], seed: int
) -> list[MethodFigures]:
    values = [_values(task, *each) for each in zip(results, ranked, strict=True)]
    resamples = {units: Bootstrap(units, seed) for units in {*map(len, values[0].values())}}
    ahead = [{}, *leads(values[0], values[1:], resamples, seed)]
    strata = _strata(task, [each[MAIN_MEASURE] for each in values], seed)
    return [
        MethodFigures(
            name=result.name,
            settings=result.settings,
            fit_seconds=result.fit_seconds,
            score_seconds=result.score_seconds,
            measures={
                name: resamples[len(units)].interval(units) for name, units in values[place].items()
            },
            whole_run=whole_run(task, ranked[place], result.probabilities),
            strata=strata[place],
            leads=ahead[place],
        )
        for place, result in enumerate(results)
    ]


def _values(task: Task, result: MethodResult, ranked: list[Places]) -> dict[str, Values]:
    values = per_query(task, ranked)
    auc = target_auc(task, result.scores if result.fits is None else result.fits)
    return {**values, target_auc_name(task): auc} if len(auc) else values


def _strata(task: Task, values: Sequence[Values], seed: int) -> list[dict[str, Interval]]:
    found: list[dict[str, Interval]] = [{} for _ in values]
    for name, among in by_experience(task).items():
        resamples = Bootstrap(int(among.sum()), seed)
        for intervals, own in zip(found, values, strict=True):
            intervals[name] = resamples.interval(own[among])
    return found


def _check_shapes(task: Task, result: MethodResult) -> None:
    expected = (len(task.queries), len(task.targets))
    for name in ("scores", "fits", "probabilities"):
        array = getattr(result, name)
        if array is not None and array.shape != expected:
            raise ValueError(f"{name} of {result.name} are {array.shape}, not {expected}")
