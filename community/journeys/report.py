"""Journeys as a page for people."""

from __future__ import annotations

from collections.abc import Sequence

from community.figure import Figure
from community.journeys import figures
from community.journeys.charts import curves
from community.journeys.factors import words_of
from community.journeys.journey_view import Grounds, JourneyView
from community.journeys.lifts import Lift
from community.phrases import Listing, numerals, phrase
from community.reports import Number, Paragraph, Report, Section, Table
from community.reports.document import Block, Cell
from graph.records import EntityId

MOST_LIFTS = 5
"""Of what goes along with going on from a stage, so much is shown at most."""

_ABOUT_LIFTS = phrase(
    "Of what members did while they were in a stage, surest first. It goes along "
    "with going on; that it is the cause is not shown: whoever is keener does "
    "more, and goes on more. “Beyond chance” holds up after all that was tried in"
    " the stage."
)


def report(grounds: Grounds, views: Sequence[JourneyView]) -> Report:
    """Where members stand in journeys, how long stages take, where they fall off, what helps."""
    picture = grounds.picture
    when = numerals(", {now:%Y-%m-%d}", now=picture.now) if picture.now else ""
    sections = [section for view in views for section in _sections(view)]
    document = Report(
        title=phrase("Journeys")
        if len(views) != 1
        else phrase("Journey: {name}", name=views[0].journey.name),
        about=phrase(
            "{community}, revision {revision}{when}",
            community=picture.snapshot.community,
            revision=picture.snapshot.revision,
            when=when,
        ),
        sections=(*sections, _apart(grounds), _method(grounds)),
    )
    behind = {member for number in document.behind() for member in number.members}
    return Report(document.title, document.about, document.sections, _names(grounds, behind))


def _sections(view: JourneyView) -> list[Section]:
    name = view.journey.name
    found = [
        Section(
            phrase("{name}: where members stand", name=name),
            (_who(view), _standing(view), *_notes(view)),
        )
    ]
    if len(view.told.members):
        times: tuple[Block, ...] = (_pace(view), _durations(view), *curves(view))
        found.append(
            Section(
                phrase("{name}: how long stages take, and where people fall off", name=name), times
            )
        )
        found.append(
            Section(
                phrase("{name}: what goes along with going on", name=name), tuple(_helpful(view))
            )
        )
    return found


def _who(view: JourneyView) -> Paragraph:
    told = len(view.told.members)
    if not told:
        return Paragraph.of(
            phrase(
                "Nobody has told of progress yet. It would need rows in the table progress: "
                "who reached which stage, and when."
            )
        )
    last = figures.standing(view, len(view.journey) - 1)
    return Paragraph.of(
        phrase("{told:,} members told how far they came; ", told=told),
        _number(last),
        phrase(" of them arrived at “{stage_names}”.", stage_names=view.journey.stage_names[-1]),
    )


def _standing(view: JourneyView) -> Table:
    columns = (
        phrase("stage"),
        phrase("it asks for"),
        phrase("stand there"),
        phrase("of these silent"),
        phrase("probably there by deeds"),
    )
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(view.journey.stage_names):
        counted = (
            figures.standing(view, place),
            figures.silent_at(view, place),
            figures.by_evidence(view, place),
        )
        rows.append((name, _asked(view, place), *map(_number, counted)))
    return Table(columns, tuple(rows))


def _asked(view: JourneyView, place: int) -> str:
    asked = view.asked[place]
    told = [words_of(view.picture, factor) for factor in asked.factors]
    if not told:
        return phrase("nothing that is told")
    words = Listing.joined(", ", told)
    return words if asked.declared else phrase("(typical: {words})", words=words)


def _notes(view: JourneyView) -> list[Block]:
    return [Paragraph.of(note) for note in view.told.notes()]


def _pace(view: JourneyView) -> Paragraph:
    names = view.journey.stage_names
    slow = [names[place] for place, pace in enumerate(view.paces) if pace.slow]
    if not slow:
        return Paragraph.of(phrase("No stage is surely slower than the others."))
    listed = Listing.joined(" and ", (phrase("“{0}”", name) for name in slow))
    return Paragraph.of(
        phrase(
            "{listed} takes longer than the other stages do, beyond what chance explains."
            " Ask those who went on what helped, and offer it to those who are there.",
            listed=listed,
        )
    )


def _durations(view: JourneyView) -> Table:
    columns = (
        phrase("from stage"),
        phrase("entered"),
        phrase("days until half went on"),
        phrase("went on"),
        phrase("fell off"),
        phrase("of these came back"),
    )
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(view.journey.stage_names[:-1]):
        fate = view.fates[place]
        days = phrase(" within {days:.0f} days", days=fate.days) if fate else ""
        rows.append(
            (
                name,
                numerals("{stays:,}", stays=len(view.stays[place])),
                figures.days_words(figures.took(view, place)),
                numerals("{went_on}{days}", went_on=figures.went_on(view, place), days=days),
                numerals("{fell_off}{days}", fell_off=figures.fell_off(view, place), days=days),
                ""
                if fate is None
                else phrase(
                    "{came_back:,} of {fell_off_ever:,}",
                    came_back=fate.came_back,
                    fell_off_ever=fate.fell_off_ever,
                ),
            )
        )
    return Table(columns, tuple(rows))


def _helpful(view: JourneyView) -> list[Block]:
    columns = (
        phrase("from stage"),
        phrase("those who did this"),
        phrase("went on"),
        phrase("times as often as others"),
        phrase("beyond chance"),
    )
    rows: list[tuple[Cell, ...]] = []
    quiet = []
    for name, lifts in zip(view.journey.stage_names, view.lifts, strict=False):
        shown = [lift for lift in lifts if lift.low > 1.0][:MOST_LIFTS]
        rows += [(name, *_lift(view, lift)) for lift in shown]
        quiet += [] if shown else [phrase("“{0}”", name)]
    blocks: list[Block] = [Paragraph.of(_ABOUT_LIFTS), Table(columns, tuple(rows))] if rows else []
    if quiet:
        told = phrase(
            "From {names}: nothing that at least five members did there stands out.",
            names=Listing.joined(", ", quiet),
        )
        blocks.append(Paragraph.of(told))
    return blocks


def _lift(view: JourneyView, lift: Lift) -> tuple[Cell, ...]:
    return (
        words_of(view.picture, lift.factor),
        phrase("{went_on:,} of {n:,}", went_on=lift.went_on, n=lift.n),
        numerals(
            "{value:.2f} [{low:.2f}, {high:.2f}]", value=lift.value, low=lift.low, high=lift.high
        ),
        phrase("yes") if lift.clear else phrase("not sure"),
    )


def _apart(grounds: Grounds) -> Section:
    declared = grounds.declared
    blocks = [
        Paragraph.of(numerals("{name}: {reason}.", name=each.name, reason=each.reason))
        for each in declared.broken
    ]
    if declared.strays:
        listed = ", ".join(declared.strays)
        blocks.append(
            Paragraph.of(
                phrase("Stages of no journey, which are not counted: {listed}.", listed=listed)
            )
        )
    return Section(
        phrase("Journeys that cannot be followed"), tuple(blocks or [Paragraph.of(phrase("None."))])
    )


def _method(grounds: Grounds) -> Section:
    lines = (
        phrase(
            "Times are from Kaplan and Meier's estimate: those still in a stage count as "
            "staying at least until now. The intervals in brackets are 95 %."
        ),
        phrase("Fallen off is whoever did nothing at all for {told}.", told=grounds.silence.told),
        phrase("Went on and fell off are cumulative incidences: what befell members first."),
        phrase(
            "“Times as often” compares, on each day on which somebody went on, those in "
            "the stage who had done something by then with those who had not."
        ),
        phrase(
            "Hidden members are in no count. Those who did not consent to matching, and "
            "minors, are counted, and not named."
        ),
    )
    return Section(phrase("How this was worked out"), tuple(Paragraph.of(line) for line in lines))


def _number(figure: Figure) -> Number:
    return Number(str(figure), figure.members)


def _names(grounds: Grounds, members: set[EntityId]) -> dict[EntityId, str]:
    snapshot = grounds.picture.snapshot
    return {member: snapshot.name(snapshot.node(member)) for member in sorted(members)}
