"""Tables of the report on outcomes: who left, waves, and what recommendations led to."""

from __future__ import annotations

from collections.abc import Sequence

from community.outcomes.cells import SMALLEST
from community.outcomes.funnel import Funnel, Step
from community.outcomes.inference import Inference
from community.outcomes.results import Outcome
from community.reports import Table
from community.shown import STEPS


def left_table(outcomes: Sequence[Outcome]) -> Table:
    """How those who left differed, and the change re-run three ways."""
    columns = (
        "what", "stayed", "left", "before, stayed", "before, left", "apart (SD)", "none changed",
        "worst case", "weighted by who stays", "direction",
    )  # fmt: skip
    rows = []
    for outcome in outcomes:
        found = outcome.dropout
        if found is not None:
            rows.append(
                (
                    outcome.instrument.name,
                    str(found.stayed),
                    str(found.left),
                    f"{found.before_stayed:.2f}",
                    f"{found.before_left:.2f}",
                    f"{found.apart:+.2f}",
                    tested_text(found.unchanged),
                    tested_text(found.worst),
                    tested_text(found.weighted),
                    "holds" if found.holds else "turns",
                )
            )
    return Table(columns, tuple(rows))


def tested_text(tested: Inference) -> str:
    """`+0.62 [+0.41, +0.83]`."""
    return f"{tested.estimate:+.2f} [{tested.low:+.2f}, {tested.high:+.2f}]"


def wave_table(outcomes: Sequence[Outcome]) -> Table:
    """The change to each later wave."""
    rows = tuple(
        (outcome.instrument.name, each.wave, str(each.n), tested_text(each.change))
        for outcome in outcomes
        for each in outcome.waves
    )
    return Table(("what", "wave", "members", "change [95 %]"), rows)


def funnel_table(funnels: Sequence[Funnel]) -> Table:
    """A row for each goal, a column for each step."""
    rows = tuple(
        (funnel.goal, str(funnel.members), *(_step_text(step) for step in funnel.steps))
        for funnel in funnels
    )
    return Table(("asked for", "members", *STEPS), rows)


def _step_text(step: Step) -> str:
    if step.count is None or step.share is None:
        return f"of fewer than {SMALLEST} members"
    if step.low is None or step.high is None:
        return str(step.count)
    shares = [f"{100 * share:.0f} %" for share in (step.share, step.low, step.high)]
    return f"{step.count}: {shares[0]} [{shares[1]}, {shares[2]}]"
