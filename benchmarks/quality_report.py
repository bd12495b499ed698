"""The comparison of methods as text for people and as JSON for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.bootstrap import RESAMPLES, Interval
from benchmarks.comparison import Result
from benchmarks.replay import Replay
from benchmarks.report import interval_json, table


@dataclass(frozen=True, slots=True)
class Run:
    """One replay: all methods asked the same questions of the same past."""

    frozen: bool
    replayed: Replay
    results: tuple[Result, ...]

    @property
    def evidence(self) -> str:
        return "frozen at the cutoff" if self.frozen else "up to each question's own moment"

    @property
    def candidates(self) -> int:
        return len({member for query in self.replayed.queries for member in query.candidates})


def as_text(runs: Sequence[Run], setting: Mapping[str, Any]) -> str:
    """Markdown, readable as it stands."""
    versions = ", ".join(f"{name} {found}" for name, found in setting["versions"].items())
    closing = (
        f"Community `{setting['community']}` (content {setting['content']}), seed "
        f"{setting['seed']}. In brackets: 95 % paired bootstrap intervals, {RESAMPLES:,} resamples "
        f"of questions, or of mentors for the mentor AUC.\n{versions}."
    )
    return "\n\n".join([*map(_run_text, runs), closing])


def _run_text(run: Run) -> str:
    measures = list(run.results[0].measures)
    opening = (
        f"### Evidence {run.evidence}\n\n{len(run.replayed.queries)} questions from "
        f"{run.replayed.cutoff:%Y-%m-%d} on, {run.candidates} candidates."
    )
    methods = table(
        ["method", *measures],
        [[result.method, *map(str, result.measures.values())] for result in run.results],
    )
    leads = table(
        [f"{run.results[0].method} ahead of", *measures],
        [
            [result.method, *map(_signed, result.leads.values())]
            for result in run.results
            if result.leads is not None
        ],
    )
    return f"{opening}\n\n{methods}\n\n{leads}"


def _signed(lead: Interval) -> str:
    return f"{lead.mean:+.3f} [{lead.low:+.3f}, {lead.high:+.3f}]"


def as_json(runs: Sequence[Run], setting: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the text says, with six digits."""
    return {**setting, "resamples": RESAMPLES, "runs": [_run_json(run) for run in runs]}


def _run_json(run: Run) -> dict[str, Any]:
    return {
        "evidence": "frozen" if run.frozen else "fresh",
        "cutoff": run.replayed.cutoff.isoformat(),
        "queries": len(run.replayed.queries),
        "candidates": run.candidates,
        "methods": [_result_json(result) for result in run.results],
    }


def _result_json(result: Result) -> dict[str, Any]:
    measures = {name: interval_json(interval) for name, interval in result.measures.items()}
    if result.leads is None:
        return {"method": result.method, "measures": measures}
    leads = {name: interval_json(lead) for name, lead in result.leads.items()}
    return {"method": result.method, "measures": measures, "kinpath_ahead_by": leads}
