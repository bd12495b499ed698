"""`kinpath health`: how the community is, and what is to be expected."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output, plain
from matcher.json_text import write_json

if TYPE_CHECKING:
    from community.health import Health


def health(
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    floor: Annotated[
        float | None,
        typer.Option(
            "--floor",
            metavar="MEMBERS",
            help="Active members a week below which the place counts as deserted "
            "[default: half the median week of the last year]",
            show_default=False,
        ),
    ] = None,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say how the community is: who is here, who stays, who helps, and what is to be expected.

    For example:

        kinpath health

        kinpath health --as-of 2025-01-01 --floor 20 --report health.html
    """
    # statsmodels, lifelines and matplotlib take seconds to import: other commands do without.
    from api.health_json import health_json  # noqa: PLC0415
    from community.health import health as measure  # noqa: PLC0415
    from community.health.report import health_report  # noqa: PLC0415

    check_report(report)
    with pictured(store, community, as_of) as asked:
        today = datetime.now(UTC)
        found = measure(asked.picture, floor=floor, today=today, progress=asked.progress)
        page = None if report is None else health_report(found, asked.picture)
    if report is not None and page is not None:
        write_report(page, report)
    if as_json:
        typer.echo(write_json(health_json(found)))
    else:
        _show(output(), found)


def _show(console: Console, found: Health) -> None:
    from community.health.words import (  # noqa: PLC0415 - late, as above
        CHAPTERS,
        headlines,
        trust,
        why_none,
    )

    for sentence in (*headlines(found), *found.notes):
        console.print(Text(plain(sentence)))
    for part, heading in CHAPTERS.items():
        if part != "tone":
            console.print()
            console.print(_figures(found, part, heading))
    console.print()
    if found.forecast is None:
        console.print(Text(why_none(found)))
    else:
        console.print(_ahead(found))
        console.print(Text(plain(trust(found.forecast))))
    console.print(Text(found.figure("tone").figure.note))
    actions = [each for each in found.figures if each.figure.action]
    if actions:
        console.print()
    for each in actions:
        console.print(Text(f"{each.figure.name}: {each.figure.action}"))


def _figures(found: Health, part: str, heading: str) -> Table:
    from community.health.words import trend  # noqa: PLC0415 - late, as above

    table = Table(heading, box=None, pad_edge=False)
    table.add_column("now", justify="right")
    table.add_column("twelve weeks before")
    table.add_column("a year before")
    for each in found.figures:
        if each.part == part:
            cells = (trend(each, each.before), trend(each, each.year_ago))
            table.add_row(each.figure.name, str(each.figure), *cells)
    return table


def _ahead(found: Health) -> Table:
    from community.health.report_forecast import expected_table  # noqa: PLC0415 - late, as above

    assert found.forecast is not None
    told = expected_table(found.forecast)
    table = Table(*told.columns, title="Ghost-town risk", title_justify="left", box=None,
                  pad_edge=False)  # fmt: skip
    for row in told.rows:
        table.add_row(*(str(cell) for cell in row))
    return table
