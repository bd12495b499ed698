"""A community out of a store, as a bundle that loads back as the same graph."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import uuid4

from graph.durable import flush
from graph.errors import LoadError, StoreError
from graph.progress import Progress, silent
from graph.schema import EntityKind
from graph.store import GraphStore
from loaders.bundle import FORMAT, MANIFEST
from loaders.export_events import PLAIN_BY_TARGET, EventsExport
from loaders.export_rows import RowWriting
from loaders.export_sink import ExportSink, followed
from loaders.export_things import ThingsExport, plain_by_target
from loaders.table_formats import Compression, TableFormat, check_format

_ATTEMPTS = 3
"""Exports that are tried before writers who never pause make it give up."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What one export wrote: rows by table, as of a revision of the community."""

    directory: Path
    community: str
    format: str
    compression: str
    rows: Mapping[str, int]
    revision: int
    seconds: float


def export_bundle(
    store: GraphStore,
    directory: Path,
    *,
    format: TableFormat = "jsonl",  # noqa: A002 - the option's own name
    compression: Compression = "",
    byte_order_mark: bool = False,
    progress: Progress = silent,
) -> ExportReport:
    """Write the community as a bundle; loading it into an empty store gives the same graph.

    The directory appears whole or not at all. An earlier export in its place is replaced.

    Args:
        store: the community.
        directory: a new or empty directory, or an earlier export.
        format: `csv`, `jsonl` or `parquet`.
        compression: `gz`, `zst` or nothing; parquet is compressed inside.
        byte_order_mark: whether CSV begins with one, by which spreadsheets know UTF-8.
        progress: is told how many rows of a table are read and written.

    Raises:
        LoadError: the directory holds something else, or cannot be written.
        StoreError: the store failed, or kept changing while it was read.
    """
    started = time.monotonic()
    check_format(format, compression)
    _check_replaceable(directory)
    unfinished = directory.with_name(f".{directory.name}.{uuid4().hex[:8]}.partial")
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        rows = RowWriting(format, _columns_left_out(store, format, progress), anew=True)
        sink, revision = _written_in_peace(
            store,
            unfinished,
            lambda: ExportSink(
                unfinished, rows, compression, progress, byte_order_mark=byte_order_mark
            ),
            partial(_write_tables, progress),
        )
        _finish(unfinished, directory, store.community, revision)
    except OSError as error:
        raise LoadError(f"cannot write {directory}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    seconds = time.monotonic() - started
    return ExportReport(
        directory, store.community, format, compression, dict(sink.counts), revision, seconds
    )


def export_table(
    store: GraphStore,
    table: str,
    folder: Path,
    *,
    format: TableFormat = "csv",  # noqa: A002 - the option's own name
    byte_order_mark: bool = False,
    progress: Progress = silent,
) -> Path:
    """Write one table of the community's bundle into a folder that is not there yet.

    Returns:
        Its file, which has a header also where there are no rows.

    Raises:
        StoreError: the store failed, or kept changing while it was read.
    """
    check_format(format, "")
    rows = RowWriting(format, _columns_left_out(store, format, progress))
    _written_in_peace(
        store,
        folder,
        lambda: ExportSink(folder, rows, "", progress, only=table, byte_order_mark=byte_order_mark),
        partial(_write_table, table, progress),
    )
    return next(folder.iterdir())


def _written_in_peace(
    store: GraphStore,
    folder: Path,
    open_sink: Callable[[], ExportSink],
    write: Callable[[GraphStore, ExportSink], None],
) -> tuple[ExportSink, int]:
    """Write into a new folder until nobody changed anything meanwhile; as of which revision."""
    for _ in range(_ATTEMPTS):
        folder.mkdir()
        revision = store.revision()
        with open_sink() as sink:
            write(store, sink)
        if store.revision() == revision:
            return sink, revision
        shutil.rmtree(folder)
    raise StoreError(f"{store.url} kept changing while it was exported; try again")


def _write_table(table: str, progress: Progress, store: GraphStore, sink: ExportSink) -> None:
    sink.begin(table)
    if table == "members":  # which need nothing of the other tables
        ThingsExport(store, sink).members()
    else:
        _write_tables(progress, store, sink)


def _write_tables(progress: Progress, store: GraphStore, sink: ExportSink) -> None:
    events = EventsExport(store, sink)
    plain = []
    for kind in PLAIN_BY_TARGET:
        by_target, others = plain_by_target(
            followed(store.relationships(kind), f"reading {kind.value}", progress)
        )
        plain.append(by_target)
        for edge in others:
            events.event(edge)
    events.write()
    ThingsExport(store, sink).write(plain[0], plain[1], events.instruments)


def _columns_left_out(
    store: GraphStore,
    format: TableFormat,  # noqa: A002
    progress: Progress,
) -> dict[str, frozenset[str]]:
    """CSV cannot tell a member who was not asked for consent from one who gave none."""
    if format != "csv":
        return {}
    members = followed(store.entities(EntityKind.MEMBER), "looking through members", progress)
    asked = all("consent" in member.properties for member in members)
    return {} if asked else {"members": frozenset({"consent"})}


def _check_replaceable(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise LoadError(f"{directory} is not a directory")
    names = {entry.name for entry in directory.iterdir()}
    if names and MANIFEST not in names:
        raise LoadError(f"{directory} holds something else than an export; name another directory")


def _finish(unfinished: Path, directory: Path, community: str, revision: int) -> None:
    manifest = {"format": FORMAT, "version": 1, "community": community}
    told = json.dumps({**manifest, "revision": revision}, ensure_ascii=False, indent=2)
    (unfinished / MANIFEST).write_text(told + "\n", encoding="utf-8")
    for path in [*unfinished.iterdir(), unfinished]:
        flush(path)
    if directory.exists():
        old = unfinished.with_suffix(".old")
        directory.rename(old)
        unfinished.rename(directory)
        shutil.rmtree(old)
    else:
        unfinished.rename(directory)
    flush(directory.parent)
