"""`kinpath consent`: what a member lets be done, given and taken back."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import plain
from api.engine import Engine
from api.rights.consent import PURPOSES, Consent, consent_json, consent_of, give, history
from api.settings import read_settings
from graph.documents import Json
from graph.records import EntityId
from matcher.json_text import write_json
from matcher.request_json import member_id

MemberArgument = Annotated[
    str, typer.Argument(metavar="MEMBER", help="An id: member:ada, or ada.", show_default=False)
]


def consent(
    member: MemberArgument,
    matching: Annotated[
        bool | None,
        typer.Option(
            "--matching/--no-matching",
            help="Be matched, named and proposed to others, or not.",
            show_default=False,
        ),
    ] = None,
    research: Annotated[
        bool | None,
        typer.Option(
            "--research/--no-research",
            help="Be counted in studies of the community, or not.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a member lets be done; with options, give consent or take it back.

    It holds for the very next answer. What is not named stays as it is.

    For example:

        kinpath consent ada

        kinpath consent ada --no-matching
    """
    settings = read_settings(store=store, community=community)
    asked = member_id("MEMBER", member)
    options = {"matching": matching, "research": research}
    said = {name: value for name, value in options.items() if value is not None}
    with Engine.open(settings) as engine:
        found = consent_of(engine.store.entity(asked))
        if said:
            found = give(engine.store, engine.documents, asked, said, by="command line")
        told = history(engine.documents, asked)
    _show(asked, found, told, as_json)


def _show(member: EntityId, found: Consent, told: list[Json], as_json: bool) -> None:
    if as_json:
        typer.echo(write_json(consent_json(member, found, told)))
        return
    never_said = "" if found.stated else " (never said, taken to agree)"
    for name, given in (("matching", found.matching), ("research", found.research)):
        typer.echo(plain(f"{name}: {'yes' if given else 'no'}{never_said}"))
    for each in told:
        said = ", ".join(f"{name} {'yes' if each[name] else 'no'}" for name in PURPOSES)
        typer.echo(plain(f"{each['at']}: {said}, by {each['by']}"))
