"""`kinpath stream`: what serves a member's purpose and stage today, and then ends."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from api.cli.options import AsOfOption, CommunityOption, JsonOption, StoreOption, WeightsOption
from api.cli.ready import ready
from api.cli.talk import output, plain, say
from api.engine import Engine
from api.members import find_member
from api.settings import read_settings
from api.stream import stream_json
from graph.errors import InvalidRequest
from matcher.json_text import write_json
from matcher.request_json import moment
from matcher.stream import Stream, make_stream, parse_attention, remember_stream
from matcher.stream.attention import DEFAULT_ENTRIES


def stream(
    member: Annotated[
        str,
        typer.Argument(metavar="MEMBER", help="Whose stream: an id (member:ada or ada) or a name."),
    ],
    attention: Annotated[
        str,
        typer.Option(
            "--attention", metavar="BUDGET", help="So many entries a day (7), or minutes (15min)."
        ),
    ] = str(DEFAULT_ENTRIES),
    shown: Annotated[
        bool,
        typer.Option("--shown", help="It was shown to the member: do not show it on later days."),
    ] = False,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    weights: WeightsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a member's activity stream of today: what serves their purpose and stage, and why.

    It has an end. Without --shown nothing is remembered.

    For example:

        kinpath stream ada --attention 5

        kinpath stream ada --attention 15min --json
    """
    budget = parse_attention(attention)
    at = None if as_of is None else moment("--as-of", as_of)
    if shown and at is not None:
        raise InvalidRequest("--shown", "cannot be told of an earlier time")
    settings = read_settings(store=store, community=community, weights=weights)
    with Engine.open(settings) as engine:
        matcher = ready(engine)
        asked = find_member(matcher.snapshot, member)
        found = make_stream(matcher, engine.store, asked, budget, at)
        if shown:
            remember_stream(engine.store, found)
    if as_json:
        typer.echo(write_json(stream_json(found, remembered=shown)))
    else:
        _show(found)


def _show(found: Stream) -> None:
    console = output()
    for number, entry in enumerate(found.entries, 1):
        console.print(Text(plain(f"{number}. {entry.line}"), style="bold"))
        told = f"{entry.need.value}: {'; '.join(entry.reasons)}"
        console.print(Padding(Text(plain(told)), (0, 0, 0, 3)))
    if not found.entries:
        say("there is nothing new for today")
        return
    shares = ", ".join(f"{need.value} {100 * share:.0f} %" for need, share in found.shares.items())
    stage = f"stage {found.stage}, " if found.stage else ""
    say(f"That is all for today: about {found.minutes} minutes ({stage}{shares}).", "dim")
