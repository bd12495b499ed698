"""What a value may be, in words: `integer, 1 to 100`, `list of Answer`, `string or null`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

_REFERENCE = "#/components/schemas/"
_BOUNDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "more than {}"),
    ("maximum", "at most {}"),
    ("exclusiveMaximum", "less than {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} of them"),
    ("maxItems", "at most {} of them"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a kind; `type` is the named type that they mean, or empty."""

    words: str
    type: str = ""


def kind_of(schema: Schema) -> tuple[Piece, ...]:
    """What a schema allows, as words of which some name types."""
    return tuple(_pieces(schema))


def named(schema: Schema) -> str:
    """The name of the type that a schema refers to; empty where it says itself what it allows."""
    return str(schema.get("$ref", "")).removeprefix(_REFERENCE)


def resolved(schema: Schema, types: Mapping[str, Schema]) -> Schema:
    """What a schema allows, where it may refer to a named type."""
    return types[named(schema)] if named(schema) else schema


def _pieces(schema: Schema) -> Iterator[Piece]:
    if named(schema):
        yield Piece(named(schema), named(schema))
        return
    options = schema.get("anyOf") or schema.get("oneOf")
    if options:
        yield from _options(options)
    elif "const" in schema:
        yield Piece(_json(schema["const"]))
    elif "enum" in schema:
        yield Piece(" or ".join(_json(each) for each in schema["enum"]))
    elif schema.get("type") == "array":
        yield Piece("list of ")
        yield from _pieces(schema.get("items", {}))
    elif isinstance(schema.get("additionalProperties"), Mapping):
        yield Piece("object of ")
        yield from _pieces(schema["additionalProperties"])
    else:
        yield Piece(str(schema.get("type", "anything")))
    bounds = [words.format(_json(schema[name])) for name, words in _BOUNDS if name in schema]
    yield from (Piece(f", {each}") for each in bounds)


def _options(options: list[Schema]) -> Iterator[Piece]:
    for place, each in enumerate(options):
        if place:
            yield Piece(" or ")
        yield from _pieces(each)


def _json(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False)
