"""Many rows at once: lines of JSON spread over the tables of a bundle, which is then loaded."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from graph.errors import InvalidRecord, InvalidRequest, KinpathError
from graph.progress import silent
from graph.records import EntityId, check_id
from graph.store import GraphStore
from loaders.bundle import Bundle
from loaders.bundle_tables import TABLES
from loaders.cells import read_json
from loaders.compressed import open_bytes
from loaders.lines import numbered_lines
from loaders.load import load_source
from loaders.report import LoadReport
from loaders.source import Rejection, Unreadable
from loaders.thing_rows import THINGS

BULK_PATH = "/v1/bulk"
NDJSON = "application/x-ndjson"
MAX_LINE_BYTES = 1_000_000
"""Bytes of one row."""
_NAMED = 100
"""Entities of which those are sought that are there."""
_ID_COLUMNS = {"edges": "source"}
"""Columns that tell what a row is about, where it is not `id`."""
SHOWN_REFUSALS = 1_000
"""Refused rows that an answer lists."""


class BodyTooLarge(KinpathError):
    """A body that is longer than its announced or allowed length."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the body of this request may have at most {limit:,} bytes")


class RowsRefused(InvalidRequest):
    """Rows of a strict bulk that cannot be used; nothing was written."""

    def __init__(self, count: int) -> None:
        super().__init__("body", f"holds {count:,} rows that cannot be used; nothing was written")


@dataclass(frozen=True, slots=True)
class Bulk:
    """What became of many rows.

    Attributes:
        told: what the answer says.
        written: how many rows of each table brought something new.
        named: ids of the first that rows are about, of those that are there now.
    """

    told: dict[str, object]
    written: dict[str, int]
    named: list[str]


@dataclass(slots=True)
class Refusals:
    """Rows that cannot be used, the first of them with line and reason.

    Attributes:
        by_table: how many, by table; the empty name is of lines that name none.
        shown: the first ones.
    """

    by_table: dict[str, int] = field(default_factory=dict)
    shown: list[dict[str, object]] = field(default_factory=list)

    def add(self, line: int, table: str, reason: str) -> None:
        """Count one."""
        self.by_table[table] = self.by_table.get(table, 0) + 1
        if len(self.shown) < SHOWN_REFUSALS:
            self.shown.append({"line": line, "table": table or None, "reason": reason})

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.by_table.values())


def bulk(store: GraphStore, body: Path, folder: Path, *, strict: bool) -> Bulk:
    """Write the rows in the file `body`, with the checks that loading makes.

    Args:
        store: where to.
        body: lines of JSON, each with the name of its `table`.
        folder: an empty one, for the tables.
        strict: nothing is written when any row cannot be used.

    Returns:
        `tables` with their counts, the first `refusals`, and the `revision` afterwards; and
        what to write down of it.

    Raises:
        RowsRefused: strict, and rows cannot be used; `refusals` are its second argument.
        StoreError: the store failed; the same may be sent again.
    """
    spread = _Spread(folder)
    spread.read(body)
    if strict:
        checked = spread.load(store, dry_run=True)
        if spread.refusals.count:
            error = RowsRefused(spread.refusals.count)
            error.args = (*error.args, spread.refusals.shown)
            raise error
        del checked
    report = spread.load(store, dry_run=False)
    written = {name: each.written for name, each in report.tables.items() if each.written}
    there = store.existing(spread.named)
    named: list[str] = [entity for entity in spread.named if entity in there]
    return Bulk(_told(report, spread.refusals), written, named)


class _Spread:
    """The rows of a body, a file for each table, with the line that each came from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines: dict[str, array[int]] = {}
        self._named: dict[EntityId, None] = {}
        self.refusals = Refusals()

    @property
    def named(self) -> list[EntityId]:
        """The first entities that rows are about, whether they are there or not."""
        return list(self._named)

    def read(self, body: Path) -> None:
        with ExitStack() as stack:
            files: dict[str, IO[str]] = {}
            content = stack.enter_context(open_bytes(body))
            for number, line in numbered_lines(content, "", silent, MAX_LINE_BYTES):
                if line is None:
                    self.refusals.add(number, "", f"is longer than {MAX_LINE_BYTES:,} bytes")
                    continue
                self._take(number, line, files, stack)

    def load(self, store: GraphStore, *, dry_run: bool) -> LoadReport:
        tables = {name: self._path(name) for name in self._lines}
        source = Bundle(self._folder, store.community, (), tables)
        return load_source(source, store, dry_run=dry_run, rejected=self._reject)

    def _take(self, number: int, line: bytes, files: dict[str, IO[str]], stack: ExitStack) -> None:
        if not line.strip():
            return
        table = ""
        try:
            row = _row(line, first=number == 1)
            table = _table(row)
            text = json.dumps(row)
        except RecursionError:
            self.refusals.add(number, table, "is nested too deeply")
        except Unreadable as error:
            self.refusals.add(number, table, str(error))
        else:
            if table not in files:
                path = self._path(table)
                files[table] = stack.enter_context(path.open("w", encoding="ascii"))
                self._lines[table] = array("q")
            files[table].write(text + "\n")
            self._lines[table].append(number)
            if len(self._named) < _NAMED:
                self._named |= dict.fromkeys(_about(table, row))

    def _path(self, table: str) -> Path:
        return self._folder / f"{table}.jsonl"

    def _reject(self, rejection: Rejection) -> None:
        line = self._lines[rejection.table][rejection.line - 1]
        self.refusals.add(line, rejection.table, rejection.reason)


def _about(table: str, row: Mapping[str, Any]) -> list[EntityId]:
    """The entity that a row is about: the thing itself, or the member who did something."""
    thing, said = THINGS.get(table), row.get(_ID_COLUMNS.get(table, "id"))
    if thing is None or said is None:
        kind, said = ("member:", row["member_id"]) if row.get("member_id") else ("", said)
    else:
        kind = f"{thing.kind.value}:"
    try:
        check_id(f"{kind}{said}")
    except InvalidRecord:
        return []
    return [EntityId(f"{kind}{said}")]


def _row(line: bytes, *, first: bool) -> dict[str, Any]:
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
    except UnicodeDecodeError:
        raise Unreadable("holds bytes that are not UTF-8") from None
    row = read_json(text)
    if not isinstance(row, dict):
        raise Unreadable("is not a JSON object")
    return row


def _table(row: dict[str, Any]) -> str:
    table = row.pop("table", None)
    if not isinstance(table, str) or table not in TABLES:
        raise Unreadable(f"table must be one of {', '.join(TABLES)}")
    return table


def _told(report: LoadReport, refusals: Refusals) -> dict[str, object]:
    names = [*report.tables, *(name for name in refusals.by_table if name not in report.tables)]
    return {
        "tables": {name: _counts(report, refusals.by_table, name) for name in names if name},
        "refused": refusals.count,
        "refusals": refusals.shown,
        "unknown_verbs": dict(report.unknown_verbs),
        "revision": report.revision,
    }


def _counts(report: LoadReport, refused: Mapping[str, int], name: str) -> dict[str, int]:
    counts = report.tables.get(name)
    written, unchanged = (counts.written, counts.unchanged) if counts is not None else (0, 0)
    bad = refused.get(name, 0)
    return {
        "read": written + unchanged + bad,
        "written": written,
        "unchanged": unchanged,
        "refused": bad,
    }
