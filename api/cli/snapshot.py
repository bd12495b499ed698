"""`kinpath snapshot`: builds, checks, shows and warms the copy that answers are made from."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.cli.options import CommunityOption, JsonOption, StoreOption
from api.cli.snapshot_tables import show_description
from api.cli.talk import output, plain, say, showing_progress
from api.settings import read_settings
from api.snapshots import SnapshotDescription, build, describe, find_snapshot
from graph.memory import free_memory, require_memory
from graph.snapshot_audit import audit
from graph.snapshot_taking import open_snapshot
from matcher.json_text import write_json
from matcher.warming import prepare_tables

DirectoryArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="[DIRECTORY]",
        help="A snapshot's folder; without it, that of the community's present revision in the "
        "cache.",
        show_default=False,
    ),
]

snapshot_commands = typer.Typer(
    help="Build, check, show and warm the snapshot that answers are made from.\n\n"
    "No answer waits for the database: it comes from one community at one revision in arrays, "
    "which all processes of a machine share. Snapshots are made when they are needed; these "
    "commands make them before, look into them, and tell whether they are sound.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
)


@snapshot_commands.command("build")
def build_snapshot(
    directory: Annotated[
        Path | None,
        typer.Option(
            "--directory",
            metavar="FOLDER",
            help="Write it there, in place of any snapshot that is there [default: the cache]",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take the snapshot of a community as it stands now, and work out the tables beside it.

    In the cache, one that is there already and is sound stays; one that is damaged is replaced.

    For example:

        kinpath snapshot build

        kinpath snapshot build --directory snapshots/today
    """
    settings = read_settings(store=store, community=community)
    begun = time.perf_counter()
    with showing_progress() as progress:
        built = build(settings, directory, progress)
        prepare_tables(open_snapshot(built, None, verify=False), progress)
    _show(describe(built), as_json)
    say(f"built in {time.perf_counter() - begun:.1f} s", "dim")


@snapshot_commands.command("check")
def check_snapshot(
    directory: DirectoryArgument = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read a snapshot through: every checksum and shape, every id, and every edge both ways.

    Ends with exit code 1 when anything is wrong; the message names the file, and the command that
    makes the snapshot anew.

    For example:

        kinpath snapshot check

        kinpath snapshot check snapshots/today --community acme
    """
    settings = read_settings(store=store, community=community)
    found = find_snapshot(settings, directory)
    with showing_progress() as progress:
        snapshot = open_snapshot(found, community, thorough=True, progress=progress)
        audit(snapshot, found, progress)
    described = describe(found, community)
    if as_json:
        typer.echo(write_json({**asdict(described), "ok": True}))
        return
    sound = f"sound: {plain(described.community)}, revision {described.revision}"
    output().print(
        Text(f"{sound}, {len(described.bytes_by_array)} files, {described.bytes:,} bytes")
    )


@snapshot_commands.command("show")
def show_snapshot(
    directory: DirectoryArgument = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what is in a snapshot: whose it is, from when, how much of what, and how large.

    For example:

        kinpath snapshot show

        kinpath snapshot show snapshots/today --json
    """
    settings = read_settings(store=store, community=community)
    found = find_snapshot(settings, directory)
    _show(describe(found, community), as_json)


@snapshot_commands.command("warm")
def warm_snapshot(
    directory: DirectoryArgument = None,
    store: StoreOption = None,
    community: CommunityOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read every page of a snapshot into memory, so that the first answer waits for no disk.

    Its checksums are compared on the way, and the tables that answers are looked up in are worked
    out where they are not there yet. Without a folder, the snapshot is taken first where it
    is missing.

    For example:

        kinpath snapshot warm

        kinpath snapshot warm snapshots/today
    """
    settings = read_settings(store=store, community=community)
    begun = time.perf_counter()
    with showing_progress() as progress:
        found = directory or build(settings, None, progress)
        described = describe(found, community)
        require_memory(described.bytes, f"the snapshot {found}", free_memory())
        prepare_tables(open_snapshot(found, community, progress=progress), progress)
    seconds = time.perf_counter() - begun
    if as_json:
        typer.echo(write_json({**asdict(described), "seconds": round(seconds, 3)}))
        return
    warmed = f"{described.bytes / 1e6:,.1f} MB of {plain(described.community)}"
    output().print(Text(f"{warmed}, revision {described.revision}: read in {seconds:.1f} s"))


def _show(described: SnapshotDescription, as_json: bool) -> None:
    if as_json:
        typer.echo(write_json(asdict(described)))
    else:
        show_description(described)
