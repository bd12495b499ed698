"""Tables of the report on outcomes: who left, waves, and what recommendations led to."""

from __future__ import annotations

from collections.abc import Sequence

from community.outcomes.cells import SMALLEST
from community.outcomes.funnel import Funnel, Step
from community.outcomes.inference import Inference
from community.outcomes.results import Outcome
from community.phrases import numerals, phrase
from community.reports import Table
from community.shown import STEPS


def left_table(outcomes: Sequence[Outcome]) -> Table:
    """How those who left differed, and the change re-run three ways."""
    columns = (
        phrase("what"),
        phrase("stayed"),
        phrase("left"),
        phrase("before, stayed"),
        phrase("before, left"),
        phrase("apart (SD)"),
        phrase("none changed"),
        phrase("worst case"),
        phrase("weighted by who stays"),
        phrase("direction"),
    )
    rows = []
    for outcome in outcomes:
        found = outcome.dropout
        if found is not None:
            rows.append(
                (
                    outcome.instrument.name,
                    str(found.stayed),
                    str(found.left),
                    numerals("{before_stayed:.2f}", before_stayed=found.before_stayed),
                    numerals("{before_left:.2f}", before_left=found.before_left),
                    numerals("{apart:+.2f}", apart=found.apart),
                    tested_text(found.unchanged),
                    tested_text(found.worst),
                    tested_text(found.weighted),
                    phrase("holds") if found.holds else phrase("turns"),
                )
            )
    return Table(columns, tuple(rows))


def tested_text(tested: Inference) -> str:
    """`+0.62 [+0.41, +0.83]`."""
    return numerals(
        "{estimate:+.2f} [{low:+.2f}, {high:+.2f}]",
        estimate=tested.estimate,
        low=tested.low,
        high=tested.high,
    )


def wave_table(outcomes: Sequence[Outcome]) -> Table:
    """The change to each later wave."""
    rows = tuple(
        (outcome.instrument.name, each.wave, str(each.n), tested_text(each.change))
        for outcome in outcomes
        for each in outcome.waves
    )
    return Table((phrase("what"), phrase("wave"), phrase("members"), phrase("change [95 %]")), rows)


def funnel_table(funnels: Sequence[Funnel]) -> Table:
    """A row for each goal, a column for each step."""
    rows = tuple(
        (funnel.goal, str(funnel.members), *(_step_text(step) for step in funnel.steps))
        for funnel in funnels
    )
    return Table((phrase("asked for"), phrase("members"), *STEPS), rows)


def _step_text(step: Step) -> str:
    if step.count is None or step.share is None:
        return phrase("of fewer than {smallest} members", smallest=SMALLEST)
    if step.low is None or step.high is None:
        return str(step.count)
    shares = [
        numerals("{share:.0f} %", share=100 * share) for share in (step.share, step.low, step.high)
    ]
    return numerals(
        "{number}: {shares} [{shares_2}, {shares_3}]",
        number=step.count,
        shares=shares[0],
        shares_2=shares[1],
        shares_3=shares[2],
    )
