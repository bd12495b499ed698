"""Small bundles for tests, written without the code under test."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars
import zstandard

from graph import Entity, EntityId, Record, Relationship
from graph.progress import silent
from graph.store import GraphStore
from loaders import Facts, Rejection, recognise

Row = dict[str, Any]
Tables = dict[str, list[Row]]

COMMUNITY: Tables = {
    "community": [
        {
            "id": "acme",
            "name": "Acme",
            "purpose": "Everyone mends",
            "brand_promise": "Never alone",
            "values": ["care", "play"],
            "founded_at": "2020-01-01",
        }
    ],
    "members": [
        {
            "id": "ada",
            "name": "Ada",
            "kind": "member",
            "bio": "I mend, and teach.",
            "joined_at": "2020-02-01T10:00:00Z",
            "languages": ["en", "fr"],
            "roles": ["mentor"],
            "capacity": 2,
            "consent": ["matching"],
        },
        {"id": "bob", "name": "Bob", "roles": ["mentee"], "consent": []},
        {"id": "chi", "name": "Chi", "visibility": "hidden", "age_band": "minor", "consent": []},
    ],
    "skills": [
        {"id": "sewing", "name": "Sewing", "broader": "mending"},
        {"id": "mending", "name": "Mending", "description": "Making whole again."},
    ],
    "groups": [
        {"id": "needles", "name": "Needles", "organiser_id": "ada", "created_at": "2020-03-01",
         "skills": ["sewing"]},
    ],
    "purposes": [
        {"member_id": "ada", "statement": "No coat is thrown away", "stated_at": "2021-01-01",
         "stage": "express", "values": ["care"]},
        {"member_id": "ada", "statement": "I want to mend", "stated_at": "2020-02-01",
         "stage": "discover"},
    ],
    "member_skills": [
        {"member_id": "ada", "skill_id": "sewing", "relation": "has", "level": 0.9,
         "since": "2020-02-02"},
        {"member_id": "bob", "skill_id": "sewing", "relation": "seeks"},
    ],
    "content": [
        {"id": "a1", "kind": "answer", "body": "With wax.", "author_id": "ada", "parent_id": "q1",
         "created_at": "2020-05-02T00:00:00Z", "skills": ["sewing"]},
        {"id": "q1", "kind": "question", "title": "How to thread?", "author_id": "bob",
         "created_at": "2020-05-01T00:00:00Z", "skills": ["sewing", "mending"],
         "purposes": ["Everyone mends", "Less waste"], "likes": 3},
    ],
    "activities": [
        {"id": "cafe", "name": "Repair café", "host_id": "ada", "group_id": "needles",
         "starts_at": "2020-06-01T18:00:00+02:00", "ends_at": "2020-06-01T20:00:00+02:00",
         "place": "Hall", "capacity": 20, "skills": ["mending"]},
    ],
    "interactions": [
        {"member_id": "bob", "verb": "accept", "object_kind": "activity", "object_id": "cafe",
         "at": "2020-05-20"},
        {"member_id": "bob", "verb": "view", "object_kind": "content", "object_id": "a1"},
        {"member_id": "bob", "verb": "zap", "object_kind": "skill", "object_id": "sewing",
         "value": 2},
    ],
    "relationships": [
        {"member_id": "ada", "verb": "mentor", "other_id": "bob", "at": "2020-07-01"},
        {"member_id": "chi", "verb": "block", "other_id": "bob"},
    ],
    "journeys": [
        {"id": "j", "name": "Mender", "accomplishment": "Mends all", "stages": ["see", "sew"]},
    ],
    "progress": [
        {"member_id": "bob", "journey_id": "j", "stage": "see", "at": "2020-08-01"},
    ],
    "surveys": [
        {"member_id": "bob", "instrument": "belonging", "item_or_score": "total", "value": 3.5,
         "wave": "pre", "at": "2020-08-02"},
    ],
}  # fmt: skip


def write_bundle(folder: Path, tables: Tables, ending: str = ".jsonl") -> Path:
    """The tables as files with this ending, such as `.csv.gz`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        path = folder / f"{name}{ending}"
        if ending == ".parquet":
            polars.DataFrame(rows, infer_schema_length=None).write_parquet(path)
        else:
            text = _csv(rows) if ending.startswith(".csv") else _json_lines(rows)
            path.write_bytes(_packed(text.encode(), ending))
    return folder


def write_lines(path: Path, *lines: str | bytes) -> Path:
    """A text file of these lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    encoded = (line if isinstance(line, bytes) else line.encode() for line in lines)
    path.write_bytes(b"".join(line + b"\n" for line in encoded))
    return path


def _json_lines(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _csv(rows: list[Row]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        cells = (row.get(name, "") for name in columns)
        writer.writerow(["|".join(cell) if isinstance(cell, list) else cell for cell in cells])
    return text.getvalue()


def _packed(content: bytes, ending: str) -> bytes:
    packers: dict[str, Callable[[bytes], bytes]] = {
        "gz": gzip.compress,
        "xz": lzma.compress,
        "zst": zstandard.ZstdCompressor().compress,
    }
    return packers.get(ending.rpartition(".")[2], bytes)(content)


def read_all(path: Path, *loaded_earlier: str) -> tuple[list[Record], list[Rejection]]:
    """All records and all rejections of a source, without any store."""
    records: list[Record] = []
    rejections: list[Rejection] = []
    for item in recognise(path).read(lambda entity: entity in loaded_earlier, silent):
        if isinstance(item, Facts):
            records += item.records
        else:
            rejections.append(item)
    return records, rejections


def entities(records: Iterable[Record]) -> dict[EntityId, Entity]:
    """The entities by id."""
    return {record.id: record for record in records if isinstance(record, Entity)}


def edges(records: Iterable[Record]) -> set[str]:
    """The relationships as `source KIND target`."""
    return {str(record) for record in records if isinstance(record, Relationship)}


def edge(records: Iterable[Record], text: str) -> Relationship:
    """The one relationship that reads so."""
    (found,) = (each for each in records if isinstance(each, Relationship) and str(each) == text)
    return found


def picture(store: GraphStore) -> list[list[str]]:
    """Everything that a store holds, in its own order."""
    return [
        [f"{entity.id} {entity.fingerprint()}" for entity in store.entities()],
        [f"{each} {each.key} {each.fingerprint()}" for each in store.relationships()],
    ]


def utc(text: str) -> datetime:
    """A time from its ISO form."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
