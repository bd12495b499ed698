"""What a document may hold and be called. Each test runs on each store."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from graph import Document, Documents
from graph.document_rules import MAX_DEPTH, MAX_VALUE_BYTES
from graph.errors import InvalidRecord

ODD_KEYS = (
    "a", "%", "_", "*", "a%", "'", '"', "\\", "\n", "\0", " ", ";--", "É", "e\u0301", "ab", "a:b",
    "👩\u200d🔬", "\uffff", "\U00010000", "\U0010ffff", "\U0010ffffa", "x" * 512, "{}", "$key",
)  # fmt: skip
"""Keys that sort differently by bytes, by UTF-16 and by looks, and those that mean something."""


def keys(documents: list[Document]) -> list[str]:
    return [each.key for each in documents]


def test_any_key_finds_its_own_document_and_comes_by_code_points(documents: Documents) -> None:
    for key in ODD_KEYS:
        assert documents.add("odd", key, {"key": key, key: key}) is not None
    for key in ODD_KEYS:
        found = documents.get("odd", key)
        assert found is not None
        assert found.value == {"key": key, key: key}
    in_order = sorted(ODD_KEYS)
    assert keys(documents.page("odd")) == in_order
    assert keys(documents.page("odd", backwards=True)) == in_order[::-1]
    one_by_one, after = [], ""
    while page := documents.page("odd", after=after, limit=1):
        after = page[0].key
        one_by_one.append(after)
    assert one_by_one == in_order
    for key in ODD_KEYS:
        assert documents.remove("odd", key)
    assert documents.count("odd") == 0


@pytest.mark.parametrize(
    ("collection", "key", "value", "field", "reason"),
    [
        ("", "k", {}, "collection", "a to z and _"),
        ("Note", "k", {}, "collection", "a to z and _"),
        ("n" * 65, "k", {}, "collection", "64 characters"),
        ("note\n", "k", {}, "collection", "a to z and _"),
        ("note", "", {}, "key", "1 to 512 characters"),
        ("note", "k" * 513, {}, "key", "1 to 512 characters"),
        ("note", "\ud800", {}, "key", "half of a character"),
        ("note", "k", [], "value", "is not a JSON object"),
        ("note", "k", {"a": math.nan}, "value.a", "not a finite number"),
        ("note", "k", {"a": [1, math.inf]}, "value.a.1", "not a finite number"),
        ("note", "k", {"a": {"b": 1 << 63}}, "value.a.b", "beyond 64 bits"),
        ("note", "k", {"a": "\udfff"}, "value.a", "half of a character"),
        ("note", "k", {"a": {"\ud800": 1}}, "value.a", "half of a character"),
        ("note", "k", {"a": {1: 1}}, "value.a", "a name that is not text"),
        ("note", "k", {"a": b"x"}, "value.a", "is a bytes"),
        ("note", "k", {"a": "x" * MAX_VALUE_BYTES}, "value", "longer than 1,000,000 bytes"),
        ("note", "k", {"a": "É" * (MAX_VALUE_BYTES // 2)}, "value", "longer than"),
    ],
)
def test_what_cannot_be_kept_is_named(
    documents: Documents, collection: str, key: str, value: Any, field: str, reason: str
) -> None:
    writes: list[Callable[[], object]] = [
        lambda: documents.add(collection, key, value),
        lambda: documents.put(collection, key, value),
    ]
    if field != "key":
        writes.append(lambda: documents.append(collection, value))
    for write in writes:
        with pytest.raises(InvalidRecord, match=reason) as caught:
            write()
        assert caught.value.field == field
    assert documents.count("note") == 0


def test_a_value_may_be_as_large_and_as_deep_as_is_said(documents: Documents) -> None:
    largest = {"a": "x" * (MAX_VALUE_BYTES - len('{"a":""}'))}
    deepest: dict[str, Any] = {}
    for _ in range(MAX_DEPTH - 1):
        deepest = {"a": deepest}
    for value in (largest, deepest):
        documents.put("note", "k", value)
        found = documents.get("note", "k")
        assert found is not None
        assert found.value == value
    with pytest.raises(InvalidRecord, match=f"deeper than {MAX_DEPTH} levels"):
        documents.put("note", "k", {"a": deepest})


def test_half_a_character_finds_no_page(documents: Documents) -> None:
    for field in ("after", "before", "prefix"):
        with pytest.raises(InvalidRecord, match=f"{field} holds half of a character"):
            documents.page("note", **{field: "\ud800"})  # type: ignore[arg-type]  # any of three


def test_an_expiry_is_a_moment(documents: Documents) -> None:
    for wrong in (math.nan, math.inf):
        with pytest.raises(InvalidRecord, match="expires is not a finite number"):
            documents.add("note", "k", {}, expires=wrong)
        with pytest.raises(InvalidRecord, match="expires is not a finite number"):
            documents.append("note", {}, expires=wrong)
