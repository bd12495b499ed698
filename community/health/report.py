"""A community's health as a report for whoever looks after it."""

from __future__ import annotations

from collections.abc import Iterator

from community.figure import written
from community.health.charts import of_forecast, of_retention, of_states, of_waiting
from community.health.measuring import Health
from community.health.naming import MOST_NAMED
from community.health.report_forecast import forecast_blocks
from community.health.retention import Kept
from community.health.states import STATE_NAMES, STATES, State
from community.health.tracking import Tracked
from community.health.words import CHAPTERS, date_of, headlines, trend
from community.phrases import numerals, phrase
from community.picture import Picture
from community.reports import Number, Paragraph, Report, Section, Table
from community.reports.document import Block

MOST_MOVES = 12


def health_report(found: Health, picture: Picture) -> Report:
    """The report; `picture` is what the health was worked out from, and knows the names."""
    moment = (
        phrase("without dates")
        if found.at is None
        else numerals("{date_of:%Y-%m-%d}", date_of=date_of(found))
    )
    about = phrase(
        "{community}, {moment}, {members:,} members, revision {revision}",
        community=found.community,
        moment=moment,
        members=found.members,
        revision=found.revision,
    )
    behind = {member for each in found.figures for member in each.figure.members}
    snapshot = picture.snapshot
    names = {member: snapshot.name(snapshot.node(member)) for member in sorted(behind)}
    sections = tuple(section for section in _sections(found) if section.blocks)
    return Report(phrase("How the community is"), about, sections, names)


def _sections(found: Health) -> Iterator[Section]:
    yield Section(phrase("At a glance"), tuple(_glance(found)))
    risk = () if found.forecast is None else (of_forecast(found, found.forecast),)
    yield Section(phrase("Ghost-town risk"), (*risk, *forecast_blocks(found)))
    yield Section(CHAPTERS["states"], tuple(_states(found)))
    yield Section(CHAPTERS["staying"], tuple(_staying(found)))
    waiting = (of_waiting(found),) if found.waiting else ()
    yield Section(CHAPTERS["answers"], (*waiting, *_chapter(found, "answers")))
    yield Section(CHAPTERS["helping"], tuple(_chapter(found, "helping")))
    yield Section(CHAPTERS["ties"], tuple(_chapter(found, "ties")))
    yield Section(phrase("Belonging next to connection"), tuple(_belonging(found)))
    yield Section(CHAPTERS["tone"], (Paragraph.of(found.figure("tone").figure.note),))
    yield Section(phrase("How sure this is"), tuple(_caution(found)))
    yield Section(phrase("How each figure is worked out"), (_definitions(found),))


def _glance(found: Health) -> Iterator[Block]:
    for sentence in headlines(found):
        yield Paragraph.of(sentence)
    bad = [each for each in found.figures if each.figure.action]
    if bad:
        rows = tuple((each.figure.name, _now(each), each.figure.action) for each in bad)
        yield Table((phrase("What stands out"), phrase("now"), phrase("what may be done")), rows)
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
            "" if each.figure.n is None else numerals("{n:,}", n=each.figure.n),
        )
        for each in figures
    )
    yield Table(
        (
            phrase("figure"),
            phrase("now"),
            phrase("twelve weeks before"),
            phrase("a year before"),
            phrase("out of"),
        ),
        rows,
    )
    for note in dict.fromkeys(each.figure.note for each in figures if each.figure.note):
        yield Paragraph.of(note)


def _states(found: Health) -> Iterator[Block]:
    if len(found.history) > 2:
        yield of_states(found)
    yield Paragraph.of(
        phrase(
            "Nine in ten breaks here are no longer than {usual_break:,.0f} days, each "
            "member counting once; whoever has had five breaks or more is measured by "
            "their own.",
            usual_break=found.usual_break,
        )
    )
    rows = []
    for each in found.figures:
        if each.key in tuple(State) and found.history:
            count = found.history[-1].counts[STATES.index(State(each.key))]
            share = "" if each.figure.value is None else written(each.figure.value, "share")
            cells = (trend(each, each.before), trend(each, each.year_ago))
            rows.append(
                (
                    STATE_NAMES[State(each.key)],
                    Number(numerals("{number:,}", number=count), each.figure.members),
                    share,
                    *cells,
                )
            )
    yield Table(
        (
            phrase("state"),
            phrase("members"),
            phrase("of all"),
            phrase("twelve weeks before"),
            phrase("a year before"),
        ),
        tuple(rows),
    )
    if found.moves:
        moved = [move for move in found.moves if move.source != move.target]
        moved.sort(key=lambda move: -move.members)
        told = tuple(
            (move.source, move.target, numerals("{members:,}", members=move.members))
            for move in moved[:MOST_MOVES]
        )
        yield Table((phrase("was, twelve weeks ago"), phrase("is now"), phrase("members")), told)


def _staying(found: Health) -> Iterator[Block]:
    yield from _chapter(found, "staying")
    if not found.cohorts:
        yield Paragraph.of(phrase("No retention curves: too few have begun long enough ago."))
        return
    yield of_retention(found)
    marks = sorted({kept.days for cohort in found.cohorts for kept in cohort.kept})
    rows = []
    for cohort in found.cohorts:
        cells = {kept.days: _kept(kept) for kept in cohort.kept}
        begins = numerals("{0:%d\u00a0%b\u00a0%Y}", date_of(found, cohort.begins))
        rows.append(
            (begins, numerals("{n:,}", n=cohort.n), *(cells.get(mark, "") for mark in marks))
        )
    heads = tuple(phrase("here after {mark} days", mark=mark) for mark in marks)
    yield Table((phrase("began from"), phrase("members"), *heads), tuple(rows))


def _kept(kept: Kept) -> str:
    share, low, high = (100 * value for value in (kept.share, kept.low, kept.high))
    # Spaces at which no line may end.
    return numerals("{0:.0f}\u00a0%\u00a0[{1:.0f},\u00a0{2:.0f}]", share, low, high)


def _belonging(found: Health) -> Iterator[Block]:
    told = found.belonging
    if told.cells:
        rows = tuple(
            (cell.ties, phrase("fewer than 5, or left out"), "")
            if cell.mean is None
            else (
                cell.ties,
                numerals("{n:,}", n=cell.n),
                numerals(
                    "{mean:.2f} [{low:.2f}, {high:.2f}]",
                    mean=cell.mean,
                    low=cell.low,
                    high=cell.high,
                ),
            )
            for cell in told.cells
        )
        yield Table((phrase("ties in a year"), phrase("answered"), phrase("mean score")), rows)
    yield Paragraph.of(told.note)


def _caution(found: Health) -> Iterator[Block]:
    yield Paragraph.of(
        phrase(
            "What stands in brackets are 95 % intervals. “Now higher” and “now lower” "
            "mean that the interval of the difference leaves out no difference; with this"
            " many figures about one in twenty would be called so by chance alone, so "
            "rather look for several that point the same way. A trend does not say what "
            "caused it."
        )
    )
    yield Paragraph.of(
        phrase(
            "Hidden members are in no figure. Who has not consented to matching, and "
            "minors, are counted but not named; behind a number at most {most_named} "
            "members are listed. The history is {days:,} days long; where it does not "
            "reach back far enough, there is no comparison. Whatever members do that is "
            "not recorded (reading, meeting elsewhere) cannot be seen here. When "
            "something is called bad is a rule of thumb.",
            most_named=MOST_NAMED,
            days=found.days,
        )
    )


def _definitions(found: Health) -> Table:
    rows = tuple((each.figure.name, each.figure.definition) for each in found.figures)
    return Table((phrase("figure"), phrase("definition")), rows)
