"""What is in a snapshot, as tables for people."""

from __future__ import annotations

from datetime import UTC, datetime

from rich.table import Table
from rich.text import Text

from api.cli.talk import output, plain
from api.snapshots import SnapshotDescription
from graph.records import parse_time

_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def show_description(described: SnapshotDescription) -> None:
    """Print whose it is and from when, then how much of what, then how large each array is."""
    console = output()
    title = f"{plain(described.community)}, revision {described.revision}"
    console.print(Text(title, style="bold"))
    written = parse_time(described.taken_at)
    console.print(Text(f"written {described.taken_at[:16]} ({age(written, datetime.now(UTC))})"))
    console.print(Text(f"model {plain(described.model)}"))
    console.print(Text(plain(described.directory)), soft_wrap=True)
    console.print()
    console.print(_counts(described))
    console.print()
    console.print(_sizes(described))


def age(written: datetime, now: datetime) -> str:
    """How long ago, in the largest unit of which there is one: `3 hours ago`."""
    seconds = (now - written).total_seconds()
    for unit, length in _UNITS:
        number = int(seconds // length)
        if number >= 1:
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "just now"


def _counts(described: SnapshotDescription) -> Table:
    table = Table("there are", box=None, pad_edge=False)
    table.add_column("number", justify="right")
    for kind, count in described.entities.items():
        table.add_row(kind, f"{count:,}")
    table.add_row("edges", f"{described.edges:,}")
    vectors = f"vectors of {described.dimensions} dimensions" if described.vectors else "vectors"
    table.add_row(vectors, f"{described.vectors:,}")
    return table


def _sizes(described: SnapshotDescription) -> Table:
    table = Table("array", box=None, pad_edge=False)
    table.add_column("bytes", justify="right")
    table.add_column("a member", justify="right")
    members = described.entities.get("member", 0)
    for name, size in {**described.bytes_by_array, "all": described.bytes}.items():
        table.add_row(name, f"{size:,}", f"{size / members:,.1f}" if members else "")
    return table
