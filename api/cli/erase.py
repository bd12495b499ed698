"""`kinpath erase`: a member, gone from everywhere, with a report that proves it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.consent import MemberArgument
from api.cli.forget import confirm
from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import plain, say
from api.engine import Engine
from api.rights.erasure import ErasureReport, erase_member, report_json
from api.settings import read_settings
from api.whole_files import writing
from matcher.json_text import write_json
from matcher.request_json import member_id


def erase(
    member: MemberArgument,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="Write the report there, as JSON.", show_default=False
        ),
    ] = None,
    also: Annotated[
        list[Path] | None,
        typer.Option(
            "--also",
            metavar="PATH",
            exists=True,
            help="Search this file or folder too, such as that of nightly runs; may be given "
            "again.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Erase a member from everywhere, and prove it by searching for what was erased.

    From the store with all that is theirs, its vectors, the snapshots, the cache, what the service
    keeps besides, quarantine files, what was named with --also, and the database's own files. One
    that is killed is finished by the next call. The report tells hashes of what was searched for.

    For example:

        kinpath erase ada --report erased.json

        kinpath erase ada --also runs/ --also kinpath.log --yes
    """
    settings = read_settings(store=store, community=community)
    asked = member_id("MEMBER", member)
    with Engine.open(settings) as engine:
        found = engine.store.entity(asked)
        if not yes:
            confirm(f"Erase {plain(asked)} ({plain(found.name)}) and everything of theirs?")
        done = erase_member(
            engine.store, engine.documents, settings, asked, also or (), told=_say_step
        )
    if report is not None:
        with writing(report) as file:
            file.write(write_json(report_json(done)).encode() + b"\n")
        say(f"report written to {report}", "dim")
    _show(done, as_json)


def _say_step(step: str) -> None:
    say(step, "dim")


def _show(done: ErasureReport, as_json: bool) -> None:
    told = report_json(done)
    if as_json:
        typer.echo(write_json(told))
    else:
        typer.echo(f"searched for: {len(told['sought'])} ids, names and sentences")
        for each in told["places"]:
            found = f"{each['found_before']:,} before, {each['found_after']:,} after"
            typer.echo(f"{each['place']}: {found if each['looked_at'] else 'not looked at'}")
        for what, count in told["removed"].items():
            typer.echo(f"removed {what}: {count:,}")
        for note in told["notes"]:
            say(note)
    if not done.is_whole:
        say("something is left; the report says where", "red")
        raise typer.Exit(1)
