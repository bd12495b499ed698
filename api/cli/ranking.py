"""`kinpath ranking`: how ranking works, in plain words."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from api.cli.options import CommunityOption, JsonOption, StoreOption, WeightsOption
from api.cli.ready import ready
from api.cli.report_files import ReportOption, check_report, write_report
from api.cli.talk import output
from api.engine import Engine
from api.rights.ranking import CHOICES, GoalRanking, ranking_json, rankings
from api.rights.ranking_report import ranking_report
from api.settings import read_settings
from matcher.feature_words import FEATURE_WORDS, NEVER_USED
from matcher.goals import find_goal
from matcher.json_text import write_json
from matcher.request_json import member_id

_SHOWN = 8
"""Parameters of each goal in the table; JSON and reports have all."""


def ranking(
    goal: Annotated[
        str | None,
        typer.Argument(metavar="GOAL", help="One goal alone [default: the usual three]"),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option("--member", metavar="MEMBER", help="With this member's own factors."),
    ] = None,
    weights: WeightsOption = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
    report: ReportOption = None,
) -> None:
    """Tell how ranking works: what counts how much, from which data, and what is never used.

    It is made from the weights in use, so it changes when they are learned anew.

    For example:

        kinpath ranking

        kinpath ranking mentors --report ranking.html
    """
    check_report(report)
    settings = read_settings(store=store, community=community, weights=weights)
    asker = None if member is None else member_id("--member", member)
    with Engine.open(settings) as engine:
        if asker is not None:
            engine.store.entity(asker)
        matcher = ready(engine)
        wanted = None if goal is None else find_goal(matcher.goals, goal)
        found = rankings(matcher, wanted, asker)
    about = engine.store.community, matcher.snapshot.revision
    if report is not None:
        write_report(ranking_report(*about, found), report)
    if as_json:
        typer.echo(write_json(ranking_json(*about, found)))
    else:
        _show(found)


def _show(found: list[GoalRanking]) -> None:
    for each in found:
        output().print(each.sentence())
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(justify="right")
        for parameter in each.parameters[:_SHOWN]:
            against = " (against)" if parameter.weight < 0 else ""
            meaning = FEATURE_WORDS[parameter.feature].meaning
            table.add_row(f"{parameter.importance:.0%}", f"{meaning}{against}")
        output().print(table)
        more = len(each.parameters) - _SHOWN
        output().print(f"and {more} more\n" if more > 0 else "")
    output().print("Never used: " + "; ".join(NEVER_USED) + ".")
    output().print(f"\n{CHOICES}")
