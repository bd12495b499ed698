"""The community bundle: a folder of tables, in any mix of CSV, JSON lines and parquet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LoadError
from graph.progress import Progress, silent
from loaders.bundle_reading import BundleReading
from loaders.bundle_tables import TABLES, read_row
from loaders.cells import read_json
from loaders.new_ids import ANY_IDS
from loaders.rows import BadTable, RawRow
from loaders.source import Exists, Facts, Rejection, Source, Unreadable
from loaders.table_files import find_tables, read_table

MANIFEST = "kinpath-bundle.json"
"""What an export puts beside its tables: that it is one, and so brings back whatever was there."""
FORMAT = "kinpath-bundle"
"""What an export's manifest says that it is the manifest of."""
_MANIFEST_BYTES = 100_000
"""Of a longer manifest nothing is read; one has some two hundred."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A folder with at least a table of members; see `loaders.source.Source`.

    Attributes:
        any_ids: tables that bring ids back which nobody could give anew; see `any_ids_of`.
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
    community = _community(path, tables)
    return Bundle(path, community, ignored, tables, any_ids=any_ids_of(path))


def any_ids_of(folder: Path) -> frozenset[str]:
    """Tables of the folder that may say any ids: those of an export, which its manifest tells."""
    return ANY_IDS if _manifest(folder).get("format") == FORMAT else frozenset()


def _community(path: Path, tables: Mapping[str, Path]) -> str:
    """The id in the table of the community, else in the manifest, else the folder's name."""
    if "community" in tables:
        table = TABLES["community"]
        with suppress(BadTable):
            for raw in read_table(tables["community"], table, silent):
                with suppress(Unreadable):
                    if isinstance(raw, RawRow):
                        return read_row(table, raw.cells).text("id")
    return str(_manifest(path).get("community") or path.resolve().name)


def _manifest(folder: Path) -> Mapping[str, object]:
    """What the manifest says; nothing where there is none that can be read."""
    with suppress(OSError, ValueError), (folder / MANIFEST).open("rb") as file:
        said = read_json(file.read(_MANIFEST_BYTES).decode("utf-8"))
        if isinstance(said, dict):
            return said
    return {}
