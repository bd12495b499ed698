"""`kinpath export-member`: everything held about one member."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.consent import MemberArgument
from api.cli.options import CommunityOption, StoreOption
from api.cli.ready import ready
from api.cli.talk import say
from api.engine import Engine
from api.rights.member_export import export_tables, member_export
from api.rights.member_records import MemberRecords
from api.settings import read_settings
from matcher.json_text import write_json
from matcher.request_json import member_id


def export_member(
    member: MemberArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FOLDER",
            help="Also write it as a folder of the bundle's tables.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Print everything held about a member, as JSON.

    Profile, purposes with all versions, skills, content, what they did and what others did with
    them, surveys, feedback, what was shown and proposed, reputation, and the vectors of their
    texts. Members whom they may not see stand there by their ids alone; who said no to them is
    not told.

    For example:

        kinpath export-member ada > ada.json

        kinpath export-member ada --out ada/ > ada.json
    """
    settings = read_settings(store=store, community=community)
    asked = member_id("MEMBER", member)
    with Engine.open(settings) as engine:
        engine.store.entity(asked)  # whoever is not there is told so before any long work
        ready(engine)
        typer.echo(write_json(member_export(engine, asked)))
        if out is not None:
            export_tables(MemberRecords.of(engine.store, asked), engine.store.community, out)
            say(f"tables written to {out}")
