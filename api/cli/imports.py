"""`kinpath imports`: what was imported over HTTP or on the dashboard, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.table import Table

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.talk import output, plain, say, showing_progress
from api.engine import Engine
from api.imports.kept import Import, Imports
from api.imports.refusals import ChangedSince, ImportConflict
from api.imports.told import import_json, moment, standing
from api.imports.undoing import undo
from api.settings import read_settings
from matcher.json_text import write_json

imports_commands = typer.Typer(help="List what was imported, and take the latest import back.")


@imports_commands.command("list")
def list_imports(
    as_json: JsonOption = False, store: StoreOption = None, community: CommunityOption = None
) -> None:
    """List the latest imports of a community, with what each brought.

    For example:

        kinpath imports list
    """
    with _engine(store, community) as engine:
        told = [(each, import_json(engine, each)) for each in Imports(engine.documents).latest()]
    if as_json:
        typer.echo(write_json({"items": [said for _, said in told]}))
        return
    table = Table(box=None, pad_edge=False)
    for name in ("id", "when"):
        table.add_column(name, no_wrap=True)
    for name in ("file", "state", "new", "changed", "refused", "undo"):
        table.add_column(name)
    for brought, said in told:
        table.add_row(
            brought.id,
            f"{moment(brought.at):%Y-%m-%d %H:%M}",
            plain(brought.file),
            str(said["state"]),
            *_counts(brought),
            "yes" if said["can_be_undone"] else "no",
        )
    output().print(table)


@imports_commands.command("undo")
def undo_import(
    import_: Annotated[str, typer.Argument(metavar="IMPORT", help="Its id, as listed.")],
    rest: Annotated[
        bool,
        typer.Option("--rest", help="Leave what was changed since as it is; undo the rest."),
    ] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
    community: CommunityOption = None,
) -> None:
    """Take the latest import back: what it made goes, what it changed is as before.

    Where others changed some of that since, nothing is done but with `--rest`. One that was
    stopped on the way is finished by asking again.

    For example:

        kinpath imports undo 019f0d2a7c31b6d0c1f2a3b4
    """
    with _engine(store, community) as engine:
        imports = Imports(engine.documents)
        brought = imports.find(import_)
        if standing(engine, brought) == "running":
            raise ImportConflict("this import is under way; wait until it has ended")
        try:
            with showing_progress() as progress:
                undone = undo(engine.store, imports, brought, rest=rest, progress=progress)
            told = import_json(engine, undone)
        except ChangedSince as error:
            for each in error.changed[:20]:
                say(f"{each['record']} {each['reason']}", "yellow")
            raise
    if as_json:
        typer.echo(write_json(told))
        return
    done = told["undone"]
    assert isinstance(done, dict)
    say(f"{done['restored']:,} records as before, {done['removed']:,} gone, "
        f"{done['changed']:,} left as they were changed since")  # fmt: skip


def _counts(brought: Import) -> tuple[str, str, str]:
    total = (brought.report or {}).get("total", {})
    new, changed, refused = (f"{total.get(name, 0):,}" for name in ("new", "changed", "refused"))
    return new, changed, refused


@contextmanager
def _engine(store: str | None, community: str | None) -> Iterator[Engine]:
    with Engine.open(read_settings(store=store, community=community)) as engine:
        yield engine
