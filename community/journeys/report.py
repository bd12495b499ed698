"""Journeys as a page for people."""

from __future__ import annotations

from collections.abc import Sequence

from community.figure import Figure
from community.journeys import figures
from community.journeys.charts import curves
from community.journeys.factors import words_of
from community.journeys.journey_view import Grounds, JourneyView
from community.journeys.lifts import Lift
from community.reports import Number, Paragraph, Report, Section, Table
from community.reports.document import Block, Cell
from graph.records import EntityId

MOST_LIFTS = 5
"""Of what goes along with going on from a stage, so much is shown at most."""

_ABOUT_LIFTS = (
    "Of what members did while they were in a stage, surest first. It goes along with going on; "
    "that it is the cause is not shown: whoever is keener does more, and goes on more. “Beyond "
    "chance” holds up after all that was tried in the stage."
)


def report(grounds: Grounds, views: Sequence[JourneyView]) -> Report:
    """Where members stand in journeys, how long stages take, where they fall off, what helps."""
    picture = grounds.picture
    when = f", {picture.now:%Y-%m-%d}" if picture.now else ""
    sections = [section for view in views for section in _sections(view)]
    document = Report(
        title="Journeys" if len(views) != 1 else f"Journey: {views[0].journey.name}",
        about=f"{picture.snapshot.community}, revision {picture.snapshot.revision}{when}",
        sections=(*sections, _apart(grounds), _method(grounds)),
    )
    behind = {member for number in document.behind() for member in number.members}
    return Report(document.title, document.about, document.sections, _names(grounds, behind))


def _sections(view: JourneyView) -> list[Section]:
    name = view.journey.name
    found = [Section(f"{name}: where members stand", (_who(view), _standing(view), *_notes(view)))]
    if len(view.told.members):
        times: tuple[Block, ...] = (_pace(view), _durations(view), *curves(view))
        found.append(Section(f"{name}: how long stages take, and where people fall off", times))
        found.append(Section(f"{name}: what goes along with going on", tuple(_helpful(view))))
    return found


def _who(view: JourneyView) -> Paragraph:
    told = len(view.told.members)
    if not told:
        return Paragraph.of(
            "Nobody has told of progress yet. It would need rows in the table progress: who "
            "reached which stage, and when."
        )
    last = figures.standing(view, len(view.journey) - 1)
    return Paragraph.of(
        f"{told:,} members told how far they came; ", _number(last),
        f" of them arrived at “{view.journey.stage_names[-1]}”.",
    )  # fmt: skip


def _standing(view: JourneyView) -> Table:
    columns = ("stage", "it asks for", "stand there", "of these silent", "probably there by deeds")
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
    words = ", ".join(words_of(view.picture, factor) for factor in asked.factors)
    if not words:
        return "nothing that is told"
    return words if asked.declared else f"(typical: {words})"


def _notes(view: JourneyView) -> list[Block]:
    return [Paragraph.of(note) for note in view.told.notes()]


def _pace(view: JourneyView) -> Paragraph:
    names = view.journey.stage_names
    slow = [names[place] for place, pace in enumerate(view.paces) if pace.slow]
    if not slow:
        return Paragraph.of("No stage is surely slower than the others.")
    listed = " and ".join(f"“{name}”" for name in slow)
    return Paragraph.of(
        f"{listed} takes longer than the other stages do, beyond what chance explains. Ask those "
        "who went on what helped, and offer it to those who are there."
    )


def _durations(view: JourneyView) -> Table:
    columns = (
        "from stage", "entered", "days until half went on", "went on", "fell off",
        "of these came back",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(view.journey.stage_names[:-1]):
        fate = view.fates[place]
        days = f" within {fate.days:.0f} days" if fate else ""
        rows.append(
            (
                name,
                f"{len(view.stays[place]):,}",
                figures.days_words(figures.took(view, place)),
                f"{figures.went_on(view, place)}{days}",
                f"{figures.fell_off(view, place)}{days}",
                "" if fate is None else f"{fate.came_back:,} of {fate.fell_off_ever:,}",
            )
        )
    return Table(columns, tuple(rows))


def _helpful(view: JourneyView) -> list[Block]:
    columns = (
        "from stage", "those who did this", "went on", "times as often as others",
        "beyond chance",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    quiet = []
    for name, lifts in zip(view.journey.stage_names, view.lifts, strict=False):
        shown = [lift for lift in lifts if lift.low > 1.0][:MOST_LIFTS]
        rows += [(name, *_lift(view, lift)) for lift in shown]
        quiet += [] if shown else [f"“{name}”"]
    blocks: list[Block] = [Paragraph.of(_ABOUT_LIFTS), Table(columns, tuple(rows))] if rows else []
    if quiet:
        told = f"From {', '.join(quiet)}: nothing that at least five members did there stands out."
        blocks.append(Paragraph.of(told))
    return blocks


def _lift(view: JourneyView, lift: Lift) -> tuple[Cell, ...]:
    return (
        words_of(view.picture, lift.factor),
        f"{lift.went_on:,} of {lift.n:,}",
        f"{lift.value:.2f} [{lift.low:.2f}, {lift.high:.2f}]",
        "yes" if lift.clear else "not sure",
    )


def _apart(grounds: Grounds) -> Section:
    declared = grounds.declared
    blocks = [Paragraph.of(f"{each.name}: {each.reason}.") for each in declared.broken]
    if declared.strays:
        listed = ", ".join(declared.strays)
        blocks.append(Paragraph.of(f"Stages of no journey, which are not counted: {listed}."))
    return Section("Journeys that cannot be followed", tuple(blocks or [Paragraph.of("None.")]))


def _method(grounds: Grounds) -> Section:
    lines = (
        "Times are from Kaplan and Meier's estimate: those still in a stage count as staying at "
        "least until now. The intervals in brackets are 95 %.",
        f"Fallen off is whoever did nothing at all for {grounds.silence.told}.",
        "Went on and fell off are cumulative incidences: what befell members first.",
        "“Times as often” compares, on each day on which somebody went on, those in the stage who "
        "had done something by then with those who had not.",
        "Hidden members are in no count. Those who did not consent to matching, and minors, are "
        "counted, and not named.",
    )
    return Section("How this was worked out", tuple(Paragraph.of(line) for line in lines))


def _number(figure: Figure) -> Number:
    return Number(str(figure), figure.members)


def _names(grounds: Grounds, members: set[EntityId]) -> dict[EntityId, str]:
    snapshot = grounds.picture.snapshot
    return {member: snapshot.name(snapshot.node(member)) for member in sorted(members)}
