"""`kinpath purpose`: what members are for: shown, drafted, and put together into themes."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.purpose_tables import show_purpose, show_suggestions, show_themes
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output
from api.embedder import embedder_of
from api.members import find_member
from api.purposes import (
    MOST_PAIRS,
    PAIRS,
    report_of_themes,
    told_purpose,
    told_suggestions,
    told_themes,
)
from matcher.json_text import write_json

MemberArgument = Annotated[
    str,
    typer.Argument(metavar="MEMBER", help="Who: an id (member:ada or ada) or a name."),
]

purpose_commands = typer.Typer(
    help="What members are for.\n\n"
    "A purpose is a statement in versions, with parts that help people say it and a stage of "
    "reflect, connect, explore, choose, repack, act. These commands show one member's, draft one "
    "in the member's own words, and tell what members are for together.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@purpose_commands.command("show")
def show_purpose_of(
    member: MemberArgument,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a member's purpose: its versions and parts, what changed, and what carries it.

    For example:

        kinpath purpose show ada

        kinpath purpose show "Ada Lovelace" --as-of 2025-01-01 --json
    """
    with pictured(store, community, as_of) as asked:
        told = told_purpose(asked.picture, find_member(asked.picture.snapshot, member))
    if as_json:
        typer.echo(write_json(told))
    else:
        show_purpose(output(), told)


@purpose_commands.command("suggest")
def suggest_purpose(
    member: MemberArgument,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Draft up to three statements of a member's purpose out of their own words.

    Each draft is a sentence that they wrote, or the name of something that they joined or can do,
    with what else of theirs speaks for it, and questions whose answers would sharpen it. Nothing
    is made up.

    For example:

        kinpath purpose suggest ada

        kinpath purpose suggest member:ada --json
    """
    with pictured(store, community, as_of) as asked:
        found = find_member(asked.picture.snapshot, member)
        model = embedder_of(asked.settings)
        told = told_suggestions(asked.picture, found, model, asked.progress)
    if as_json:
        typer.echo(write_json(told))
    else:
        show_suggestions(output(), told)


@purpose_commands.command("themes")
def themes_of_purposes(
    pairs: Annotated[
        int,
        typer.Option(
            "--pairs", min=0, max=MOST_PAIRS, help="Pairs of members to name for each reason."
        ),
    ] = PAIRS,
    report: ReportOption = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell what members are for together: themes in their own words, and who may want to meet.

    Two reasons to meet are kept apart: a shared cause with different crafts, and the same craft
    for different causes.

    For example:

        kinpath purpose themes

        kinpath purpose themes --pairs 10 --report themes.html
    """
    check_report(report)
    with pictured(store, community, as_of) as asked:
        told = told_themes(asked.picture, pairs, asked.progress)
        if report is not None:
            write_report(report_of_themes(asked.picture, pairs), report)
    if as_json:
        typer.echo(write_json(told))
    else:
        show_themes(output(), told)
