"""Rows of the bundle as JSON objects: read from a body with the field that is wrong, and shown."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence

from api.resources.kinds import Resource
from graph.errors import InvalidRecord, InvalidRequest
from graph.records import EntityId, Record, Relationship, check_id
from graph.schema import RelationshipKind
from loaders import cells
from loaders.bundle_reading import READERS
from loaders.bundle_tables import PROPERTIES, read_row
from loaders.export_rows import Cells, RowWriting
from loaders.known import Known
from loaders.new_ids import check_new_ids
from loaders.source import Unreadable

ID = "id"
JSON_ROWS = RowWriting("jsonl", {})
"""Makes rows as JSON has them."""

JsonRow = dict[str, object]


def read_records(
    resource: Resource, row: Mapping[str, object], exists: Callable[[EntityId], bool]
) -> list[Record]:
    """What a row says, with the checks that loading makes.

    Raises:
        InvalidRequest: with the field that is missing or wrong, or names what does not exist.
    """
    try:
        read = read_row(
            resource.columns, {name: row[name] for name in row if row[name] is not None}
        )
        records = READERS[resource.table](read, Known(exists))
        return [record.checked() for record in records]
    except Unreadable as error:
        raise _refused(error) from None
    except InvalidRecord as error:
        raise InvalidRequest(error.field, error.reason) from None


def check_ids(
    row: Mapping[str, object], records: Sequence[Record], there: Callable[[EntityId], bool]
) -> None:
    """Raises InvalidRequest: it gives an id that may not be given anew, with its field."""
    try:
        check_new_ids(row, records, there)
    except Unreadable as error:
        raise _refused(error) from None


def shown(resource: Resource, local: str, row: Cells) -> JsonRow:
    """The row as callers see it: the id first, and further properties beside the columns."""
    said: JsonRow = {ID: local, **row}
    further = said.pop(PROPERTIES, None)
    kept = {}
    if isinstance(further, Mapping):
        for name, value in further.items():
            if _may_stand_beside(resource, name, value):
                said[name] = value
            else:
                kept[name] = value
    if kept:
        said[PROPERTIES] = kept
    return said


def edge_id(edge: Relationship) -> str:
    """What a relationship is called in paths: its kind, ends and key, in letters for addresses."""
    ends = [edge.kind.value, edge.source, edge.target, edge.key]
    text = json.dumps(ends, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def edge_named(local: str) -> tuple[RelationshipKind, EntityId, EntityId, str] | None:
    """What `edge_id` called so; None when it is no such name."""
    try:
        text = base64.b64decode(local + "=" * (-len(local) % 4), altchars=b"-_", validate=True)
        kind, source, target, key = json.loads(text)
        check_id(source)
        check_id(target)
        f"{source}{target}{key}".encode()  # half a character is in no id
        return RelationshipKind(kind), EntityId(source), EntityId(target), str(key)
    except (InvalidRecord, ValueError, TypeError, AttributeError, RecursionError):
        return None


def _may_stand_beside(resource: Resource, name: str, value: object) -> bool:
    """Whether a property reads back as what it is when it stands beside the columns."""
    if name in resource.columns.columns or name in (PROPERTIES, ID):
        return False
    try:
        cells.checked_text(name)
        read = cells.read_property(value)
    except Unreadable:
        return False
    return type(read) is type(value) and read == value


def _refused(error: Unreadable) -> InvalidRequest:
    reason = str(error)
    if not error.column:
        return InvalidRequest("row", reason)
    if reason == f"lacks {error.column}, which is required":
        return InvalidRequest(error.column, "is required")
    return InvalidRequest(error.column, reason.removeprefix(f"{error.column} "))
