"""`kinpath feedback`: what a member says of what was recommended to them."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from api.cli.answers import sentence
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say
from api.engine import Engine
from api.feedback import Said, goal_named, listing, record_feedback
from api.members import find_member
from api.settings import read_settings
from graph.errors import InvalidRecord
from graph.records import EntityId, isoformat, kind_of
from graph.snapshot import Snapshot
from graph.store import GraphStore
from matcher.feedback import find_feedback
from matcher.feedback_kept import Given, feedback_of, take_back
from matcher.json_text import write_json
from matcher.request_json import full_id


def feedback(
    member: Annotated[
        str,
        typer.Argument(metavar="MEMBER", help="Who says it: an id (member:ada or ada) or a name."),
    ],
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT",
            help="shown, accept, dismiss, not_suitable, block, met, helped or goal_reached.",
            show_default=False,
        ),
    ] = None,
    about: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="Of whom or what: an id such as content:12, or a member's name.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_list: Annotated[
        bool, typer.Option("--list", help="Show what was learned from the member's feedback.")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take this feedback back.")] = False,
    goal: Annotated[
        str | None,
        typer.Option("--goal", metavar="GOAL", help="What had been asked for, such as mentors."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what a member says of a recommendation; the next answer heeds it.

    accept: taken up. dismiss: never again. not_suitable: never again, and less like it. block:
    invisible to each other. met: they know each other now. helped: it, or they, helped.
    goal_reached: it, or they, led to what was sought. shown: it was shown. One of accept, dismiss
    and not_suitable takes the others back.

    For example:

        kinpath feedback ada dismiss member:bob

        kinpath feedback ada dismiss member:bob --undo

        kinpath feedback ada --list
    """
    _check_usage(what, about, as_list, undo)
    settings = read_settings(store=store, community=community)
    with Engine.open(settings) as engine:
        snapshot = engine.matcher().snapshot
        said_by = find_member(snapshot, member)
        if what is None or about is None:
            _show(said_by, feedback_of(engine.store, said_by), as_json)
            return
        said = Said(said_by, find_feedback(what), _meant(snapshot, about), goal=goal_named(goal))
        (_undo if undo else _give)(engine.store, said, as_json)


def _check_usage(what: str | None, about: str | None, as_list: bool, undo: bool) -> None:
    if as_list and (what or undo):
        raise typer.BadParameter("stands alone with MEMBER", param_hint="--list")
    if not as_list and (what is None or about is None):
        raise typer.BadParameter("say what and of whom, or --list")


def _meant(snapshot: Snapshot, said: str) -> EntityId:
    try:
        kind_of(said)
    except InvalidRecord:
        return find_member(snapshot, said)
    return full_id("ID", said)


def _give(store: GraphStore, said: Said, as_json: bool) -> None:
    record_feedback(store, said)
    effect = f"{said.about} {said.feedback.effect}"
    if as_json:
        told = {"feedback": said.feedback.name, "about": said.about, "effect": f"{effect}."}
        typer.echo(write_json(told | {"revision": store.revision()}))
    else:
        typer.echo(plain(sentence(effect)))


def _undo(store: GraphStore, said: Said, as_json: bool) -> None:
    removed = take_back(store, said.member, said.feedback, said.about)
    if as_json:
        typer.echo(write_json({"removed": removed, "revision": store.revision()}))
    elif removed:
        typer.echo(plain(f"{said.member} no longer says {said.feedback.name} of {said.about}."))
    else:
        say(f"{said.member} had not said {said.feedback.name} of {said.about}; nothing was changed")


def _show(member: EntityId, given: list[Given], as_json: bool) -> None:
    if as_json:
        typer.echo(write_json(listing(member, given)))
        return
    if not given:
        say(f"{member} has given no feedback")
        return
    table = Table("when", "said", "of", "what follows", box=None, pad_edge=False)
    for each in given:
        day = (isoformat(each.at) or "")[:10]
        learned = Text(sentence(each.learned))
        table.add_row(day, each.feedback.name, Text(plain(each.about)), learned)
    output().print(table)
