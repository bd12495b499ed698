"""How numbers are written in reports, with the members behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from community.alignment.results import Estimate, Share
from community.figure import Figure, written
from community.phrases import numerals, phrase
from community.picture import Picture
from community.reports import Number, Report
from community.reports.document import Cell
from graph.records import EntityId

NOT_KNOWN = phrase("not known")
_LONGEST = 90


def percent(value: float | None) -> str:
    """`37 %`, or that it is not known."""
    return NOT_KNOWN if value is None else numerals("{value:.0f} %", value=100 * value)


def interval(low: float | None, high: float | None) -> str:
    """`31 to 43 %`; a dash where there is none."""
    if low is None or high is None:
        return "–"
    return phrase("{low:.0f} to {high:.0f} %", low=100 * low, high=100 * high)


def counted(share: Share, members: tuple[EntityId, ...] = ()) -> Cell:
    """`37 of 120`, leading to the members."""
    return Number(phrase("{number:,} of {of:,}", number=share.count, of=share.of), members)


def share_cells(share: Share, members: tuple[EntityId, ...] = ()) -> tuple[Cell, Cell, Cell]:
    """How many of how many, which share that is, and its interval."""
    ends = interval(share.low, share.high) if share.of else "–"
    return counted(share, members), percent(share.value), ends


def estimate_text(found: Estimate) -> str:
    """`62 % (58 to 66 %)`."""
    if found.value is None:
        return NOT_KNOWN
    return numerals(
        "{percent} ({interval})",
        percent=percent(found.value),
        interval=interval(found.low, found.high),
    )


def points(found: Estimate) -> str:
    """A change of a share: `+12 points (3 to 20)`."""
    if found.value is None or found.low is None or found.high is None:
        return NOT_KNOWN
    low, high = (numerals("{end:+.0f}", end=100 * end) for end in (found.low, found.high))
    return phrase(
        "{value:+.0f} points ({low} to {high})", value=100 * found.value, low=low, high=high
    )


def figure_cells(figure: Figure) -> tuple[Cell, ...]:
    """A row of the table of figures: name, value, interval, n and meaning."""
    value = NOT_KNOWN if figure.value is None else replace(figure, low=None, high=None).told
    ends = figure_interval(figure)
    n = "–" if figure.n is None else numerals("{n:,}", n=figure.n)
    meaning: str = figure.definition
    if figure.note:
        meaning = numerals("{0} {1}", figure.definition, figure.note)
    return figure.name, Number(value, figure.members), ends, n, meaning


def figure_interval(figure: Figure) -> str:
    """The interval of a figure in its unit; a dash where there is none."""
    if figure.low is None or figure.high is None:
        return "–"
    if figure.unit == "share":
        return interval(figure.low, figure.high)
    return phrase(
        "{written} to {written_2}",
        written=written(figure.low, figure.unit),
        written_2=written(figure.high, figure.unit),
    )


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Somebody's words in quotation marks, cut where they are long."""
    plain = " ".join(text.split())
    return phrase("“{0}”", plain if len(plain) <= longest else plain[: longest - 1] + "…")


def day(moment: str | None) -> str:
    """The day of an ISO time."""
    if not moment:
        return phrase("always")
    return numerals("{0:%Y-%m-%d}", date.fromisoformat(moment[:10]))


def with_names(report: Report, picture: Picture) -> Report:
    """The report with what everybody behind its numbers is called."""
    snapshot = picture.snapshot
    members = {member for number in report.behind() for member in number.members}
    names = {member: snapshot.name(snapshot.node(member)) for member in sorted(members)}
    return replace(report, names=names)
