"""`kinpath roles`: roles that members could be asked to take, and why."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.reputation import HalfLifeOption
from api.cli.talk import output, plain
from api.reputation_json import role_named, roles_json
from api.roles import report_of_roles
from community.reputation import (
    HALF_LIFE,
    RoleProposals,
    propose_roles,
    reputations,
)
from community.reputation.role_rules import Role
from matcher.json_text import write_json

_SHOWN = 5
"""Members of each role in the table, unless one role is asked for."""


def roles(
    store: StoreOption = None,
    community: CommunityOption = None,
    role: Annotated[
        str | None,
        typer.Option(metavar="ROLE", help=f"Only this one: {', '.join(Role)}.", show_default=False),
    ] = None,
    half_life: HalfLifeOption = HALF_LIFE,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    report: ReportOption = None,
) -> None:
    """Propose roles for members, from what they did and where they stand, with the reason.

    Nothing is assigned and nobody is told: who cares for the community decides, and asks. Names are
    in alphabetical order. Who did not consent to matching is counted and not named.

    For example:

        kinpath roles

        kinpath roles --role mentor

        kinpath roles --report roles.html
    """
    check_report(report)
    wanted = role_named(role, "--role")
    with pictured(store, community, as_of) as asked:
        picture = asked.picture
        found = propose_roles(reputations(picture, half_life))
        if report is not None:
            write_report(report_of_roles(picture, found), report)
        revision = picture.snapshot.revision
    if as_json:
        typer.echo(write_json(roles_json(found, revision, wanted)))
    else:
        _show(output(), found, wanted)


def _show(console: Console, found: RoleProposals, wanted: Role | None) -> None:
    if wanted is None:
        console.print(_figures(found))
    for role in Role if wanted is None else (wanted,):
        proposals = found.of(role)
        if not proposals and wanted is None:
            continue
        shown = proposals if wanted is not None else proposals[:_SHOWN]
        console.print()
        table = Table(role.value, "why", box=None, pad_edge=False)
        for proposal in shown:
            table.add_row(Text(plain(proposal.name)), Text(plain(proposal.reason)))
        console.print(table)
        if len(shown) < len(proposals):
            console.print(f"and {len(proposals) - len(shown):,} more: --role {role.value}")
    if found.apart.value:
        console.print()
        told = f"{found.apart} members {found.apart.definition}. {found.apart.note}"
        console.print(Text(plain(told)))


def _figures(found: RoleProposals) -> Table:
    table = Table("role", box=None, pad_edge=False)
    table.add_column("members", justify="right")
    table.add_column("who meets it")
    for figure in found.figures:
        table.add_row(figure.name, str(figure), figure.definition)
    return table
