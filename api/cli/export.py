"""`kinpath export`: a community out of the store, as a bundle."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from api.cli.options import CommunityOption, StoreOption
from api.cli.talk import say, showing_progress
from api.communities import open_chosen
from api.settings import read_settings
from loaders import export_bundle


class Format(StrEnum):
    """How tables are written."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


class Compression(StrEnum):
    """How files are compressed."""

    NONE = "none"
    GZ = "gz"
    ZST = "zst"


def export(
    folder: Annotated[Path, typer.Argument(help="The folder to write the bundle to.")],
    store: StoreOption = None,
    community: CommunityOption = None,
    table_format: Annotated[
        Format, typer.Option("--format", help="How tables are written.")
    ] = Format.JSONL,
    compression: Annotated[
        Compression, typer.Option("--compression", help="For csv and jsonl.")
    ] = Compression.NONE,
    byte_order_mark: Annotated[
        bool,
        typer.Option("--bom", help="Begin CSV with a byte order mark, as Excel wants it."),
    ] = False,
) -> None:
    """Write the whole community to a folder as a bundle, which `kinpath load` reads again.

    For example:

        kinpath export backup/

        kinpath export backup/ --format csv --compression gz

        kinpath export for-excel/ --format csv --bom
    """
    settings = read_settings(store=store, community=community)
    packed = "" if compression is Compression.NONE else compression.value
    with open_chosen(settings) as opened, showing_progress() as progress:
        export_bundle(
            opened,
            folder,
            format=table_format.value,
            compression=cast('Literal["", "gz", "zst"]', packed),
            byte_order_mark=byte_order_mark,
            progress=progress,
        )
    say(f"written to {folder}")
