"""A community out of a store, as a bundle that loads back as the same graph."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from graph.durable import flush
from graph.errors import LoadError, StoreError
from graph.progress import Progress, silent
from graph.schema import EntityKind
from graph.store import GraphStore
from loaders.bundle import MANIFEST
from loaders.export_events import PLAIN_BY_TARGET, EventsExport
from loaders.export_rows import RowWriting
from loaders.export_sink import ExportSink
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
    progress: Progress = silent,
) -> ExportReport:
    """Write the community as a bundle; loading it into an empty store gives the same graph.

    The directory appears whole or not at all. An earlier export in its place is replaced.

    Args:
        store: the community.
        directory: a new or empty directory, or an earlier export.
        format: `csv`, `jsonl` or `parquet`.
        compression: `gz`, `zst` or nothing; parquet is compressed inside.
        progress: is told how many rows of a table are written.

    Raises:
        LoadError: the directory holds something else, or cannot be written.
        StoreError: the store failed, or kept changing while it was read.
    """
    started = time.monotonic()
    check_format(format, compression)
    _check_replaceable(directory)
    partial = directory.with_name(f".{directory.name}.{uuid4().hex[:8]}.partial")
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(_ATTEMPTS):
            partial.mkdir()
            revision = store.revision()
            sink = _write_tables(store, partial, format, compression, progress)
            if store.revision() == revision:
                break
            shutil.rmtree(partial)
        else:
            raise StoreError(f"{store.url} kept changing while it was exported; try again")
        _finish(partial, directory, store.community, revision)
    except OSError as error:
        raise LoadError(f"cannot write {directory}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    seconds = time.monotonic() - started
    rows = dict(sink.counts)
    return ExportReport(directory, store.community, format, compression, rows, revision, seconds)


def _write_tables(
    store: GraphStore,
    folder: Path,
    format: TableFormat,  # noqa: A002 - the option's own name
    compression: Compression,
    progress: Progress,
) -> ExportSink:
    rows = RowWriting(format, _columns_left_out(store, format))
    with ExportSink(folder, rows, compression, progress) as sink:
        events = EventsExport(store, sink)
        plain = []
        for kind in PLAIN_BY_TARGET:
            by_target, others = plain_by_target(store.relationships(kind))
            plain.append(by_target)
            for edge in others:
                events.event(edge)
        events.write()
        ThingsExport(store, sink).write(plain[0], plain[1], events.instruments)
    return sink


def _columns_left_out(store: GraphStore, format: TableFormat) -> dict[str, frozenset[str]]:  # noqa: A002
    """CSV cannot tell a member who was not asked for consent from one who gave none."""
    if format != "csv":
        return {}
    asked = all("consent" in member.properties for member in store.entities(EntityKind.MEMBER))
    return {} if asked else {"members": frozenset({"consent"})}


def _check_replaceable(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise LoadError(f"{directory} is not a directory")
    names = {entry.name for entry in directory.iterdir()}
    if names and MANIFEST not in names:
        raise LoadError(f"{directory} holds something else than an export; name another directory")


def _finish(partial: Path, directory: Path, community: str, revision: int) -> None:
    manifest = {"format": "kinpath-bundle", "version": 1, "community": community}
    told = json.dumps({**manifest, "revision": revision}, ensure_ascii=False, indent=2)
    (partial / MANIFEST).write_text(told + "\n", encoding="utf-8")
    for path in [*partial.iterdir(), partial]:
        flush(path)
    if directory.exists():
        old = partial.with_suffix(".old")
        directory.rename(old)
        partial.rename(directory)
        shutil.rmtree(old)
    else:
        partial.rename(directory)
    flush(directory.parent)
