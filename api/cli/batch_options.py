"""Options of `kinpath recommend` for many questions at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

RequestsOption = Annotated[
    Path | None,
    typer.Option(
        "--requests",
        metavar="FILE",
        help="Answer every question of this file of JSON lines; - is stdin.",
        show_default=False,
    ),
]
AllOption = Annotated[bool, typer.Option("--all", help="Answer for every member.")]
OutOption = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="PATH",
        help="Where the answers to --requests or --all go: JSON lines to a file or, by -, to "
        "stdout; with --all, parquet to a folder, unless PATH ends with .jsonl or .json.",
    ),
]
EvennessOption = Annotated[
    float | None,
    typer.Option(
        "--evenness",
        min=0.0,
        max=1.0,
        help="With --requests or --all: 0 shows people by their scores, 1 shares exposure "
        "between them. [default: as the goal says]",
        show_default=False,
    ),
]
ShownOption = Annotated[
    Path | None,
    typer.Option(
        "--shown",
        metavar="FILE",
        help="With --requests or --all as JSON lines: earlier answers, which count as exposure "
        "too.",
        show_default=False,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        max=1024,
        help="With --all into a folder: how many processes work. [default: one for each core]",
        show_default=False,
    ),
]
RestartOption = Annotated[
    bool,
    typer.Option(
        "--restart",
        help="With --all into a folder: begin anew, whatever run the folder holds; otherwise a "
        "run that was killed is gone on with.",
    ),
]
ChangedSinceOption = Annotated[
    int | None,
    typer.Option(
        "--changed-since",
        metavar="REVISION",
        min=0,
        help="With --all into a folder: only members whose surroundings changed since then.",
        show_default=False,
    ),
]
SinceRunOption = Annotated[
    Path | None,
    typer.Option(
        "--since-run",
        metavar="FOLDER",
        help="The same, since the revision of an earlier run.",
        show_default=False,
    ),
]
RayOption = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="With --all into a folder: work on this Ray cluster (auto: the one that this machine "
        "belongs to; local: one for this run), whose machines must reach the folder by its path. "
        "Needs kinpath\\[ray].",
        show_default=False,
    ),
]
