"""`kinpath preferences`: what a member asks of their own answers."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from api.cli.consent import MemberArgument
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output
from api.communities import open_chosen
from api.rights.own_preferences import keep, preferences_json
from api.settings import read_settings
from graph.preferences import USUAL, Preferences, preferences_of, read_factor
from graph.records import EntityId
from matcher.feature_words import GROUP_WORDS
from matcher.json_text import write_json
from matcher.request_json import member_id


def preferences(
    member: MemberArgument,
    profiling: Annotated[
        bool | None,
        typer.Option(
            "--profiling/--no-profiling",
            help="Whether what they did may count, in their own answers and in those of others.",
            show_default=False,
        ),
    ] = None,
    factor: Annotated[
        list[str] | None,
        typer.Option(
            "--factor",
            metavar="GROUP=NUMBER",
            help="How much a group of parameters counts: 0 not at all, 1 as usual, 2 double; "
            "may be given again.",
            show_default=False,
        ),
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Have all as usual first.")] = False,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a member's own answers are made of; with options, change it.

    `kinpath ranking` says what each group is.

    For example:

        kinpath preferences ada --no-profiling

        kinpath preferences ada --factor meaning=1.5 --factor activity=0
    """
    settings = read_settings(store=store, community=community)
    asked = member_id("MEMBER", member)
    said = dict(map(read_factor, factor or ()))
    with open_chosen(settings) as opened:
        found = preferences_of(opened.entity(asked).properties)
        if said or reset or profiling is not None:
            before = Preferences() if reset else found
            wanted = before.profiling if profiling is None else profiling
            found = keep(opened, asked, Preferences(wanted, {**before.factors, **said}))
    _show(asked, found, as_json)


def _show(member: EntityId, found: Preferences, as_json: bool) -> None:
    if as_json:
        typer.echo(write_json(preferences_json(member, found)))
        return
    typer.echo(f"profiling: {'on' if found.profiling else 'off'}")
    table = Table("group", box=None, pad_edge=False)
    table.add_column("factor", justify="right")
    table.add_column("what it is")
    for name, words in GROUP_WORDS.items():
        table.add_row(name, f"{found.factors.get(name, USUAL):g}", words.meaning)
    output().print(table)
