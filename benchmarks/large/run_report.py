"""A run as Markdown that reads well as it stands, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from benchmarks.large.figures import Contest, Line
from benchmarks.large.run import Run
from benchmarks.report import surroundings, table

_HEADER = (
    "method", "questions", "median, ms", "p95, ms", "times as long", "quality", "touched",
    "bytes a member",
)  # fmt: skip

_TERMS = ("questions", "whole_questions", "checked", "passes", "patience", "rivals")


def as_text(run: Run) -> str:
    """Every contest as a table, then how times grow, then how it was measured."""
    parts = [_contest_text(contest) for contest in run.contests]
    return "\n\n".join([*parts, *_growth_text(run), _notes(run)])


def _contest_text(contest: Contest) -> str:
    heading = f"#### {contest.subject[0].upper()}{contest.subject[1:]}, {contest.members:,} members"
    rows = [_row(line, contest.members) for line in contest.lines]
    left_out = [f"Left out: {name}: {why}." for name, why in contest.left_out.items()]
    return "\n\n".join([heading, table(_HEADER, rows), *left_out])


def _row(line: Line, members: int) -> list[str]:
    return [
        line.name,
        str(line.questions),
        format(line.median, ",.2f"),
        format(line.tail, ",.2f"),
        _times(line),
        ", ".join(f"{name} {value:.4f}" for name, value in line.quality.items()),
        "" if line.operations is None else f"{line.operations:,.0f}",
        "" if line.bytes is None else f"{line.bytes / members:,.0f}",
    ]


def _times(line: Line) -> str:
    if line.times is None:
        return ""
    return format(line.times, ",.2f" if line.times.middle >= 0.1 else ".2g")


def _growth_text(run: Run) -> list[str]:
    exponents = run.exponents()
    if not exponents:
        return []
    rows = [[subject, name, f"{exponent:.2f}"] for (subject, name), exponent in exponents.items()]
    return ["#### Growth: median time = a x members^b", table(["subject", "method", "b"], rows)]


def _notes(run: Run) -> str:
    terms = run.terms
    versions = ", ".join(f"{name} {found}" for name, found in surroundings().items())
    return (
        f"Median [least, greatest] of {terms.passes} passes over the same questions, turn by turn, "
        "one thread, one process. *Times as long* compares whole passes over the questions that "
        "both were asked, pair by pair. A method whose pass would take longer than "
        f"{terms.patience:g} s is asked fewer questions. Quality is that of the first "
        f"{terms.checked} questions, or as many as were asked. *Touched*: edges or vectors looked "
        f"at by a question on average. Seed {run.seed}.\n{versions}."
    )


def as_json(run: Run) -> dict[str, Any]:
    """Every figure of every contest, and how times grow."""
    terms = {name: getattr(run.terms, name) for name in _TERMS}
    return {
        "seed": run.seed,
        "terms": terms,
        "versions": surroundings(),
        "contests": [asdict(contest) for contest in run.contests],
        "growth": _growth_json(run),
    }


def _growth_json(run: Run) -> Sequence[dict[str, Any]]:
    return [
        {"subject": subject, "method": name, "exponent": exponent}
        for (subject, name), exponent in run.exponents().items()
    ]
