"""A community's health as a report for whoever looks after it."""

from __future__ import annotations

from collections.abc import Iterator

from community.figure import written
from community.health.charts import of_forecast, of_retention, of_states, of_waiting
from community.health.measuring import Health
from community.health.naming import MOST_NAMED
from community.health.report_forecast import forecast_blocks
from community.health.retention import Kept
from community.health.states import STATES, State
from community.health.tracking import Tracked
from community.health.words import CHAPTERS, date_of, headlines, trend
from community.picture import Picture
from community.reports import Number, Paragraph, Report, Section, Table
from community.reports.document import Block

MOST_MOVES = 12


def health_report(found: Health, picture: Picture) -> Report:
    """The report; `picture` is what the health was worked out from, and knows the names."""
    moment = "without dates" if found.at is None else f"{date_of(found):%Y-%m-%d}"
    about = f"{found.community}, {moment}, {found.members:,} members, revision {found.revision}"
    behind = {member for each in found.figures for member in each.figure.members}
    snapshot = picture.snapshot
    names = {member: snapshot.name(snapshot.node(member)) for member in sorted(behind)}
    sections = tuple(section for section in _sections(found) if section.blocks)
    return Report("How the community is", about, sections, names)


def _sections(found: Health) -> Iterator[Section]:
    yield Section("At a glance", tuple(_glance(found)))
    risk = () if found.forecast is None else (of_forecast(found, found.forecast),)
    yield Section("Ghost-town risk", (*risk, *forecast_blocks(found)))
    yield Section(CHAPTERS["states"], tuple(_states(found)))
    yield Section(CHAPTERS["staying"], tuple(_staying(found)))
    waiting = (of_waiting(found),) if found.waiting else ()
    yield Section(CHAPTERS["answers"], (*waiting, *_chapter(found, "answers")))
    yield Section(CHAPTERS["helping"], tuple(_chapter(found, "helping")))
    yield Section(CHAPTERS["ties"], tuple(_chapter(found, "ties")))
    yield Section("Belonging next to connection", tuple(_belonging(found)))
    yield Section(CHAPTERS["tone"], (Paragraph.of(found.figure("tone").figure.note),))
    yield Section("How sure this is", tuple(_caution(found)))
    yield Section("How each figure is worked out", (_definitions(found),))


def _glance(found: Health) -> Iterator[Block]:
    for sentence in headlines(found):
        yield Paragraph.of(sentence)
    bad = [each for each in found.figures if each.figure.action]
    if bad:
        rows = tuple((each.figure.name, _now(each), each.figure.action) for each in bad)
        yield Table(("What stands out", "now", "what may be done"), rows)
    for note in found.notes:
        yield Paragraph.of(note)


def _now(tracked: Tracked) -> Number:
    return Number(str(tracked.figure), tracked.figure.members)


def _chapter(found: Health, part: str) -> Iterator[Block]:
    figures = [each for each in found.figures if each.part == part]
    rows = tuple(
        (
            each.figure.name,
            _now(each),
            trend(each, each.before),
            trend(each, each.year_ago),
            "" if each.figure.n is None else f"{each.figure.n:,}",
        )
        for each in figures
    )
    yield Table(("figure", "now", "twelve weeks before", "a year before", "out of"), rows)
    for note in dict.fromkeys(each.figure.note for each in figures if each.figure.note):
        yield Paragraph.of(note)


def _states(found: Health) -> Iterator[Block]:
    if len(found.history) > 2:
        yield of_states(found)
    yield Paragraph.of(
        f"Nine in ten breaks here are no longer than {found.usual_break:,.0f} days, each member "
        "counting once; whoever has had five breaks or more is measured by their own."
    )
    rows = []
    for each in found.figures:
        if each.key in tuple(State) and found.history:
            count = found.history[-1].counts[STATES.index(State(each.key))]
            share = "" if each.figure.value is None else written(each.figure.value, "share")
            cells = (trend(each, each.before), trend(each, each.year_ago))
            rows.append((each.key, Number(f"{count:,}", each.figure.members), share, *cells))
    yield Table(("state", "members", "of all", "twelve weeks before", "a year before"), tuple(rows))
    if found.moves:
        moved = [move for move in found.moves if move.source != move.target]
        moved.sort(key=lambda move: -move.members)
        told = tuple((move.source, move.target, f"{move.members:,}") for move in moved[:MOST_MOVES])
        yield Table(("was, twelve weeks ago", "is now", "members"), told)


def _staying(found: Health) -> Iterator[Block]:
    yield from _chapter(found, "staying")
    if not found.cohorts:
        yield Paragraph.of("No retention curves: too few have begun long enough ago.")
        return
    yield of_retention(found)
    marks = sorted({kept.days for cohort in found.cohorts for kept in cohort.kept})
    rows = []
    for cohort in found.cohorts:
        cells = {kept.days: _kept(kept) for kept in cohort.kept}
        begins = _unbroken(f"{date_of(found, cohort.begins):%d %b %Y}")
        rows.append((begins, f"{cohort.n:,}", *(cells.get(mark, "") for mark in marks)))
    heads = tuple(f"here after {mark} days" for mark in marks)
    yield Table(("began from", "members", *heads), tuple(rows))


def _kept(kept: Kept) -> str:
    share, low, high = (f"{100 * value:.0f}" for value in (kept.share, kept.low, kept.high))
    return _unbroken(f"{share} % [{low}, {high}]")


def _unbroken(text: str) -> str:
    """The text without places where a line may end."""
    return text.replace(" ", "\u00a0")


def _belonging(found: Health) -> Iterator[Block]:
    told = found.belonging
    if told.cells:
        rows = tuple(
            (cell.ties, "fewer than 5, or left out", "")
            if cell.mean is None
            else (cell.ties, f"{cell.n:,}", f"{cell.mean:.2f} [{cell.low:.2f}, {cell.high:.2f}]")
            for cell in told.cells
        )
        yield Table(("ties in a year", "answered", "mean score"), rows)
    yield Paragraph.of(told.note)


def _caution(found: Health) -> Iterator[Block]:
    yield Paragraph.of(
        "What stands in brackets are 95 % intervals. “Now higher” and “now lower” mean that the "
        "interval of the difference leaves out no difference; with this many figures about one in "
        "twenty would be called so by chance alone, so rather look for several that point the "
        "same way. A trend does not say what caused it."
    )
    yield Paragraph.of(
        "Hidden members are in no figure. Who has not consented to matching, and minors, are "
        f"counted but not named; behind a number at most {MOST_NAMED} members are listed. The "
        f"history is {found.days:,} days long; where it does not reach back far enough, there is "
        "no comparison. Whatever members do that is not recorded "
        "(reading, meeting elsewhere) cannot be seen here. When something is called bad is a rule "
        "of thumb."
    )


def _definitions(found: Health) -> Table:
    rows = tuple((each.figure.name, each.figure.definition) for each in found.figures)
    return Table(("figure", "definition"), rows)
