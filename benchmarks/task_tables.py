"""The tables of one task's results, in Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.report import table
from benchmarks.results import MAIN_MEASURE, MethodFigures, TaskResult
from benchmarks.whole_run import WHOLE_RUN
from matcher.bootstrap import Interval

SIGNIFICANT = 0.05
"""Corrected p below which a difference is marked."""
UNKNOWN = "—"


def task_text(result: TaskResult) -> str:
    """A section of Markdown: how large the task is, and its tables."""
    opening = (
        f"#### {result.name}\n\nGoal `{result.goal}`: {result.queries:,} queries, on average "
        f"{result.candidates:,.1f} candidates for each, of {result.targets:,} targets; "
        f"{result.judged_targets:,} targets have an AUC."
    )
    tables = [measures_table(result), _whole_run(result), _strata(result), _settings(result)]
    if len(result.methods) > 1:
        tables[1:1] = [leads_table(result), _main_lead(result)]
    return "\n\n".join([opening, *tables])


def measures_table(result: TaskResult) -> str:
    """Each method's measures; the best is bold."""
    rows = {each.name: each.measures for each in result.methods}
    return _interval_table(rows, {name: name for name in result.methods[0].measures})


def _strata(result: TaskResult) -> str:
    headings = {name: f"{name} (n = {queries:,})" for name, queries in result.strata.items()}
    rows = {each.name: each.strata for each in result.methods}
    caption = f"{MAIN_MEASURE} by how many interactions the asker had before:"
    return f"{caption}\n\n{_interval_table(rows, headings)}"


def _interval_table(rows: Mapping[str, Mapping[str, Interval]], headings: Mapping[str, str]) -> str:
    """A row a method, a heading a column; the best mean, as far as it is shown, is bold."""
    best = {name: max(f"{row[name].mean:.3f}" for row in rows.values()) for name in headings}
    cells = [
        [method, *(_emphasised(row[name], best[name]) for name in headings)]
        for method, row in rows.items()
    ]
    return table(["method", *headings.values()], cells)


def _emphasised(interval: Interval, best: str) -> str:
    return f"**{interval}**" if f"{interval.mean:.3f}" == best else str(interval)


def leads_table(result: TaskResult) -> str:
    """How far the first method is ahead of each other one."""
    reference, *others = result.methods
    rows = [
        [
            other.name,
            *(
                _signed(lead.difference) + (" \\*" if lead.p_holm < SIGNIFICANT else "")
                for lead in other.leads.values()
            ),
        ]
        for other in others
    ]
    return table([f"{reference.name} ahead of", *reference.measures], rows)


def _main_lead(result: TaskResult) -> str:
    reference, *others = result.methods
    header = [f"{reference.name} against, {MAIN_MEASURE}", "p", "p (Holm)", "d_z", "won", "tied"]
    return table([*header, "lost"], [_main_lead_cells(other) for other in others])


def _main_lead_cells(method: MethodFigures) -> list[str]:
    lead = method.leads[MAIN_MEASURE]
    effect = UNKNOWN if lead.d_z is None else f"{lead.d_z:+.2f}"
    counts = (f"{count:,}" for count in (lead.wins, lead.ties, lead.losses))
    return [method.name, _probability(lead.p), _probability(lead.p_holm), effect, *counts]


def _whole_run(result: TaskResult) -> str:
    known = [name for name in WHOLE_RUN if any(name in each.whole_run for each in result.methods)]
    rows = [
        [
            each.name,
            *(
                f"{each.whole_run[name]:.3f}" if name in each.whole_run else UNKNOWN
                for name in known
            ),
        ]
        for each in result.methods
    ]
    return table(["method", *known], rows)


def _settings(result: TaskResult) -> str:
    rows = [
        [
            each.name,
            ", ".join(f"{name} {value}" for name, value in each.settings.items()) or UNKNOWN,
            f"{each.fit_seconds:.2f}",
            f"{each.score_seconds:.2f}",
        ]
        for each in result.methods
    ]
    return table(["method", "settings", "seconds to fit", "seconds to answer"], rows)


def _signed(difference: Interval) -> str:
    return f"{difference.mean:+.3f} [{difference.low:+.3f}, {difference.high:+.3f}]"


def _probability(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"
