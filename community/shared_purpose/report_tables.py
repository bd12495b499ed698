"""The tables of the report on shared purpose."""

from __future__ import annotations

from community.alignment.results import Share
from community.alignment.wording import counted, percent, share_cells
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
    columns = ("member type", "members", "share", "active in 90 days", "joined in 90 days")
    rows = tuple(
        (
            each.name,
            Number(f"{each.size.count:,}", each.members),
            percent(each.size.value),
            _part_cell(each.active, each.active_members),
            _part_cell(each.new, each.new_members),
        )
        for each in types
    )
    return Table(columns, rows)


def _part_cell(part: Share, members: tuple[EntityId, ...]) -> Number:
    return Number(f"{percent(part.value)} ({part.count:,})", members)


def across_types(types: tuple[MemberType, ...], sides: tuple[tuple[Done, ...], ...]) -> Table:
    """What members do or get, a column for each type; what nobody did is left out."""
    columns = ("members who … (95 % interval)", *(each.name for each in types))
    rows = tuple(
        (of_all[0].name, *(_share_cell(done) for done in of_all))
        for of_all in zip(*sides, strict=True)
    )
    return Table(columns, rows)


def _share_cell(done: Done) -> Cell:
    found = done.share
    if not found.count:
        return "nobody"
    ends = f"({100 * found.low:.0f}–{100 * found.high:.0f})"
    return Number(_unbroken(f"{percent(found.value)} {ends}"), done.members)


def per_head_table(types: tuple[MemberType, ...], sides: tuple[tuple[Done, ...], ...]) -> Table:
    """How much of it there is for each member of each type."""
    columns = ("for each member", *(each.name for each in types))
    rows = tuple(
        (of_all[0].noun, *(_per_head(done) for done in of_all))
        for of_all in zip(*sides, strict=True)
    )
    return Table(columns, rows)


def _per_head(done: Done) -> Cell:
    mean = done.per_head
    if mean.value is None:
        return "–"
    ends = "" if mean.low is None or mean.high is None else f" ({mean.low:.2g}–{mean.high:.2g})"
    return Number(_unbroken(f"{mean.value:.2g}{ends}"), done.members)


def _unbroken(text: str) -> str:
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def sought_table(types: tuple[MemberType, ...]) -> Table:
    """What each type seeks most, and how many members of all types have it."""
    columns = ("member type", "seeks most", "members who seek it", "members who have it")
    rows = tuple(
        (
            each.name,
            sought.skill,
            Number(f"{sought.count:,}", sought.members),
            Number(f"{sought.have:,}", sought.holders),
        )
        for each in types
        for sought in each.skills[:_SKILLS_SHOWN]
    )
    return Table(columns, rows)


def relations_table(relations: tuple[Relation, ...]) -> Table:
    """Who gives what to whom, how often, and against chance; the most frequent first."""
    columns = ("what", "from", "to", "times", "for each giver's head", "times chance")
    shown = [each for each in relations if each.count >= _FEWEST_SHOWN]
    rows = tuple(
        (each.what, each.giver, each.taker, Number(f"{each.count:,}", each.members),
         f"{each.per_head:.2g}", _times(each))
        for each in sorted(shown, key=lambda each: (each.what, -each.count))
    )  # fmt: skip
    return Table(columns, rows)


def _times(each: Relation) -> str:
    times = each.times_chance
    if times.value is None:
        return "–"
    if times.low is None or times.high is None:
        return f"{times.value:.1f}"
    return f"{times.value:.1f} ({times.low:.1f} to {times.high:.1f})"


def key_figures_table(figures: tuple[KeyFigure, ...]) -> Table:
    """Each with its last full month, its usual month and its target."""
    columns = (
        "key figure", "last full month", "share", "95 % interval", "usual", "target", "why",
    )  # fmt: skip
    rows = tuple(_key_row(each) for each in figures)
    return Table(columns, rows)


def _key_row(each: KeyFigure) -> tuple[Cell, ...]:
    count, share, interval = share_cells(each.now, each.members)
    few = f"{each.months} months are too few"
    target = few if each.target is None else percent(each.target)
    usual = "–" if each.usual is None else percent(each.usual)
    members = each.members
    named = Number(f"{each.month}: {each.now.count:,} of {each.now.of:,}", members)
    why = f"{each.definition} {each.why}"
    return each.name, named if count else "–", share, interval, usual, target, why


def path_table(path: Path) -> Table:
    """The steps of a journey in order."""
    columns = (path.type, "members who took it", "share", "95 % interval", "days after joining")
    rows = tuple(
        (f"{place}. {step.name}", *share_cells(step.reached, step.members),
         "not known" if step.days is None else f"{step.days:,.0f}")
        for place, step in enumerate(path.steps, 1)
    )  # fmt: skip
    return Table(columns, rows)


def features_table(features: tuple[Feature, ...]) -> Table:
    """What would serve how many members, the most first."""
    columns = ("priority", "what", "would serve now", "share", "because")
    rows = tuple(
        (str(place), each.name, counted(each.serves, each.members), percent(each.serves.value),
         each.reason)
        for place, each in enumerate(features, 1)
    )  # fmt: skip
    return Table(columns, rows)


def play_table(play: Play) -> Table:
    """Heading and sentence of each point."""
    return Table(("point", "what the figures say"), play.lines)


def gaps_table(gaps: tuple[Gap, ...]) -> Table:
    """What only the manager, or more data, can answer."""
    columns = ("questions to you", "what would answer it")
    rows = tuple((gap.question, gap.needs or "only people can tell") for gap in gaps)
    return Table(columns, rows)
