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
from community.phrases import Listing, numerals, phrase
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
        phrase("Worse than before, beyond chance: {names}.", names=Listing.joined(", ", worse))
        if worse
        else phrase("None of them is worse than before by more than chance.")
    )
    yield Paragraph.of(
        phrase(
            "Early signs: before a place falls silent, newcomers come back less, fewer "
            "help, and answers take longer. {judged}",
            judged=judged,
        )
    )
    rows = tuple(
        (sign.figure.name, Number(str(sign.figure), sign.figure.members),
         trend(sign, sign.before), trend(sign, sign.year_ago))
        for sign in signs
    )  # fmt: skip
    yield Table(
        (
            phrase("early sign"),
            phrase("now"),
            phrase("twelve weeks before"),
            phrase("a year before"),
        ),
        rows,
    )


def expected_table(told: Forecast) -> Table:
    """4, 8 and 12 weeks ahead."""
    rows = tuple(
        (
            phrase("{weeks} weeks", weeks=weeks),
            expected(told.at(weeks)),
            chance(told.at(weeks).below_floor),
        )
        for weeks in HORIZONS
    )
    floor = phrase("chance of fewer than {ceil:,}", ceil=ceil(told.floor))
    return Table((phrase("in"), phrase("active members in the week"), floor), rows)


def tried_table(told: Forecast) -> Table:
    """The back-test: every method beside seasonal naive."""
    rows = []
    for row in told.tried:
        cells = ("–" if mase is None else numerals("{mase:.2f}", mase=mase) for mase in row.mase_at)
        name = (
            phrase("{method} (seasonal naive)", method=row.method)
            if row.method == told.baseline
            else row.method
        )
        rows.append(
            (
                name,
                numerals("{mase:.2f}", mase=row.mase),
                *cells,
                numerals("{coverage:.0f} %", coverage=100 * row.coverage),
                numerals("{forecasts:,}", forecasts=row.forecasts),
            )
        )
    heads = tuple(phrase("error {weeks} weeks ahead", weeks=weeks) for weeks in HORIZONS)
    return Table(
        (
            phrase("method"),
            phrase("error (MASE)"),
            *heads,
            phrase("weeks inside its 95 % interval"),
            phrase("weeks foretold"),
        ),
        tuple(rows),
    )
