"""Weights compared on a community's own history, in a few lines: for notebooks and ablations."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from benchmarks.community import texts_of
from benchmarks.kinpath_method import Variant, answer
from benchmarks.protocols import task_from_history
from benchmarks.results import MAIN_MEASURE, TaskResult, compare
from benchmarks.tasks import Task
from graph.snapshot import Snapshot
from graph.store import GraphStore
from matcher.goals import default_goals, find_goal

Configurations = Mapping[str, Mapping[str, float]]
"""Weights of features, by the name of the configuration."""
SEED = 7


def evaluate(
    store: GraphStore,
    snapshot: Snapshot,
    goal: str,
    configurations: Configurations,
    *,
    frozen: bool = True,
    seed: int = SEED,
) -> TaskResult:
    """The configurations on the last fifth of the history; the first one is what leads are of.

    Raises:
        InvalidRequest: there is no such goal.
        NothingToAsk: the history holds nothing of the goal.
    """
    found = find_goal(default_goals(), goal)
    task = task_from_history(snapshot, texts_of(store), found, frozen=frozen, seed=seed)
    return compared(task, configurations, seed)


def compared(task: Task, configurations: Configurations, seed: int = SEED) -> TaskResult:
    """The configurations on a task; those that have nothing to go by are left out."""
    answers = (answer(task, Variant(name, own)) for name, own in configurations.items())
    return compare(task, [found for found in answers if found is not None], seed)


def to_frame(result: TaskResult) -> pl.DataFrame:
    """A row for each method and measure: mean, 95 % interval, and the first method's lead."""
    rows = [
        {
            "method": method.name,
            "measure": measure,
            "mean": interval.mean,
            "low": interval.low,
            "high": interval.high,
            "lead": method.leads[measure].difference.mean if measure in method.leads else None,
            "p": method.leads[measure].p_holm if measure in method.leads else None,
        }
        for method in result.methods
        for measure, interval in method.measures.items()
    ]
    return pl.DataFrame(rows, schema_overrides={"lead": pl.Float64, "p": pl.Float64})


def without_each_part(weights: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """An ablation: all of it, then without each of `PARTS` that has any weight."""
    found = {"all": dict(weights)}
    for part, names in PARTS.items():
        if any(weights.get(name) for name in names):
            found[f"without {part}"] = {n: w for n, w in weights.items() if n not in names}
    return found


PARTS: Mapping[str, tuple[str, ...]] = {
    "evidence kernels": ("evidence_near", "evidence_wide", "evidence_lasting", "evidence_fresh"),
    "walks": ("walk_from_all", "walk_from_seeds", "walk_from_asker", "social_walk"),
    "ties": ("common_ties", "tie_pattern", "number_of_ties", "common_neighbours"),
    "shared interests and skills": ("shared_interests", "shared_skills", "like_minded"),
    "what goes together": ("goes_together", "taken_by_ties", "topic_fit", "taken_often"),
    "recency": ("recent_month", "recent_season", "recent_leaders", "last_seen"),
    "meaning as a whole": ("profile", "own_text"),
    "the candidate's side": ("wanted_back", "appreciated", "says_yes", "answers_soon"),
}
"""Features that say the same kind of thing."""
__all__ = [
    "MAIN_MEASURE",
    "PARTS",
    "compared",
    "evaluate",
    "to_frame",
    "without_each_part",
]
