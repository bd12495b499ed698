"""What contests came to, as Markdown and as JSON: the results, and who is missing and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from benchmarks import exposure_price, task_report
from benchmarks.contest import Contest
from benchmarks.results import TaskResult
from benchmarks.task_report import Provenance
from benchmarks.task_tables import leads_table, measures_table


def as_text(contests: Sequence[Contest], provenance: Provenance) -> str:
    """Markdown, readable as it stands."""
    results = [contest.result for contest in contests]
    text = task_report.as_text(results, provenance)
    missing = [_missing(contest) for contest in contests if contest.left_out]
    parts = [_parts(c.result.name, c.ablation) for c in contests if c.ablation is not None]
    evened = [_evened(contest) for contest in contests if contest.prices]
    return "\n\n".join([text, *missing, *parts, *evened])


def _evened(contest: Contest) -> str:
    return (
        "What it costs to share exposure, all queries answered as one batch, "
        f"*{contest.result.name}*:\n\n{exposure_price.as_table(contest.prices)}"
    )


def _parts(task: str, ablation: TaskResult) -> str:
    return (
        f"Kinpath's default weights without each kind of evidence, *{task}*:\n\n"
        f"{measures_table(ablation)}\n\n{leads_table(ablation)}"
    )


def _missing(contest: Contest) -> str:
    reasons = "\n".join(f"- {name}: {why}" for name, why in contest.left_out.items())
    return f"Left out of *{contest.result.name}*:\n\n{reasons}"


def as_json(contests: Sequence[Contest], provenance: Provenance) -> dict[str, Any]:
    """Everything that the text says, with six digits."""
    results = [contest.result for contest in contests]
    left_out = [{"task": c.result.name, "methods": dict(c.left_out)} for c in contests]
    ablations = [contest.ablation for contest in contests if contest.ablation is not None]
    parts = task_report.as_json(ablations, provenance)["tasks"] if ablations else []
    return {
        **task_report.as_json(results, provenance),
        "left_out": left_out,
        "without_each_part": parts,
        "prices_of_evenness": [
            {"task": c.result.name, "prices": [asdict(price) for price in c.prices]}
            for c in contests
            if c.prices
        ],
    }
