"""`kinpath shared-purpose`: the five questions of a community, and what follows."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output, plain
from community.shared_purpose import SharedPurpose, shared_purpose_report
from community.shared_purpose import shared_purpose as answer
from matcher.json_text import write_json


def shared_purpose(
    report: ReportOption = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer what a shared purpose rests on: who, what for, what from whom, and the host's role.

    With key figures and targets, journeys, features by priority, a playbook for each member type,
    and the questions that only you can answer.

    For example:

        kinpath shared-purpose --report shared-purpose.html

        kinpath shared-purpose --as-of 2025-01-01 --json
    """
    check_report(report)
    with pictured(store, community, as_of) as asked:
        found = answer(asked.picture, asked.progress)
        page = None if report is None else shared_purpose_report(found, asked.picture)
    if report is not None and page is not None:
        write_report(page, report)
    if as_json:
        typer.echo(write_json(asdict(found)))
    else:
        _show(output(), found)


def _show(console: Console, found: SharedPurpose) -> None:
    for table in (_types(found), _key_figures(found), _features(found)):
        console.print(table)
        console.print()
    for gap in found.gaps:
        console.print(Text(plain(f"Question {gap.about}: {gap.question}"), style="yellow"))


def _types(found: SharedPurpose) -> Table:
    table = Table("member type", box=None, pad_edge=False)
    for name in ("members", "active in 90 days", "joined in 90 days"):
        table.add_column(name, justify="right")
    for each in found.types:
        counts = (each.size.count, each.active.count, each.new.count)
        table.add_row(Text(plain(each.name)), *(f"{count:,}" for count in counts))
    return table


def _key_figures(found: SharedPurpose) -> Table:
    table = Table("proposed key figure", box=None, pad_edge=False)
    for name in ("last full month", "now", "usual", "target"):
        table.add_column(name, justify="right")
    for each in found.key_figures:
        shares = (each.now.value, each.usual, each.target)
        told = ("–" if share is None else f"{100 * share:.0f} %" for share in shares)
        table.add_row(each.name, each.month, *told)
    return table


def _features(found: SharedPurpose) -> Table:
    table = Table("what would serve members now", box=None, pad_edge=False)
    table.add_column("members", justify="right")
    for each in found.features:
        table.add_row(each.name, f"{each.serves.count:,}")
    return table
