"""Figures and the worklist as rows, each with a line of names above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from api.engine import Engine
from api.worklist import now, worklist_of
from community.health.tracking import Change
from graph.progress import Progress
from graph.records import isoformat
from matcher.worklist import Wanted

Cell = str | float | int | bool | None
Rows = Iterator[Sequence[Cell]]


def figures_rows(engine: Engine, progress: Progress) -> Rows:
    """Each figure of the community's health with its interval, and what it was before."""
    # statsmodels and lifelines take seconds to import: a server that is not asked does without.
    from community.health import health  # noqa: PLC0415

    yield ("part", "key", "name", "value", "unit", "low", "high", "out_of", "twelve_weeks_ago",
           "a_year_ago", "better", "definition", "note", "action")  # fmt: skip
    for each in health(engine.picture(), today=now(), progress=progress).figures:
        told = each.figure
        yield (each.part, each.key, told.name, told.value, told.unit, told.low, told.high, told.n,
               _value(each.before), _value(each.year_ago),
               each.better, told.definition, told.note, told.action)  # fmt: skip


def worklist_rows(engine: Engine, progress: Progress) -> Rows:
    """Each entry of today's worklist; nothing is remembered by it."""
    found = worklist_of(engine, Wanted(), progress)
    yield ("at", "id", "act", "line", "member_id", "member", "target_id", "target", "why_now",
           "reasons", "mutual")  # fmt: skip
    for entry in found.entries:
        yield (isoformat(found.at), entry.id, entry.act.value, entry.line, entry.member.id,
               entry.member.name, entry.target.id, entry.target.name, entry.why_now,
               _listed(entry.reasons), entry.mutual)  # fmt: skip


def _value(then: Change | None) -> float | None:
    return None if then is None else then.value


def _listed(reasons: Iterable[object]) -> str:
    return " | ".join(str(reason) for reason in reasons)
