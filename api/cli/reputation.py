"""`kinpath reputation`: what a member is known for, with the evidence."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.talk import output, plain
from api.members import find_member
from api.reputation_json import reputation_json
from api.skills import find_skill
from community.reputation import HALF_LIFE, MemberReputation, reputation_of, reputations
from community.reputation.evidence import FEWEST_PEOPLE
from community.reputation.parts import Part
from matcher.json_text import write_json

_DEEDS = 20
"""Deeds that a table shows; --json has all."""
_PARTS = 8

HalfLifeOption = Annotated[
    float, typer.Option("--half-life", metavar="DAYS", help="Days after which a deed weighs half.")
]


def reputation(
    member: Annotated[
        str, typer.Argument(metavar="MEMBER", help="An id (member:ada or ada) or a name.")
    ],
    store: StoreOption = None,
    community: CommunityOption = None,
    skill: Annotated[
        str | None,
        typer.Option(metavar="SKILL", help="Only what was about this skill.", show_default=False),
    ] = None,
    half_life: HalfLifeOption = HALF_LIFE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a member is known for: their deeds, for whom, and what each weighs.

    It is meant for the member. What a deed weighs fades with time; the parts sum to the whole.
    Points are what counts of it, as far as those are trusted for whom it was done.

    For example:

        kinpath reputation ada

        kinpath reputation "Ada Lovelace" --skill optics --json
    """
    with pictured(store, community, as_of) as asked:
        picture = asked.picture
        who = find_member(picture.snapshot, member)
        about = None if skill is None else find_skill(picture.snapshot, skill)
        found = reputation_of(reputations(picture, half_life), who, about)
        revision = picture.snapshot.revision
    if as_json:
        typer.echo(write_json(reputation_json(found, revision)))
    else:
        _show(output(), found)


def _show(console: Console, found: MemberReputation) -> None:
    about = f" for {found.skill.name}" if found.skill else ""
    told = f"{found.name}: what they did weighs {found.weight:.1f}{about}"
    console.print(Text(plain(told), style="bold"))
    if not found.deeds:
        console.print("Nothing that they did for somebody is in the data.")
        return
    console.print(f"{len(found.deeds):,} deeds for {found.people:,} people.")
    console.print(_counting(found))
    console.print(f"A deed weighs half after {found.half_life:g} days.")
    for title, parts in (("skill", found.skills), ("purpose", found.purposes)):
        console.print()
        console.print(_parts(title, parts))
    console.print()
    console.print(_deeds(found))
    if len(found.deeds) > _DEEDS:
        console.print(f"and {len(found.deeds) - _DEEDS:,} more; --json shows all")


def _counting(found: MemberReputation) -> str:
    if found.points is None:
        return f"Points are told from {FEWEST_PEOPLE} people on, so that nobody's standing shows."
    ends = f"95 % interval {found.low:.0f} to {found.high:.0f}, were it other people"
    return f"{found.points:.0f} points as far as these are trusted ({ends})."


def _parts(title: str, parts: tuple[Part, ...]) -> Table:
    table = Table(title, box=None, pad_edge=False)
    table.add_column("deeds", justify="right")
    table.add_column("weight", justify="right")
    for part in parts[:_PARTS]:
        name = "none in particular" if part.about is None else part.about.name
        table.add_row(Text(plain(name)[:60]), f"{part.deeds:,}", f"{part.weight:.2f}")
    if len(parts) > _PARTS:
        rest = parts[_PARTS:]
        weight = sum(part.weight for part in rest)
        table.add_row(f"{len(rest)} others", "", f"{weight:.2f}")
    return table


def _deeds(found: MemberReputation) -> Table:
    table = Table("when", "what they did", box=None, pad_edge=False)
    for name in ("worth", "age", "repeat", "weight"):
        table.add_column(name, justify="right")
    for deed in found.deeds[:_DEEDS]:
        when = "" if deed.at is None else deed.at.date().isoformat()
        factors = (deed.worth * deed.share, deed.age, deed.repeat, deed.weight)
        numbers = [f"{number:.2f}" for number in factors]
        table.add_row(when, Text(plain(deed.words)), *numbers)
    return table
