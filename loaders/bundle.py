"""The community bundle: a folder of tables, in any mix of CSV, JSON lines and parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LoadError
from graph.progress import Progress, silent
from loaders.bundle_reading import BundleReading
from loaders.bundle_tables import TABLES, read_row
from loaders.new_ids import ANY_IDS
from loaders.rows import BadTable, RawRow
from loaders.source import Exists, Facts, Rejection, Source, Unreadable
from loaders.table_files import find_tables, read_table

MANIFEST = "kinpath-bundle.json"
"""What an export puts beside its tables, so that the next one may replace it."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder with at least a table of members; see `loaders.source.Source`.

    Attributes:
        any_ids: tables that bring ids back which nobody could give anew.
    """

    path: Path
    community: str
    ignored: tuple[str, ...]
    tables: Mapping[str, Path]
    format: str = "bundle"
    any_ids: frozenset[str] = frozenset()

    def read(self, exists: Exists, progress: Progress) -> Iterator[Facts | Rejection]:
        """Stream all rows of all tables."""
        return BundleReading(self.tables, exists, progress, any_ids=self.any_ids).run()


def recognise_bundle(path: Path) -> Source | None:
    """The bundle at `path`, or None when it is something else.

    Raises:
        LoadError: a table is there twice.
    """
    if not path.is_dir():
        return None
    try:
        tables = find_tables(path)
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        raise LoadError(f"{path} cannot be listed: {error.strerror}") from None
    if "members" not in tables:
        return None
    known = {MANIFEST, *(file.name for file in tables.values())}
    ignored = tuple(name for name in names if name not in known and not name.startswith("."))
    return Bundle(path, _community(path, tables), ignored, tables, any_ids=ANY_IDS)


def _community(path: Path, tables: Mapping[str, Path]) -> str:
    """The id in the table of the community, else in the manifest, else the folder's name."""
    if "community" in tables:
        table = TABLES["community"]
        with suppress(BadTable):
            for raw in read_table(tables["community"], table, silent):
                with suppress(Unreadable):
                    if isinstance(raw, RawRow):
                        return read_row(table, raw.cells).text("id")
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads((path / MANIFEST).read_text(encoding="utf-8"))["community"])
    return path.resolve().name
