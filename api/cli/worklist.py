"""`kinpath worklist`: whom to introduce to whom today, and what that brought about."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption, WeightsOption
from api.cli.ready import ready
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output, plain, say, showing_progress
from api.engine import Engine
from api.settings import read_settings
from api.worklist import now, result_json, uplift_json, uplift_of, worklist_json, worklist_of
from graph.errors import InvalidRequest
from matcher.json_text import write_json
from matcher.request_json import moment
from matcher.worklist import Uplift, Wanted, Worklist, conclude, remember
from matcher.worklist.entries import DEFAULT_COUNT, DEFAULT_REST_DAYS, MOST_ENTRIES
from matcher.worklist.hold_out import MOST_HELD_OUT
from matcher.worklist.report import CAUSE_WORDS, because, worklist_report


class What(StrEnum):
    """What is asked of the worklist."""

    TODAY = "today"
    UPLIFT = "uplift"


def worklist(
    what: Annotated[
        What,
        typer.Argument(help="today: the list. uplift: what earlier lists brought about."),
    ] = What.TODAY,
    count: Annotated[
        int, typer.Option("-k", "--count", min=1, max=MOST_ENTRIES, help="Entries at most.")
    ] = DEFAULT_COUNT,
    hold_out: Annotated[
        float,
        typer.Option(
            "--hold-out",
            metavar="SHARE",
            min=0.0,
            max=MOST_HELD_OUT,
            help="Draw this share of all proposals to be left undone, to measure the effect.",
        ),
    ] = 0.0,
    rest_days: Annotated[
        int,
        typer.Option(
            "--rest-days",
            metavar="DAYS",
            min=0,
            max=365,
            help="Leave whoever was asked something alone for so long.",
        ),
    ] = DEFAULT_REST_DAYS,
    look: Annotated[bool, typer.Option("--look", help="Only look: nothing is remembered.")] = False,
    done: Annotated[
        list[str] | None,
        typer.Option("--done", metavar="ID", help="Tell that an entry was done."),
    ] = None,
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="ID", help="Tell that an entry is not to be done."),
    ] = None,
    as_of: AsOfOption = None,
    report: ReportOption = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    weights: WeightsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whom to introduce to whom today, what to show or answer, and why now.

    The list is remembered: whoever is on it is left alone on the days that follow, and asking
    again on the same day shows the same. With --as-of or --look nothing is remembered.

    For example:

        kinpath worklist --count 5 --report today.html

        kinpath worklist --done 3f2a91c07b

        kinpath worklist --hold-out 0.1

        kinpath worklist uplift
    """  # fmt: skip
    check_report(report)
    if report is not None and (what is What.UPLIFT or done or skip):
        raise InvalidRequest("--report", "is for the list of a day alone")
    at = None if as_of is None else moment("--as-of", as_of)
    wanted = Wanted(count, hold_out, rest_days, at)
    settings = read_settings(store=store, community=community, weights=weights)
    with Engine.open(settings) as engine:
        if done or skip:
            _conclude(engine, done or [], skip or [], as_json)
        elif what is What.UPLIFT:
            ready(engine)
            _show_uplift(uplift_of(engine), as_json)
        else:
            _list(engine, wanted, look or at is not None, report, as_json)


def _list(engine: Engine, wanted: Wanted, look: bool, report: Path | None, as_json: bool) -> None:
    ready(engine)
    with showing_progress() as progress:
        found = worklist_of(engine, wanted, progress)
    if not look:
        remember(engine.store, found)
    if report is not None:
        write_report(worklist_report(found), report)
    if as_json:
        typer.echo(write_json(worklist_json(found, remembered=not look)))
    else:
        _show(found)


def _conclude(engine: Engine, done: list[str], skip: list[str], as_json: bool) -> None:
    for result, entries in (("done", done), ("skip", skip)):
        for entry in entries:
            told = conclude(engine.store, entry, result, now())
            if as_json:
                typer.echo(write_json(result_json(told, engine.store.revision())))
            else:
                typer.echo(plain(f"{told.id}: {result}. It does not come again."))


def _show(found: Worklist) -> None:
    console = output()
    if not found.entries:
        say("there is nobody to introduce today")
    for number, entry in enumerate(found.entries, 1):
        console.print(Text(plain(f"{number}. {entry.line}"), style="bold"))
        for told in (entry.why_now, because(entry)):
            console.print(Padding(Text(plain(told)), (0, 0, 0, 3)))
        console.print(Padding(Text(entry.id, style="dim"), (0, 0, 0, 3)))
    _show_expected(console, found)
    if found.held_out:
        say(f"{len(found.held_out)} more were drawn by lot to be left undone")


def _show_expected(console: Console, found: Worklist) -> None:
    for cause, figure in {entry.cause: entry.expected for entry in found.entries}.items():
        told = "" if figure.value is None else f"{figure.name}: {figure}. "
        words = f"Expected where {CAUSE_WORDS[cause]}: {told}{figure.note}"
        console.print()
        console.print(Text(plain(words.strip())))


def _show_uplift(found: Uplift, as_json: bool) -> None:
    if as_json:
        typer.echo(write_json(uplift_json(found)))
        return
    table = Table("", box=None, pad_edge=False)
    for heading in ("proposals", "came about", "returned"):
        table.add_column(heading, justify="right")
    for name, arm in (("proposed", found.proposed), ("held out", found.held_out)):
        table.add_row(name, str(arm.proposals), str(arm.came_about), str(arm.returned))
    output().print(table)
    for figure in (found.came_about, found.returned, found.smallest):
        output().print(Text(plain(f"{figure.name}: {figure}. {figure.note}".strip())))
    if found.too_young:
        say(f"{found.too_young} proposals are not 28 days old yet")
