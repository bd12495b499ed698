"""`kinpath journeys`: where members stand, what moves them on, and journeys that were mined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli import journeys_tables as tables
from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output
from api.journeys_json import journey_json, journeys_json, member_journeys_json, mined_json
from api.members import find_member
from community.journeys import Grounds, journeys_of_member, member_journey, mine
from community.journeys.mined_report import mined_report
from community.journeys.report import report
from graph.errors import InvalidRequest
from matcher.json_text import write_json

SHOW = "show"


class JourneysGroup(TyperGroup):
    """`kinpath journeys …` is `kinpath journeys show …` unless it names a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = [SHOW, *args]
        return super().parse_args(ctx, args)


journeys_commands = typer.Typer(
    cls=JourneysGroup,
    help="Where members stand on their journeys, how long stages take, where people fall off and "
    "what moves them on; and journeys mined from the ways of those who got there.\n\n"
    "`kinpath journeys` is short for `kinpath journeys show`.",
    rich_markup_mode="markdown",
)


@journeys_commands.command(SHOW)
def show(
    journey: Annotated[
        str | None,
        typer.Argument(
            metavar="[JOURNEY]",
            help="An id (journey:maker or maker) or a name; without it, all of them in short.",
            show_default=False,
        ),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option(
            "--member",
            metavar="MEMBER",
            help="Where this member stands, and what would move them on: an id or a name.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    report_file: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show journeys: who stands where, how long stages take, where people fall off, what helps.

    For example:

        kinpath journeys show

        kinpath journeys show become-a-mentor --report mentors.html

        kinpath journeys show --member ada --as-of 2025-01-01
    """
    check_report(report_file)
    if report_file is not None and member is not None:
        raise InvalidRequest("--report", "is about journeys, not one member: leave out --member")
    with _grounds(store, community, as_of) as grounds:
        if member is not None:
            _tell_member(grounds, member, journey, as_json)
        elif journey is not None:
            view = grounds.view(journey)
            _tell(journey_json(view), as_json, lambda: tables.show_journey(output(), view))
        else:
            _tell(journeys_json(grounds), as_json, lambda: tables.show_all(output(), grounds))
        if report_file is not None:
            views = [grounds.view(journey)] if journey else list(grounds.views.values())
            write_report(report(grounds, views), report_file)


@journeys_commands.command("mine")
def mine_journey(
    toward: Annotated[
        str,
        typer.Option(
            "--toward",
            metavar="WHAT",
            help="What they got to: mentoring, helping, leading a group, … ; role:mentor; or the "
            "id of a skill, stage, group, activity or content.",
        ),
    ],
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    report_file: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propose a journey from the ways of those who got somewhere: what came before, in what order.

    For example:

        kinpath journeys mine --toward mentoring

        kinpath journeys mine --toward role:mentor --json
    """
    check_report(report_file)
    with _grounds(store, community, as_of) as grounds:
        found = mine(grounds.picture, toward)
        revision = grounds.picture.snapshot.revision
        _tell(mined_json(found, revision), as_json, lambda: tables.show_mined(output(), found))
        if report_file is not None:
            write_report(mined_report(grounds.picture, found), report_file)


@contextmanager
def _grounds(store: str | None, community: str | None, as_of: str | None) -> Iterator[Grounds]:
    with pictured(store, community, as_of) as asked:
        yield Grounds(asked.picture)


def _tell_member(grounds: Grounds, member: str, journey: str | None, as_json: bool) -> None:
    picture = grounds.picture
    asked = find_member(picture.snapshot, member)
    if journey is None:
        found = journeys_of_member(grounds, asked)
    else:
        found = [member_journey(grounds.view(journey), asked)]
    told = member_journeys_json(picture, asked, found)
    _tell(told, as_json, lambda: tables.show_member(output(), picture, asked, found))


def _tell(told: Mapping[str, object], as_json: bool, show_it: Callable[[], None]) -> None:
    if as_json:
        typer.echo(write_json(told))
    else:
        show_it()
