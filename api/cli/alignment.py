"""`kinpath alignment`: the host's purpose and values against its members'."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.alignment_json import alignment_json, one_of
from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption
from api.cli.pictured import pictured
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output, plain
from api.embedder import embedder_of
from community.alignment import Alignment, MemberAlignment, alignment_report
from community.alignment import alignment as compare
from community.figure import Figure
from matcher.json_text import write_json


def alignment(
    member: Annotated[
        str | None,
        typer.Option("--member", metavar="MEMBER", help="Also tell how one member stands."),
    ] = None,
    report: ReportOption = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare what the host says and does with what its members are for, both ways.

    For example:

        kinpath alignment --report alignment.html

        kinpath alignment --member ada --as-of 2025-01-01 --json
    """
    check_report(report)
    with pictured(store, community, as_of) as asked:
        picture = asked.picture
        found = compare(picture, embedder_of(asked.settings), asked.progress)
        one = None if member is None else one_of(found, picture, member)
        page = None if report is None else alignment_report(found, picture)
    if report is not None and page is not None:
        write_report(page, report)
    if as_json:
        typer.echo(write_json(alignment_json(found, one)))
    else:
        _show(output(), found, one)


def _show(console: Console, found: Alignment, one: MemberAlignment | None) -> None:
    if found.purpose:
        console.print(Text(plain(f"{found.name}: {found.purpose}"), style="bold"))
    console.print(figures_shown(found.figures))
    console.print()
    if found.themes:
        console.print(_themes(found))
        console.print()
    if one is not None:
        console.print(Text(plain(_told(one))))
    for sentence in found.missing:
        console.print(Text(plain(f"Missing: {sentence}"), style="yellow"))


def figures_shown(figures: tuple[Figure, ...]) -> Table:
    """Figures with their intervals and from how many they are."""
    table = Table("figure", box=None, pad_edge=False)
    table.add_column("value [95 % interval]", justify="right")
    table.add_column("of", justify="right")
    for figure in figures:
        n = "" if figure.n is None else f"{figure.n:,}"
        table.add_row(Text(plain(figure.name)), str(figure), n)
    return table


def _themes(found: Alignment) -> Table:
    table = Table("theme of members", box=None, pad_edge=False)
    for name in ("members", "closeness", "direction", "host speaks of it"):
        table.add_column(name, justify="right")
    for theme in found.themes:
        close = "" if theme.closeness.value is None else f"{100 * theme.closeness.value:.0f} %"
        cells = (f"{theme.size.count:,}", close, theme.direction, theme.spoken_of)
        table.add_row(Text(plain(theme.name)), *cells)
    return table


def _told(one: MemberAlignment) -> str:
    verdict = "aligned" if one.aligned else "not aligned"
    values = f"; shares {', '.join(one.values)}" if one.values else ""
    close = f"{100 * one.closeness:.0f} of 100 other texts are farther from the host's purpose"
    return f"{one.member} ({one.kind}) is {verdict}: {close}{values}."
