"""`kinpath map`: the community as areas, what joins them, and who holds them together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say, showing_progress
from api.engine import Engine
from api.maps.schemas import MapQuery
from api.maps.told import map_json
from api.settings import read_settings
from graph.errors import InvalidRequest
from matcher.json_text import write_json

_MOST_TIES = 10


def community_map(
    by: Annotated[str, typer.Option("--by", help="purpose or ties.")] = "purpose",
    inside: Annotated[
        str, typer.Option("--in", metavar="NUMBERS", help="Areas that lead to one, such as 3-1.")
    ] = "",
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the community as a map: themes of purpose with the host's part, or who knows whom.

    For example:

        kinpath map --by ties

        kinpath map --in 2 --json
    """
    try:
        spot = MapQuery.model_validate({"by": by, "in": inside}).spot()
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        possible = "purpose or ties" if field == "by" else "numbers of areas, such as 3-1"
        raise InvalidRequest(f"--{field}", f"must be {possible}") from None
    with (
        Engine.open(read_settings(store=store, community=community)) as engine,
        showing_progress() as progress,
    ):
        engine.matcher(progress)
        found = map_json(engine, spot, progress)
    if as_json:
        typer.echo(write_json(found))
    else:
        _show(output(), found)


def _show(console: Console, found: Mapping[str, Any]) -> None:
    if found["people"]:
        console.print(_people(found))
        return
    for note in found["notes"]:
        say(f"there is no map to draw yet: {note}")
    if not found["areas"]:
        return
    console.print(_areas(found))
    console.print(_ties(found))
    for count, words in ((found["scattered"], "in areas too small to be shown"),
                         (found["apart"], "tied to nobody here")):  # fmt: skip
        if count:
            say(f"{count:,} {words}")


def _areas(found: Mapping[str, Any]) -> Table:
    table = Table("", "area", "members", "alone", "bridges", "host", "in common", box=None)
    for each in found["areas"]:
        host = each["host"]
        told = "" if host is None else f"{host['spoken_of']}, {host['close']:,} close"
        shared = ", ".join(thing["name"] for thing in each["shared"])
        name = f"{each['name']} (cut off)" if each["is_island"] else each["name"]
        counts = (each["members"], each["alone"], each["bridges"]["count"])
        cells = (name, *(f"{count:,}" for count in counts), told, shared)
        table.add_row(str(each["number"]), *(Text(plain(cell)) for cell in cells))
    return table


def _ties(found: Mapping[str, Any]) -> Table:
    table = Table("most ties between", "ties", "hang on", box=None)
    names = [each["name"] for each in found["areas"]]
    for each in found["ties"][:_MOST_TIES]:
        ends = f"{names[each['one']]} – {names[each['other']]}"
        table.add_row(Text(plain(ends)), f"{each['ties']:,}", f"{each['carriers']['count']:,}")
    return table


def _people(found: Mapping[str, Any]) -> Table:
    table = Table("member", "ties among them", box=None)
    for each in found["people"]:
        table.add_row(Text(plain(each["name"])), f"{each['ties']:,}")
    return table
