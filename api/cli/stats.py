"""`kinpath stats`: what a community holds."""

from __future__ import annotations

from dataclasses import asdict

import typer
from rich.table import Table
from rich.text import Text

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain
from api.communities import open_chosen
from api.embedder import embedder_of
from api.settings import read_settings
from api.statistics import Statistics, measure_community
from matcher.json_text import write_json


def stats(
    store: StoreOption = None, community: CommunityOption = None, as_json: JsonOption = False
) -> None:
    """Count what a community holds, kind by kind, and how much of it has vectors.

    For example:

        kinpath stats

        kinpath stats --json
    """
    settings = read_settings(store=store, community=community)
    with open_chosen(settings) as opened:
        found = measure_community(opened, embedder_of(settings).name)
    if as_json:
        typer.echo(write_json(asdict(found)))
        return
    console = output()
    console.print(Text(f"{plain(found.community)}, revision {found.revision}", style="bold"))
    if found.earliest and found.latest:
        console.print(f"from {found.earliest[:10]} to {found.latest[:10]}")
    console.print()
    console.print(_entities(found))
    console.print()
    console.print(_relationships(found))
    console.print()
    console.print(Text(f"{found.texts_to_embed:,} texts have no vector of {found.model} yet"))


def _entities(found: Statistics) -> Table:
    table = Table("entities", box=None, pad_edge=False)
    table.add_column("number", justify="right")
    table.add_column("with vector", justify="right")
    for kind, count in found.entities.items():
        vectors = found.with_vector.get(kind)
        table.add_row(kind, f"{count:,}", "" if vectors is None else f"{vectors:,}")
    return table


def _relationships(found: Statistics) -> Table:
    table = Table("relationships", box=None, pad_edge=False)
    table.add_column("number", justify="right")
    for kind, count in found.relationships.items():
        table.add_row(kind, f"{count:,}")
    return table
