"""The invented community many times over, as one community in which names differ."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

INVENTED = Path(__file__).parents[2] / "examples" / "invented_community"
COPIED_ONCE = {"community", "skills", "journeys", "edges"}
"""Tables that all copies share."""
IDS = ("member_id", "other_id", "organiser_id", "host_id", "group_id", "author_id", "parent_id")
ABROAD = 3
"""Every so many-th tie leads into another copy."""
SHIFT = 37
"""By how many members last names move from one copy to the next, so that nobody is their double."""
MOST_INTERACTIONS = 1_000_000
"""What members did beyond it is left out, evenly, so that many are loaded in minutes."""

Row = dict[str, Any]


def write_bundle(folder: Path, members: int) -> None:
    """Write a bundle of at least so many members, the same each time.

    Texts are those of the invented community, so that each needs to be understood only once.
    """
    rows = {path.name.partition(".")[0]: list(_read(path)) for path in INVENTED.glob("*.gz")}
    copies = math.ceil(members / len(rows["members"]))
    rarely = math.ceil(copies * len(rows["interactions"]) / MOST_INTERACTIONS)
    for table, those in rows.items():
        count = 1 if table in COPIED_ONCE else copies
        with (folder / f"{table}.jsonl").open("w", encoding="utf-8") as file:
            for copy in range(count):
                for number, row in enumerate(those):
                    if table == "interactions" and (copy + number) % rarely:
                        continue
                    made = row if count == 1 else _copied(row, table, number, copy, copies)
                    file.write(json.dumps(made) + "\n")
    _mix_names(folder / "members.jsonl", len(rows["members"]))


def _read(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _copied(row: Row, table: str, number: int, copy: int, copies: int) -> Row:
    """A row as it stands in one of the copies."""
    made = {key: f"{cell}-{copy}" if key in IDS else cell for key, cell in row.items()}
    if "id" in row:
        made["id"] = f"{row['id']}-{copy}"
    if "object_id" in row and row["object_kind"] != "skill":
        made["object_id"] = f"{row['object_id']}-{copy}"
    if table == "relationships" and number % ABROAD == 0:
        made["other_id"] = f"{row['other_id']}-{(copy + number + 1) % copies}"
    return made


def _mix_names(path: Path, count: int) -> None:
    """Give members of later copies the last names of others."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names = [row["name"].partition(" ") for row in rows[:count]]
    for place, row in enumerate(rows):
        copy, number = divmod(place, count)
        last = names[(number + SHIFT * copy) % count][2]
        row["name"] = f"{names[number][0]} {last}"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
