"""Every way in which a row of a bundle can be broken, each with the reason it must be given."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

Row = dict[str, Any]

GOOD_ROWS = 12
MISSING = "nobody"


def good_row(table: str, number: int) -> Row:
    """A row without fault; rows of a table differ by their number."""
    own = f"g{number}"
    member, other = f"g{number % GOOD_ROWS}", f"g{(number + 1) % GOOD_ROWS}"
    rows: dict[str, Row] = {
        "members": {"id": own, "name": f"Name {number}", "joined_at": "2020-01-01", "capacity": 2,
                    "visibility": "community", "age_band": "adult"},
        "skills": {"id": own, "name": f"Skill {number}", "broader": "g0"},
        "groups": {"id": own, "name": f"Group {number}", "organiser_id": member,
                   "created_at": "2020-02-01T00:00:00Z", "skills": ["g1"]},
        "purposes": {"member_id": member, "statement": f"Purpose {number}",
                     "stated_at": "2020-03-01", "stage": "refine"},
        "member_skills": {"member_id": member, "skill_id": other, "relation": "has", "level": 0.5,
                          "since": "2020-01-02"},
        "content": {"id": own, "kind": "question", "title": f"Title {number}", "author_id": member,
                    "parent_id": "g0", "created_at": "2020-04-01", "skills": ["g2"]},
        "activities": {"id": own, "name": f"Activity {number}", "host_id": member,
                       "group_id": "g0", "starts_at": "2020-05-01", "ends_at": "2020-05-02",
                       "capacity": 9, "skills": ["g3"]},
        "journeys": {"id": own, "name": f"Journey {number}", "stages": ["one", "two"]},
        "interactions": {"member_id": member, "verb": "view", "object_kind": "content",
                         "object_id": other, "at": f"2020-06-01T00:00:{number % 60:02}Z",
                         "value": 1.5},
        "relationships": {"member_id": member, "verb": "help", "other_id": other,
                          "at": f"2020-07-01T00:00:{number % 60:02}Z", "value": 2.5},
        "progress": {"member_id": member, "journey_id": "g0", "stage": "one",
                     "at": f"2020-08-01T00:00:{number % 60:02}Z"},
        "surveys": {"member_id": member, "instrument": "belonging", "item_or_score": f"i{number}",
                    "value": 3.5, "wave": "pre", "at": "2020-09-01"},
    }  # fmt: skip
    return rows[table]


REQUIRED = {
    "members": ("id",),
    "skills": ("id", "name"),
    "groups": ("id", "name"),
    "purposes": ("member_id", "statement"),
    "member_skills": ("member_id", "skill_id", "relation"),
    "content": ("id", "kind"),
    "activities": ("id", "name"),
    "journeys": ("id", "name"),
    "interactions": ("member_id", "verb", "object_kind", "object_id"),
    "relationships": ("member_id", "verb", "other_id"),
    "progress": ("member_id", "journey_id", "stage", "at"),
    "surveys": ("member_id", "instrument", "item_or_score", "value", "wave"),
}
NAMING = {
    "skills": ("broader",),
    "groups": ("organiser_id", "skills"),
    "purposes": ("member_id",),
    "member_skills": ("member_id", "skill_id"),
    "content": ("author_id", "parent_id", "skills"),
    "activities": ("host_id", "group_id", "skills"),
    "interactions": ("member_id", "object_id"),
    "relationships": ("member_id", "other_id"),
    "progress": ("member_id", "journey_id", "stage"),
    "surveys": ("member_id",),
}
TIMES = ("joined_at", "stated_at", "since", "created_at", "starts_at", "ends_at", "at")
NO_TIMES = ("yesterday", "2020-13-01", "0001-01-01T00:00:00+14:00", "1577836800")
NO_NUMBERS = ("many", "NaN", "inf", "-Infinity", "1e400", "1_000")
CHOICES = {
    "visibility": "secret",
    "age_band": "old",
    "relation": "had",
    "object_kind": "planet",
    "wave": "later",
}


OUT_OF_RANGE = {"level": (-0.1, 1.5), "capacity": (-1, 2.5)}


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that is no good row: its cells, or the line as it stands; and why, as a pattern."""

    reason: str
    cells: Row | None = None
    line: bytes = b""


def broken_rows(table: str, numbers: Iterator[int], ending: str) -> Iterator[Broken]:
    """One row for every way in which a row of the table can be broken."""
    for column in REQUIRED[table]:
        for blank in ("", "  ", None):
            yield Broken(f"lacks {column}", good_row(table, next(numbers)) | {column: blank})
        yield Broken(f"lacks {column}", without(good_row(table, next(numbers)), column))
    for column in NAMING.get(table, ()):
        cell: Any = [MISSING] if column == "skills" else MISSING
        reason = f"{column} names .*'?{MISSING}'?, which does not exist"
        yield Broken(reason, good_row(table, next(numbers)) | {column: cell})
    yield from unreadable_cells(table, numbers)
    sample = good_row(table, next(numbers))
    if "id" in sample:
        yield Broken("id 'g3' stands in an earlier row", sample | {"id": "g3"})
        yield Broken("id is longer than 256", sample | {"id": "é" * 257})
    if table == "journeys":
        yield Broken("stages has one of them twice", sample | {"stages": ["one", "one"]})
    yield from broken_lines(table, numbers, ending)


def unreadable_cells(table: str, numbers: Iterator[int]) -> Iterator[Broken]:
    """Cells that hold no time, no number, or no known word."""
    sample = good_row(table, next(numbers))
    wrong: list[tuple[str, str, tuple[Any, ...]]] = [
        *((column, "is not a time", NO_TIMES) for column in TIMES),
        *((column, "is not a finite number", NO_NUMBERS) for column in ("level", "capacity")),
        *((column, "is not", cells) for column, cells in OUT_OF_RANGE.items()),
        *((column, "is not", (word,)) for column, word in CHOICES.items()),
    ]
    if table != "surveys":
        wrong.append(("value", "is not a finite number", NO_NUMBERS))
    for column, reason, cells in wrong:
        for cell in cells if column in sample else ():
            row = good_row(table, next(numbers)) | {column: cell}
            yield Broken(f"{column} {reason}", row)


def broken_lines(table: str, numbers: Iterator[int], ending: str) -> Iterator[Broken]:
    """Lines that are no rows at all."""
    row = good_row(table, next(numbers))
    yield Broken("NUL", row | {next(iter(row)): "a\0b"})
    if ending == ".jsonl":
        whole = json.dumps(row).encode()
        yield Broken("half of a character", row | {"note": "\ud83d"})
        yield Broken("is not text", row | {REQUIRED[table][0]: True})
        yield Broken("mood is not a finite number", line=whole[:-1] + b', "mood": 1e400}')
        yield Broken("is not JSON", line=whole[:-1])
        yield Broken("is not JSON", line=b"{'id': 'x'}")
        yield Broken("is not a JSON object", line=b'["x", "y"]')
        yield Broken("not UTF-8", line=whole[:-1] + b', "note": "\xff\xfe"}')
        yield Broken("holds NaN", line=whole[:-1] + b', "mood": NaN}')
        yield Broken("nested too deeply", line=b'{"a":' + b"[" * 100_000)
    else:
        width = len(row)
        yield Broken(f"has 1 cells where the header has {width}", line=b"x")
        yield Broken(f"has {width + 2} cells", line=b"x" + b"," * (width + 1))
        yield Broken("not UTF-8", line=b"\xff\xfe" + b"," * (width - 1))
        yield Broken("is not a row of CSV", line=b'"a"b' + b"," * (width - 1))
        yield Broken("is not a row of CSV", line=b'x,"never closed')


def without(row: Row, column: str) -> Row:
    """The row but for a column."""
    return {name: cell for name, cell in row.items() if name != column}


def text_of(table: str, row: Row, ending: str) -> bytes:
    """A row as a line of its file."""
    if ending == ".jsonl":
        return json.dumps(row).encode()
    columns = list(good_row(table, 0))
    text = io.StringIO()
    cells = ["" if row.get(name) is None else row[name] for name in columns]
    csv.writer(text, lineterminator="").writerow(
        ["|".join(cell) if isinstance(cell, list) else cell for cell in cells]
    )
    return text.getvalue().encode()


def mutilated(
    table: str, ending: str, random: Random, share: int
) -> tuple[list[bytes], dict[int, str]]:
    """Lines of a table with good rows and `share` broken ones, and the reason for each by line."""
    numbers = iter(range(1000, 10_000))
    broken = list(broken_rows(table, numbers, ending))
    chosen = random.sample(broken, min(share, len(broken)))
    # The first rows are good, so that a repeated id stands in a later row.
    lines: list[Broken | Row] = [good_row(table, number) for number in range(GOOD_ROWS)]
    for bad in chosen:
        lines.insert(random.randint(GOOD_ROWS // 2, len(lines)), bad)
    header = [",".join(good_row(table, 0)).encode()] if ending == ".csv" else []
    written, reasons = header, {}
    for each in lines:
        if isinstance(each, Broken):
            cells = each.cells
            written.append(each.line if cells is None else text_of(table, cells, ending))
            reasons[len(written)] = each.reason
        else:
            written.append(text_of(table, each, ending))
    return written, reasons
