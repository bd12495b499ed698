"""`kinpath outcomes`: what changed between two surveys, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output, plain, say
from api.outcomes import report_of_outcomes, study_plan
from api.outcomes_json import instruments_json, outcomes_json
from community import reports
from community.outcomes import Instrument, Outcomes, StudyPlan, outcomes
from community.outcomes.change_tables import change_table
from community.outcomes.report import in_short, limits
from matcher.json_text import write_json


def show_outcomes(
    primary: Annotated[
        str | None,
        typer.Option(
            "--primary",
            metavar="NAMES",
            help="Instruments whose change was the question, as declared before anybody looked; "
            "separated by commas.",
            show_default=False,
        ),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="WAVE", help="First wave [default: the earliest]"),
    ] = None,
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="WAVE", help="Last wave [default: the latest]"),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group",
            metavar="NAME",
            help="Property of members that tells the programme from a comparison group.",
        ),
    ] = None,
    comparison: Annotated[
        str | None,
        typer.Option(
            "--comparison",
            metavar="VALUE",
            help="Its value for those compared with [default: comparison, control or waitlist]",
        ),
    ] = None,
    compared_with: Annotated[
        Path | None,
        typer.Option(
            "--compared-with",
            metavar="FILE",
            help="Ids of those compared with, one a line, in place of --group.",
        ),
    ] = None,
    randomised: Annotated[
        bool, typer.Option("--randomised", help="Lots decided who came to which group.")
    ] = False,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            metavar="NAME",
            help="Property whose members are alike [default: pairs of mentoring, and groups]",
        ),
    ] = None,
    instruments: Annotated[
        Path | None,
        typer.Option(
            "--instruments", metavar="FILE", help="Further instruments, described in TOML."
        ),
    ] = None,
    list_instruments: Annotated[
        bool, typer.Option("--list-instruments", help="Show what surveys are scored by, and end.")
    ] = False,
    report: ReportOption = None,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
) -> None:
    """Say what changed between two surveys, how sure that is, and what may be concluded.

    Only of members who let research use their answers, and nothing about fewer than five of them.

    For example:

        kinpath outcomes --primary belonging,ucla3 --report outcomes.html

        kinpath outcomes --group arm --comparison waitlist --randomised --json
    """
    check_report(report)
    plan = study_plan(
        primary, before, after, group, comparison, randomised, cluster, compared_with, instruments
    )
    if list_instruments:
        _list(plan, as_json)
        return
    with pictured(store, community, as_of) as asked:
        found = outcomes(asked.picture, plan, asked.progress)
        revision = asked.picture.snapshot.revision
        page = None if report is None else report_of_outcomes(asked.picture, found)
    if report is not None and page is not None:
        write_report(page, report)
    if as_json:
        typer.echo(write_json({**outcomes_json(found), "revision": revision}))
    else:
        _show(output(), found)


def _show(console: Console, found: Outcomes) -> None:
    for words in in_short(found):
        console.print(Text(plain(words)))
        console.print()
    if found.outcomes:
        console.print(_table(change_table(found.outcomes)))
    for line in limits(found):
        say(line, "dim")


def _table(told: reports.Table) -> Table:
    table = Table(*told.columns, box=None, pad_edge=False)
    for row in told.rows:
        table.add_row(*(Text(plain(str(cell))) for cell in row))
    return table


def _list(plan: StudyPlan, as_json: bool) -> None:
    known = plan.instruments
    if as_json:
        typer.echo(write_json({"instruments": instruments_json(known)}))
        return
    table = Table("id", "measures", "items", "scores", "source", box=None, pad_edge=False)
    for each in known.values():
        table.add_row(*(Text(plain(cell)) for cell in _listed(each)))
    output().print(table)


def _listed(each: Instrument) -> tuple[str, ...]:
    scores = f"{each.lowest:g} to {each.highest:g}"
    return each.id, each.measures, str(len(each.items)), scores, each.source
