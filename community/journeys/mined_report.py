"""A mined journey as a page for people."""

from __future__ import annotations

from community.figure import written
from community.journeys.mined import MinedJourney
from community.journeys.shares import Share
from community.phrases import numerals, phrase
from community.picture import Picture
from community.reports import Number, Paragraph, Report, Section, Table
from community.reports.document import Block


def mined_report(picture: Picture, found: MinedJourney) -> Report:
    """The steps that are proposed, with the evidence for each."""
    snapshot = picture.snapshot
    who = Number(phrase("{n:,} members", n=found.n), found.members)
    intro = Paragraph.of(
        phrase("From the ways of "), who, phrase(" who {words}.", words=found.words)
    )
    if found.steps:
        blocks: tuple[Block, ...] = (intro, _table(found), *_undated(found))
    else:
        blocks = (intro, Paragraph.of(phrase("Nothing came before for at least half of them.")))
    return Report(
        title=phrase("A journey toward: {toward}", toward=found.toward),
        about=phrase(
            "{community}, revision {revision}",
            community=snapshot.community,
            revision=snapshot.revision,
        ),
        sections=(Section(phrase("The steps"), blocks), _method()),
        names={member: snapshot.name(snapshot.node(member)) for member in found.members},
    )


def order_words(order: Share | None) -> str:
    """How many took a step in its order, in words; nothing of the first step."""
    if order is None:
        return ""
    low, high = (written(end, "share") for end in (order.low, order.high))
    return numerals(
        "{written} [{low}, {high}]", written=written(order.value, "share"), low=low, high=high
    )


def _table(found: MinedJourney) -> Table:
    columns = (
        phrase("step"),
        phrase("milestone"),
        phrase("of those who got there"),
        phrase("of all others"),
        phrase("days after joining"),
        phrase("came after the step before"),
    )
    rows = tuple(
        (
            str(place),
            passed.words,
            order_words(passed.support),
            "" if passed.others is None else written(passed.others, "share"),
            "" if passed.days is None else numerals("{days:.0f}", days=passed.days),
            order_words(step.order),
        )
        for place, step in enumerate(found.steps, 1)
        for passed in step.milestones
    )
    return Table(columns, rows)


def _undated(found: MinedJourney) -> tuple[Paragraph, ...]:
    if not found.undated:
        return ()
    told = phrase(
        "For {undated:,} the time is not known, so that all they ever did counts.",
        undated=found.undated,
    )
    return (Paragraph.of(told),)


def _method() -> Section:
    lines = (
        phrase(
            "A milestone is the first time that a member did something of a kind. On the "
            "way is what came before for at least half of those who got there."
        ),
        phrase(
            "Milestones are in the order that most members took. Those in one step came "
            "in no settled order. Intervals in brackets are 95 % (Wilson)."
        ),
        phrase(
            "What nearly all others have done as well tells little about getting there: "
            "see its column. That a step is usual does not show that it is needed."
        ),
    )
    return Section(phrase("How this was worked out"), tuple(Paragraph.of(line) for line in lines))
