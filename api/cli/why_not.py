"""`kinpath why-not`: what keeps somebody or something out of an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import (
    AsOfOption,
    CommunityOption,
    CountOption,
    ExcludeOption,
    JsonOption,
    SeedOption,
    StoreOption,
    TextOption,
    WeightsOption,
)
from api.cli.ready import ready
from api.cli.recommend import Question, request_of
from api.cli.talk import output, plain
from api.engine import Engine
from api.members import find_member
from api.settings import read_settings
from api.why_not import why_not_json
from graph.errors import InvalidRecord
from graph.records import EntityId, kind_of
from matcher.json_text import write_json
from matcher.request import DEFAULT_COUNT
from matcher.request_json import full_id, member_id
from matcher.why_not import Compared, WhyNot
from matcher.why_not import why_not as answer_why_not


def why_not(
    member: Annotated[
        str,
        typer.Argument(metavar="MEMBER", help="Who asks: an id (member:ada or ada) or a name."),
    ],
    entity: Annotated[
        str,
        typer.Argument(metavar="ID", help="Who or what is missing; a bare id is a member's."),
    ],
    goal: Annotated[
        str,
        typer.Option(
            "--goal", metavar="GOAL", help="What was asked for: mentors, peers, next_steps, …"
        ),
    ],
    store: StoreOption = None,
    community: CommunityOption = None,
    text: TextOption = None,
    seed: SeedOption = None,
    exclude: ExcludeOption = None,
    count: CountOption = DEFAULT_COUNT,
    as_of: AsOfOption = None,
    weights: WeightsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say why somebody or something is not in an answer, and what would bring it in.

    Of whoever MEMBER may not see it says exactly what it says of an id that does not exist.

    For example:

        kinpath why-not ada member:bob --goal mentors

        kinpath why-not ada content:12 --goal next_steps --text "lenses" -k 5 --json
    """
    question = Question(
        member, text, tuple(seed or ()), tuple(exclude or ()), count, as_of, (goal,)
    )
    request = replace(request_of(question), id=goal, goal=goal)
    missing = _entity_id(entity)
    settings = read_settings(store=store, community=community, weights=weights)
    with Engine.open(settings) as engine:
        matcher = ready(engine)
        asked = replace(request, member=find_member(matcher.snapshot, member))
        found = answer_why_not(matcher, asked, missing)
    if as_json:
        typer.echo(write_json(why_not_json(asked, found)))
    else:
        _show(output(), found)


def _entity_id(said: str) -> EntityId:
    """Names are not looked up: that somebody has one says that they are there."""
    try:
        kind_of(said)
    except InvalidRecord:
        return member_id("ID", said)
    return full_id("ID", said)


def _show(console: Console, found: WhyNot) -> None:
    console.print(Text(plain(found.reason), style="bold"))
    if found.status in ("not_seen", "other_kind", "shown"):
        return
    if found.asked_for is not None and found.last_shown is not None:
        console.print()
        console.print(_shares(found.asked_for, found.last_shown))
    console.print()
    told = "No single change that was tried would bring it in."
    console.print(Text(plain(told if found.change is None else found.change.words)))


def _shares(missing: Compared, last: Compared) -> Table:
    table = Table("share of the score", box=None, pad_edge=False)
    for compared, what in ((missing, "missing"), (last, "last shown")):
        table.add_column(Text(f"{plain(compared.name)[:24]} ({what})"), justify="right")
    table.add_column("difference", justify="right")
    differences = {name: missing.shares[name] - last.shares[name] for name in missing.shares}
    for name in sorted(differences, key=lambda name: (differences[name], name)):
        table.add_row(name, *_numbers(missing.shares[name], last.shares[name]))
    table.add_row("score", *_numbers(missing.score, last.score), style="bold")
    table.add_row("rank by score", str(missing.rank), str(last.rank), "")
    return table


def _numbers(missing: float, last: float) -> tuple[str, str, str]:
    return f"{missing:.2f}", f"{last:.2f}", f"{missing - last:+.2f}"
