"""Tables of journeys on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.talk import plain
from community.figure import written
from community.journeys import Grounds, JourneyView, MemberJourney, MinedJourney, figures
from community.journeys.factors import words_of
from community.journeys.mined_report import order_words
from community.picture import Picture
from graph.records import EntityId

MOST_LIFTS = 3
"""Of what goes along with going on from a stage, so much is shown."""


def show_all(console: Console, grounds: Grounds) -> None:
    """Every journey in short."""
    table = _table("journey", "stages", right=("members",))
    for view in grounds.views.values():
        stages = " → ".join(view.journey.stage_names)
        told = f"{len(view.told.members):,}"
        table.add_row(plain(f"{view.journey.name} ({view.journey.id})"), plain(stages), told)
    if grounds.views:
        console.print(table)
    else:
        _say(console, "No journey is declared; kinpath journeys mine proposes one.")
    for broken in grounds.declared.broken:
        _say(console, f"{broken.id} cannot be followed: {broken.reason}")
    if grounds.declared.strays:
        _say(console, f"Stages of no journey, not counted: {', '.join(grounds.declared.strays)}")


def show_journey(console: Console, view: JourneyView) -> None:
    """The stages of one journey with their figures, and what goes along with going on."""
    _say(console, f"{view.journey.name}: {len(view.told.members):,} members", "bold")
    columns = ("there", "silent", "by deeds", "days until half went on", "went on", "fell off")
    table = _table("stage", right=columns)
    for place, name in enumerate(view.journey.stage_names):
        counts = (
            figures.standing(view, place),
            figures.silent_at(view, place),
            figures.by_evidence(view, place),
        )
        table.add_row(plain(name), *map(str, counts), *_onward(view, place))
    console.print(table)
    _say(console, f"Fell off: no deed at all for {view.grounds.silence.told}.")
    for note in view.told.notes():
        _say(console, note)
    _show_helpful(console, view)


def show_member(
    console: Console, picture: Picture, member: EntityId, found: list[MemberJourney]
) -> None:
    """Where a member stands, and what would move them on."""
    name = picture.snapshot.name(picture.snapshot.node(member))
    if not found:
        _say(console, f"Neither {name}'s word nor their deeds place them on a journey.")
    for each in found:
        _say(console, f"{each.name}: {_place(each)}", "bold")
        if each.usual is not None and each.usual.median is not None:
            _say(console, f"Half of all who reach it go on within {each.usual.median:.0f} days.")
        for move in each.moves:
            _say(console, f"  {move.name}{f' ({move.id})' if move.id else ''}: {move.why}")
        for companion in each.companions:
            _say(console, f"  {companion.name} ({companion.id}): {companion.why}")


def show_mined(console: Console, found: MinedJourney) -> None:
    """The steps of a mined journey with their evidence."""
    _say(console, f"The usual way of {found.n:,} members who {found.words}", "bold")
    if not found.steps:
        _say(console, "Nothing came before for at least half of them.")
        return
    table = _table("step", "milestone", right=("of them", "of others", "days", "in this order"))
    for place, step in enumerate(found.steps, 1):
        for passed in step.milestones:
            support = passed.support
            table.add_row(
                str(place),
                plain(passed.words),
                written(support.value, "share"),
                "" if passed.others is None else written(passed.others, "share"),
                "" if passed.days is None else f"{passed.days:.0f}",
                order_words(step.order) if passed is step.milestones[0] else "",
            )
    console.print(table)
    if found.undated:
        _say(console, f"For {found.undated:,} the time is not known: all they ever did counts.")


def _onward(view: JourneyView, place: int) -> tuple[str, str, str]:
    if place == len(view.journey) - 1:
        return "", "", ""
    slow = " (slow)" if view.paces[place].slow else ""
    return (
        f"{figures.days_words(figures.took(view, place))}{slow}",
        str(figures.went_on(view, place)),
        str(figures.fell_off(view, place)),
    )


def _show_helpful(console: Console, view: JourneyView) -> None:
    table = _table("from stage", "those who did this", right=("n", "went on, times as often"))
    for name, lifts in zip(view.journey.stage_names, view.lifts, strict=False):
        for lift in lifts[:MOST_LIFTS]:
            told = f"{lift.value:.1f} [{lift.low:.1f}, {lift.high:.1f}]{'' if lift.clear else ' ?'}"
            words = plain(words_of(view.picture, lift.factor))
            table.add_row(plain(name), words, f"{lift.n:,}", told)
    if table.row_count:
        console.print()
        console.print(table)
        _say(console, "?: may be chance, after all that was tried. None is proof of a cause.")


def _place(found: MemberJourney) -> str:
    told = f"at “{found.stage_name}”"
    if found.stage_name is None:
        told = "neither their word nor their deeds place them on it"
    if found.days is not None:
        told += f" for {found.days:.0f} days"
    if found.source == "evidence" and found.sureness is not None:
        sure = found.sureness
        told += f" by deeds, {100 * sure.value:.0f} % [{100 * sure.low:.0f}, {100 * sure.high:.0f}]"
    return told + (f"; next: “{found.next_name}”" if found.next_name else "; arrived")


def _table(*left: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(*left, box=None, pad_edge=False)
    for column in right:
        table.add_column(column, justify="right")
    return table


def _say(console: Console, words: str, style: str = "") -> None:
    console.print(Text(plain(words), style=style))
