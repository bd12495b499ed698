"""What contests came to, as Markdown and as JSON: the results, and who is missing and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks import task_report
from benchmarks.contest import Contest
from benchmarks.task_report import Provenance


def as_text(contests: Sequence[Contest], provenance: Provenance) -> str:
    """Markdown, readable as it stands."""
    results = [contest.result for contest in contests]
    text = task_report.as_text(results, provenance)
    return "\n\n".join([text, *(_missing(contest) for contest in contests if contest.left_out)])


def _missing(contest: Contest) -> str:
    reasons = "\n".join(f"- {name}: {why}" for name, why in contest.left_out.items())
    return f"Left out of *{contest.result.name}*:\n\n{reasons}"


def as_json(contests: Sequence[Contest], provenance: Provenance) -> dict[str, Any]:
    """Everything that the text says, with six digits."""
    results = [contest.result for contest in contests]
    left_out = [{"task": c.result.name, "methods": dict(c.left_out)} for c in contests]
    return {**task_report.as_json(results, provenance), "left_out": left_out}
