"""How numbers are written in reports, with the members behind them."""

from __future__ import annotations

from dataclasses import replace

from community.alignment.results import Estimate, Share
from community.figure import Figure, written
from community.picture import Picture
from community.reports import Number, Report
from community.reports.document import Cell
from graph.records import EntityId

NOT_KNOWN = "not known"
_LONGEST = 90


def percent(value: float | None) -> str:
    """`37 %`, or that it is not known."""
    return NOT_KNOWN if value is None else f"{100 * value:.0f} %"


def interval(low: float | None, high: float | None) -> str:
    """`31 to 43 %`; a dash where there is none."""
    if low is None or high is None:
        return "–"
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def counted(share: Share, members: tuple[EntityId, ...] = ()) -> Cell:
    """`37 of 120`, leading to the members."""
    return Number(f"{share.count:,} of {share.of:,}", members)


def share_cells(share: Share, members: tuple[EntityId, ...] = ()) -> tuple[Cell, Cell, Cell]:
    """How many of how many, which share that is, and its interval."""
    ends = interval(share.low, share.high) if share.of else "–"
    return counted(share, members), percent(share.value), ends


def estimate_text(found: Estimate) -> str:
    """`62 % (58 to 66 %)`."""
    if found.value is None:
        return NOT_KNOWN
    return f"{percent(found.value)} ({interval(found.low, found.high)})"


def points(found: Estimate) -> str:
    """A change of a share: `+12 points (3 to 20)`."""
    if found.value is None or found.low is None or found.high is None:
        return NOT_KNOWN
    low, high = (f"{100 * end:+.0f}" for end in (found.low, found.high))
    return f"{100 * found.value:+.0f} points ({low} to {high})"


def figure_cells(figure: Figure) -> tuple[Cell, ...]:
    """A row of the table of figures: name, value, interval, n and meaning."""
    value = NOT_KNOWN if figure.value is None else str(replace(figure, low=None, high=None))
    ends = figure_interval(figure)
    n = "–" if figure.n is None else f"{figure.n:,}"
    meaning = " ".join(part for part in (figure.definition, figure.note) if part)
    return figure.name, Number(value, figure.members), ends, n, meaning


def figure_interval(figure: Figure) -> str:
    """The interval of a figure in its unit; a dash where there is none."""
    if figure.low is None or figure.high is None:
        return "–"
    if figure.unit == "share":
        return interval(figure.low, figure.high)
    return f"{written(figure.low, figure.unit)} to {written(figure.high, figure.unit)}"


def quoted(text: str, longest: int = _LONGEST) -> str:
    """Somebody's words in quotation marks, cut where they are long."""
    plain = " ".join(text.split())
    return f"“{plain if len(plain) <= longest else plain[: longest - 1] + '…'}”"


def day(moment: str | None) -> str:
    """The day of an ISO time."""
    return moment[:10] if moment else "always"


def with_names(report: Report, picture: Picture) -> Report:
    """The report with what everybody behind its numbers is called."""
    snapshot = picture.snapshot
    members = {member for number in report.behind() for member in number.members}
    names = {member: snapshot.name(snapshot.node(member)) for member in sorted(members)}
    return replace(report, names=names)
