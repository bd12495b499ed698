"""A mined journey as a page for people."""

from __future__ import annotations

from community.figure import written
from community.journeys.mined import MinedJourney
from community.journeys.shares import Share
from community.picture import Picture
from community.reports import Number, Paragraph, Report, Section, Table
from community.reports.document import Block


def mined_report(picture: Picture, found: MinedJourney) -> Report:
    """The steps that are proposed, with the evidence for each."""
    snapshot = picture.snapshot
    who = Number(f"{found.n:,} members", found.members)
    intro = Paragraph.of("From the ways of ", who, f" who {found.words}.")
    if found.steps:
        blocks: tuple[Block, ...] = (intro, _table(found), *_undated(found))
    else:
        blocks = (intro, Paragraph.of("Nothing came before for at least half of them."))
    return Report(
        title=f"A journey toward: {found.toward}",
        about=f"{snapshot.community}, revision {snapshot.revision}",
        sections=(Section("The steps", blocks), _method()),
        names={member: snapshot.name(snapshot.node(member)) for member in found.members},
    )


def order_words(order: Share | None) -> str:
    """How many took a step in its order, in words; nothing of the first step."""
    if order is None:
        return ""
    low, high = (written(end, "share") for end in (order.low, order.high))
    return f"{written(order.value, 'share')} [{low}, {high}]"


def _table(found: MinedJourney) -> Table:
    columns = (
        "step", "milestone", "of those who got there", "of all others", "days after joining",
        "came after the step before",
    )  # fmt: skip
    rows = tuple(
        (
            str(place),
            passed.words,
            order_words(passed.support),
            "" if passed.others is None else written(passed.others, "share"),
            "" if passed.days is None else f"{passed.days:.0f}",
            order_words(step.order),
        )
        for place, step in enumerate(found.steps, 1)
        for passed in step.milestones
    )
    return Table(columns, rows)


def _undated(found: MinedJourney) -> tuple[Paragraph, ...]:
    if not found.undated:
        return ()
    told = f"For {found.undated:,} the time is not known, so that all they ever did counts."
    return (Paragraph.of(told),)


def _method() -> Section:
    lines = (
        "A milestone is the first time that a member did something of a kind. On the way is what "
        "came before for at least half of those who got there.",
        "Milestones are in the order that most members took. Those in one step came in no settled "
        "order. Intervals in brackets are 95 % (Wilson).",
        "What nearly all others have done as well tells little about getting there: see its "
        "column. That a step is usual does not show that it is needed.",
    )
    return Section("How this was worked out", tuple(Paragraph.of(line) for line in lines))
