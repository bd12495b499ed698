"""The tables of the report on shared purpose."""

from __future__ import annotations

from community.alignment.results import Share
from community.alignment.wording import counted, percent, share_cells
from community.phrases import numerals, phrase
from community.reports import Number, Table
from community.reports.document import Cell
from community.shared_purpose.results import (
    Done,
    Feature,
    Gap,
    KeyFigure,
    MemberType,
    Path,
    Play,
    Relation,
)
from graph.records import EntityId

_SKILLS_SHOWN = 3
_FEWEST_SHOWN = 3
"""Times below which a relation between two types is left out of the table."""


def types_table(types: tuple[MemberType, ...]) -> Table:
    """Size, activity and newcomers of each type."""
    columns = (
        phrase("member type"),
        phrase("members"),
        phrase("share"),
        phrase("active in 90 days"),
        phrase("joined in 90 days"),
    )
    rows = tuple(
        (
            each.name,
            Number(numerals("{number:,}", number=each.size.count), each.members),
            percent(each.size.value),
            _part_cell(each.active, each.active_members),
            _part_cell(each.new, each.new_members),
        )
        for each in types
    )
    return Table(columns, rows)


def _part_cell(part: Share, members: tuple[EntityId, ...]) -> Number:
    return Number(
        numerals("{percent} ({number:,})", percent=percent(part.value), number=part.count), members
    )


def across_types(types: tuple[MemberType, ...], sides: tuple[tuple[Done, ...], ...]) -> Table:
    """What members do or get, a column for each type; what nobody did is left out."""
    columns = (phrase("members who … (95 % interval)"), *(each.name for each in types))
    rows = tuple(
        (of_all[0].name, *(_share_cell(done) for done in of_all))
        for of_all in zip(*sides, strict=True)
    )
    return Table(columns, rows)


def _share_cell(done: Done) -> Cell:
    found = done.share
    if not found.count:
        return phrase("nobody")
    shares = 100 * (found.value or 0.0), 100 * found.low, 100 * found.high
    return Number(numerals("{0:.0f}\u00a0%\u00a0({1:.0f}–{2:.0f})", *shares), done.members)


def per_head_table(types: tuple[MemberType, ...], sides: tuple[tuple[Done, ...], ...]) -> Table:
    """How much of it there is for each member of each type."""
    columns = (phrase("for each member"), *(each.name for each in types))
    rows = tuple(
        (of_all[0].noun, *(_per_head(done) for done in of_all))
        for of_all in zip(*sides, strict=True)
    )
    return Table(columns, rows)


def _per_head(done: Done) -> Cell:
    mean = done.per_head
    if mean.value is None:
        return "–"
    if mean.low is None or mean.high is None:
        return Number(numerals("{0:.2g}", mean.value), done.members)
    told = numerals("{0:.2g}\u00a0({1:.2g}–{2:.2g})", mean.value, mean.low, mean.high)
    return Number(told, done.members)


def sought_table(types: tuple[MemberType, ...]) -> Table:
    """What each type seeks most, and how many members of all types have it."""
    columns = (
        phrase("member type"),
        phrase("seeks most"),
        phrase("members who seek it"),
        phrase("members who have it"),
    )
    rows = tuple(
        (
            each.name,
            sought.skill,
            Number(numerals("{number:,}", number=sought.count), sought.members),
            Number(numerals("{have:,}", have=sought.have), sought.holders),
        )
        for each in types
        for sought in each.skills[:_SKILLS_SHOWN]
    )
    return Table(columns, rows)


def relations_table(relations: tuple[Relation, ...]) -> Table:
    """Who gives what to whom, how often, and against chance; the most frequent first."""
    columns = (
        phrase("what"),
        phrase("from"),
        phrase("to"),
        phrase("times"),
        phrase("for each giver's head"),
        phrase("times chance"),
    )
    shown = [each for each in relations if each.count >= _FEWEST_SHOWN]
    rows = tuple(
        (
            each.what,
            each.giver,
            each.taker,
            Number(numerals("{number:,}", number=each.count), each.members),
            numerals("{per_head:.2g}", per_head=each.per_head),
            _times(each),
        )
        for each in sorted(shown, key=lambda each: (each.what, -each.count))
    )
    return Table(columns, rows)


def _times(each: Relation) -> str:
    times = each.times_chance
    if times.value is None:
        return "–"
    if times.low is None or times.high is None:
        return numerals("{value:.1f}", value=times.value)
    return phrase(
        "{value:.1f} ({low:.1f} to {high:.1f})", value=times.value, low=times.low, high=times.high
    )


def key_figures_table(figures: tuple[KeyFigure, ...]) -> Table:
    """Each with its last full month, its usual month and its target."""
    columns = (
        phrase("key figure"),
        phrase("last full month"),
        phrase("share"),
        phrase("95 % interval"),
        phrase("usual"),
        phrase("target"),
        phrase("why"),
    )
    rows = tuple(_key_row(each) for each in figures)
    return Table(columns, rows)


def _key_row(each: KeyFigure) -> tuple[Cell, ...]:
    count, share, interval = share_cells(each.now, each.members)
    few = phrase("{months} months are too few", months=each.months)
    target = few if each.target is None else percent(each.target)
    usual = "–" if each.usual is None else percent(each.usual)
    members = each.members
    named = Number(
        phrase(
            "{month}: {number:,} of {of:,}", month=each.month, number=each.now.count, of=each.now.of
        ),
        members,
    )
    why = numerals("{definition} {why}", definition=each.definition, why=each.why)
    return each.name, named if count else "–", share, interval, usual, target, why


def path_table(path: Path) -> Table:
    """The steps of a journey in order."""
    columns = (
        path.type,
        phrase("members who took it"),
        phrase("share"),
        phrase("95 % interval"),
        phrase("days after joining"),
    )
    rows = tuple(
        (
            numerals("{place}. {name}", place=place, name=step.name),
            *share_cells(step.reached, step.members),
            phrase("not known") if step.days is None else numerals("{days:,.0f}", days=step.days),
        )
        for place, step in enumerate(path.steps, 1)
    )
    return Table(columns, rows)


def features_table(features: tuple[Feature, ...]) -> Table:
    """What would serve how many members, the most first."""
    columns = (
        phrase("priority"),
        phrase("what"),
        phrase("would serve now"),
        phrase("share"),
        phrase("because"),
    )
    rows = tuple(
        (str(place), each.name, counted(each.serves, each.members), percent(each.serves.value),
         each.reason)
        for place, each in enumerate(features, 1)
    )  # fmt: skip
    return Table(columns, rows)


def play_table(play: Play) -> Table:
    """Heading and sentence of each point."""
    return Table((phrase("point"), phrase("what the figures say")), play.lines)


def gaps_table(gaps: tuple[Gap, ...]) -> Table:
    """What only the manager, or more data, can answer."""
    columns = (phrase("questions to you"), phrase("what would answer it"))
    rows = tuple((gap.question, gap.needs or phrase("only people can tell")) for gap in gaps)
    return Table(columns, rows)
