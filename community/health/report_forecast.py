"""The forecast in the report: what is expected, how it did before, and the early signs."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from community.health.forecast import Forecast
from community.health.forecast.risk import HORIZONS
from community.health.measuring import Health
from community.health.words import (
    EARLY_SIGNS,
    chance,
    expected,
    trend,
    trust,
    why_none,
)
from community.reports import Number, Paragraph, Table
from community.reports.document import Block


def forecast_blocks(found: Health) -> Iterator[Block]:
    """Everything of the forecast but its picture."""
    told = found.forecast
    if told is None:
        yield Paragraph.of(why_none(found))
    else:
        yield expected_table(told)
        yield Paragraph.of(trust(told))
        yield tried_table(told)
    signs = [found.figure(key) for key in EARLY_SIGNS]
    worse = [sign.figure.name for sign in signs if sign.got_worse]
    judged = (
        f"Worse than before, beyond chance: {', '.join(worse)}."
        if worse
        else "None of them is worse than before by more than chance."
    )
    yield Paragraph.of(
        "Early signs: before a place falls silent, newcomers come back less, fewer help, and "
        f"answers take longer. {judged}"
    )
    rows = tuple(
        (sign.figure.name, Number(str(sign.figure), sign.figure.members),
         trend(sign, sign.before), trend(sign, sign.year_ago))
        for sign in signs
    )  # fmt: skip
    yield Table(("early sign", "now", "twelve weeks before", "a year before"), rows)


def expected_table(told: Forecast) -> Table:
    """4, 8 and 12 weeks ahead."""
    rows = tuple(
        (f"{weeks} weeks", expected(told.at(weeks)), chance(told.at(weeks).below_floor))
        for weeks in HORIZONS
    )
    floor = f"chance of fewer than {ceil(told.floor):,}"
    return Table(("in", "active members in the week", floor), rows)


def tried_table(told: Forecast) -> Table:
    """The back-test: every method beside seasonal naive."""
    rows = []
    for row in told.tried:
        cells = ("–" if mase is None else f"{mase:.2f}" for mase in row.mase_at)
        name = f"{row.method} (seasonal naive)" if row.method == told.baseline else row.method
        rows.append((name, f"{row.mase:.2f}", *cells,
                     f"{100 * row.coverage:.0f} %", f"{row.forecasts:,}"))  # fmt: skip
    heads = tuple(f"error {weeks} weeks ahead" for weeks in HORIZONS)
    return Table(
        ("method", "error (MASE)", *heads, "weeks inside its 95 % interval", "weeks foretold"),
        tuple(rows),
    )
