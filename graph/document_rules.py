"""What a document may be, whatever the database: checks, its JSON as text, and bounds of keys."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.documents import Document, Json
from graph.errors import InvalidRecord, InvalidRequest, VersionConflict

MAX_COLLECTION_LENGTH = 64
MAX_KEY_LENGTH = 512
"""Characters of a key."""
MAX_VALUE_BYTES = 1_000_000
"""Of a value's JSON in UTF-8."""
MAX_DEPTH = 64
"""Lists and objects within one another."""
OWN = ""
"""Stands for the community in the server's own documents; no community has an empty id."""

_COLLECTION = re.compile(r"[a-z_]+", re.ASCII)
_INT64 = 1 << 63
_NUMBER_DIGITS = 16
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_BEHIND = "\U0010ffff" * (MAX_KEY_LENGTH + 1)
"""Put behind a prefix it is greater than every key that begins so."""

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document lies: a collection and a key that were checked."""

    collection: str
    key: str

    def __str__(self) -> str:
        return f"{self.collection}/{self.key}"


@dataclass(frozen=True, slots=True)
class KeyRange:
    """Keys from `first` on and in front of `end`, all but `after`."""

    first: str
    end: str
    after: str

    def __contains__(self, key: str) -> bool:
        return self.first <= key < self.end and key != self.after


def check_collection(collection: str) -> str:
    """A well-formed name of a collection, unchanged; InvalidRecord otherwise."""
    if not _COLLECTION.fullmatch(collection) or len(collection) > MAX_COLLECTION_LENGTH:
        raise InvalidRecord(
            collection,
            "collection",
            f"must be 1 to {MAX_COLLECTION_LENGTH} characters from a to z and _",
        )
    return collection


def check_place(collection: str, key: str) -> Place:
    """Where a document of this key lies; InvalidRecord when there can be none."""
    place = Place(check_collection(collection), key)
    if not 1 <= len(key) <= MAX_KEY_LENGTH:
        raise InvalidRecord(collection, "key", f"must have 1 to {MAX_KEY_LENGTH} characters")
    _check_text(collection, ("key",), key)
    return place


def check_expires(place: object, expires: float | None) -> None:
    """Raises InvalidRecord when it is no moment."""
    if expires is not None and not math.isfinite(expires):
        raise InvalidRecord(str(place), "expires", "is not a finite number")


def text_of_value(place: object, value: Json) -> str:
    """The value as JSON, as a database holds it; InvalidRecord names the field that is wrong."""
    if not isinstance(value, dict):
        raise InvalidRecord(str(place), "value", "is not a JSON object")
    _check(str(place), ("value",), value)
    text = _COMPACT.encode(value)
    if len(text.encode()) > MAX_VALUE_BYTES:
        raise InvalidRecord(str(place), "value", f"is longer than {MAX_VALUE_BYTES:,} bytes")
    return text


def checked_document(
    collection: str, key: str, value: Json, expires: float | None
) -> tuple[Place, str]:
    """Where a document goes, and its JSON; InvalidRecord names the field that is wrong."""
    place = check_place(collection, key)
    check_expires(place, expires)
    return place, text_of_value(place, value)


def document_of(place: Place, version: int, expires: float | None, text: str) -> Document:
    """The document that a database holds so."""
    return Document(place.collection, place.key, json.loads(text), version, expires)


def documents_of(rows: Iterable[Any]) -> list[Document]:
    """The documents in rows of collection, key, version, expiry and JSON."""
    return [
        document_of(Place(collection, key), version, expires, text)
        for collection, key, version, expires, text in rows
    ]


def check_version(place: Place, wanted: int | None, present: int) -> None:
    """Raises VersionConflict when another version than the present one (0: none) is wanted."""
    if wanted is not None and wanted != present:
        raise VersionConflict(str(place), wanted, present)


def key_of_number(number: int) -> str:
    """The key of the document that was appended as this one; its text sorts as the number does."""
    return f"{number:0{_NUMBER_DIGITS}}"


def key_range(after: str, before: str | None, prefix: str) -> KeyRange:
    """The keys that `Documents.page` asks for, as bounds that an index finds."""
    for field, text in (("after", after), ("before", before or ""), ("prefix", prefix)):
        check_text(field, text)
    end = prefix + _BEHIND
    return KeyRange(max(after, prefix), end if before is None else min(before, end), after)


def check_text(field: str, text: str) -> None:
    """Raises InvalidRecord when what is asked by holds half of a character."""
    _check_text("documents", (field,), text)


def escaped(text: str) -> str:
    """A text as it stands within a value's JSON; InvalidRequest when there is nothing to find."""
    if not text:
        raise InvalidRequest("text", "is empty")
    check_text("text", text)
    return _COMPACT.encode(text)[1:-1]


def _check(record: str, path: Path, value: Any) -> None:
    if len(path) > MAX_DEPTH:
        raise _wrong(record, path, f"lies deeper than {MAX_DEPTH} levels")
    match value:
        case None | bool():
            return
        case str():
            _check_text(record, path, value)
        case int():
            if not -_INT64 <= value < _INT64:
                raise _wrong(record, path, "is beyond 64 bits")
        case float():
            if not math.isfinite(value):
                raise _wrong(record, path, "is not a finite number")
        case list() | tuple():
            _check_items(record, path, enumerate(value))
        case dict():
            _check_names(record, path, value)
            _check_items(record, path, value.items())
        case _:
            raise _wrong(record, path, f"is a {type(value).__name__}, which JSON does not know")


def _check_items(record: str, path: Path, items: Iterable[tuple[str | int, Any]]) -> None:
    for name, item in items:
        _check(record, (*path, name), item)


def _check_names(record: str, path: Path, value: Json) -> None:
    for name in value:
        if not isinstance(name, str):
            raise _wrong(record, path, "has a name that is not text")
        _check_text(record, path, name)


def _check_text(record: str, path: Path, text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _wrong(record, path, "holds half of a character") from None


def _wrong(record: str, path: Path, reason: str) -> InvalidRecord:
    field = ".".join(map(str, path)).encode(errors="backslashreplace").decode()
    return InvalidRecord(record, field, reason)
