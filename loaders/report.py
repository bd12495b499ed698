"""What a load did, row by row and table by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from loaders.source import Rejection

SHOWN_REJECTIONS = 20
"""How many of the bad rows a report holds itself; the quarantine file holds all."""


@dataclass(slots=True)
class TableCounts:
    """Rows of one table, while they are counted.

    Attributes:
        read: all rows.
        written: rows that brought something new.
        unchanged: rows that said only what was known.
        skipped: good rows that say nothing the graph keeps (a vote without a voter).
        quarantined: rows that cannot be used.
    """

    read: int = 0
    written: int = 0
    unchanged: int = 0
    skipped: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class TableReport:
    """Rows of one table: `read = written + unchanged + skipped + quarantined` (unless dry)."""

    read: int = 0
    written: int = 0
    unchanged: int = 0
    skipped: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one load did.

    Attributes:
        source: the path that was read.
        format: `bundle` or `stack_exchange`.
        community: the community that was written to.
        dry_run: nothing was written, so `written` and `unchanged` are 0.
        tables: by table, in the order of reading.
        unknown_verbs: verbs without meaning to Kinpath, and how often each stood.
        unknown_stages: words for the stage of a purpose that Kinpath does not know, likewise.
        changed_tags: how many tags of a forum had to be changed or left out to be ids.
        rejections: the first bad rows.
        quarantine: the file that holds all bad rows; None when there are none.
        ignored: files beside the tables that were not read.
        revision: the community's revision afterwards.
        seconds: how long it took.
    """

    source: Path
    format: str
    community: str
    dry_run: bool
    tables: Mapping[str, TableReport]
    unknown_verbs: Mapping[str, int] = field(default_factory=dict)
    unknown_stages: Mapping[str, int] = field(default_factory=dict)
    changed_tags: int = 0
    rejections: tuple[Rejection, ...] = ()
    quarantine: Path | None = None
    ignored: tuple[str, ...] = ()
    revision: int = 0
    seconds: float = 0.0

    @property
    def total(self) -> TableReport:
        """All tables together."""
        tables = self.tables.values()
        return TableReport(
            read=sum(table.read for table in tables),
            written=sum(table.written for table in tables),
            unchanged=sum(table.unchanged for table in tables),
            skipped=sum(table.skipped for table in tables),
            quarantined=sum(table.quarantined for table in tables),
        )

    def to_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "source": str(self.source),
            "format": self.format,
            "community": self.community,
            "dry_run": self.dry_run,
            "tables": {name: asdict(table) for name, table in self.tables.items()},
            "unknown_verbs": dict(self.unknown_verbs),
            "unknown_stages": dict(self.unknown_stages),
            "changed_tags": self.changed_tags,
            "rejections": [asdict(rejection) for rejection in self.rejections],
            "quarantine": None if self.quarantine is None else str(self.quarantine),
            "ignored": list(self.ignored),
            "revision": self.revision,
            "seconds": self.seconds,
        }
