"""One export as a file in a folder."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import dataclass
from pathlib import Path

from api.engine import Engine
from api.exports.copying import copy
from api.exports.kinds import WORKED_OUT, FileFormat
from api.exports.tables import Cell, Rows, figures_rows, worklist_rows
from graph.errors import InvalidRequest
from graph.progress import Progress
from loaders import export_bundle, export_table
from loaders.spreadsheet_cells import harmless


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """What is to be exported, and how.

    Attributes:
        name: one of `EXPORTS`.
        format: of its tables; what is worked out is CSV.
        byte_order_mark: whether CSV begins with one.
    """

    name: str
    format: FileFormat = "csv"
    byte_order_mark: bool = False

    def checked(self) -> ExportAsked:
        """Raises InvalidRequest where it cannot be had in that format."""
        if self.name in WORKED_OUT and self.format != "csv":
            raise InvalidRequest("format", f"of {self.name} must be csv")
        return self

    @property
    def ending(self) -> str:
        """What the name of its file ends with."""
        return ".zip" if self.name == "bundle" else f".{self.format}"


def write_export(engine: Engine, asked: ExportAsked, folder: Path, progress: Progress) -> Path:
    """Write an export that was checked into an empty folder; its file.

    Raises:
        StoreError: the store failed, or kept changing meanwhile.
    """
    if asked.name == "bundle":
        return _zipped(engine, asked, folder, progress)
    if asked.name in WORKED_OUT:
        work_out = figures_rows if asked.name == "figures" else worklist_rows
        return _write_rows(folder / f"{asked.name}.csv", work_out(engine, progress), asked)
    return export_table(
        engine.store,
        asked.name,
        folder / "table",
        format=asked.format,
        byte_order_mark=asked.byte_order_mark,
        progress=progress,
    )


def _zipped(engine: Engine, asked: ExportAsked, folder: Path, progress: Progress) -> Path:
    tables, path = folder / "tables", folder / "bundle.zip"
    export_bundle(
        engine.store, tables, format=asked.format, byte_order_mark=asked.byte_order_mark,
        progress=progress,
    )  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(tables.iterdir()):
            with archive.open(zipfile.ZipInfo.from_file(each, each.name), "w") as packed:
                copy(each, packed, f"packing {each.name}", progress)
            each.unlink()  # a large community is on the disk once, and not twice
    return path


def _write_rows(path: Path, rows: Rows, asked: ExportAsked) -> Path:
    encoding = "utf-8-sig" if asked.byte_order_mark else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([_cell(each) for each in row] for row in rows)
    return path


def _cell(value: Cell) -> str:
    return "" if value is None else harmless(str(value))
