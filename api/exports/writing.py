"""One export as a file, made in a folder of its own and gone once it is sent."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.engine import Engine
from api.exports.kinds import WORKED_OUT, FileFormat
from api.exports.tables import Cell, Rows, figures_rows, worklist_rows
from api.worklist import now
from graph.errors import InvalidRequest
from loaders import export_bundle, export_table
from loaders.spreadsheet_cells import harmless

_MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".jsonl": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".zip": "application/zip",
}
_PIECE = 1 << 16


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


class SentFile(StreamingResponse):
    """A file that is read piece by piece while it is sent, and closed in the end."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        name = f"{path.stem}-{now():%Y-%m-%d}{path.suffix}"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(os.fstat(self._file.fileno()).st_size),
        }
        super().__init__(_pieces(self._file), media_type=_MEDIA_TYPES[path.suffix], headers=headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def send_export(engine: Engine, asked: ExportAsked) -> SentFile:
    """The export as an answer; nothing of it stays on the disk.

    Raises:
        InvalidRequest: it cannot be had so, or there is nothing to make it of.
        StoreError: the store failed, or kept changing meanwhile.
    """
    folder = Path(tempfile.mkdtemp(prefix="kinpath-export-"))
    try:
        # A file that was deleted is there for as long as somebody has it open.
        return SentFile(_written(engine, asked.checked(), folder))
    finally:
        shutil.rmtree(folder)


def _written(engine: Engine, asked: ExportAsked, folder: Path) -> Path:
    if asked.name == "bundle":
        return _zipped(engine, asked, folder)
    if asked.name in WORKED_OUT:
        rows = figures_rows(engine) if asked.name == "figures" else worklist_rows(engine)
        return _write_rows(folder / f"{asked.name}.csv", rows, asked)
    return export_table(
        engine.store,
        asked.name,
        folder / "table",
        format=asked.format,
        byte_order_mark=asked.byte_order_mark,
    )


def _zipped(engine: Engine, asked: ExportAsked, folder: Path) -> Path:
    tables, path = folder / "tables", folder / "bundle.zip"
    export_bundle(engine.store, tables, format=asked.format, byte_order_mark=asked.byte_order_mark)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(tables.iterdir()):
            archive.write(each, each.name)
            each.unlink()  # a large community is on the disk once, and not twice
    return path


def _write_rows(path: Path, rows: Rows, asked: ExportAsked) -> Path:
    encoding = "utf-8-sig" if asked.byte_order_mark else "utf-8"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([_cell(each) for each in row] for row in rows)
    return path


def _cell(value: Cell) -> str:
    return "" if value is None else harmless(str(value))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
