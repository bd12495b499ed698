"""The HTTP API as its reference tells of it, read from the OpenAPI document."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.reference.calls import Samples, samples_of
from api.reference.kinds import Piece, Schema, kind_of, resolved

_PROBLEMS = "4"
"""Statuses from here on are problems."""
_WORDS = {"Successful Response": "It was done."}
"""What is said instead of what the framework says."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body or type.

    Attributes:
        place: `path`, `query` or `header` of a parameter; empty otherwise.
        default: as JSON has it; empty where there is none.
    """

    name: str
    place: str
    kind: tuple[Piece, ...]
    is_required: bool
    default: str
    words: str


@dataclass(frozen=True, slots=True)
class Body:
    """What a request brings: a media type, and its fields or, where there are none, its kind."""

    media: str
    kind: tuple[Piece, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What may be answered; `kind` is empty where there is no body."""

    status: str
    words: str
    media: str
    kind: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        scopes: what a key needs; None where nobody is asked who they are.
        replies: what is answered when all is well.
        problems: errors that may be answered; those that are told under `Reference.problems`
            have no words here.
    """

    id: str
    method: str
    path: str
    title: str
    words: str
    scopes: tuple[str, ...] | None
    parameters: tuple[Field, ...]
    bodies: tuple[Body, ...]
    replies: tuple[Reply, ...]
    problems: tuple[Reply, ...]
    samples: Samples


@dataclass(frozen=True, slots=True)
class Group:
    """Operations that belong together, under their tag."""

    name: str
    words: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Type:
    """A named type: its fields or, where it has none, its kind."""

    name: str
    words: str
    kind: tuple[Piece, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """All that the OpenAPI document tells; `problems` says what a status usually means."""

    title: str
    version: str
    words: str
    groups: tuple[Group, ...]
    problems: tuple[Reply, ...]
    types: tuple[Type, ...]


def read_reference(document: Mapping[str, Any]) -> Reference:
    """The reference of an OpenAPI document: groups as its tags are ordered, types by name."""
    types: Mapping[str, Schema] = document["components"]["schemas"]
    usual = _usual(document["paths"])
    operations: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            told = _operation(method.upper(), path, operation, types, usual)
            operations[operation["tags"][0]].append(told)
    info = document["info"]
    return Reference(
        info["title"],
        info["version"],
        info["description"],
        tuple(_groups(document["tags"], operations)),
        tuple(Reply(status, words, "", ()) for status, words in sorted(usual.items())),
        tuple(_type(name, types[name]) for name in sorted(types, key=str.casefold)),
    )


def _groups(tags: list[Schema], operations: Mapping[str, list[Operation]]) -> Iterator[Group]:
    for tag in tags:
        if operations[tag["name"]]:
            yield Group(tag["name"], tag["description"], tuple(operations[tag["name"]]))


def _usual(paths: Mapping[str, Mapping[str, Schema]]) -> Mapping[str, str]:
    """What most operations say of each status that is a problem."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    for methods in paths.values():
        for operation in methods.values():
            for status, reply in operation["responses"].items():
                if status >= _PROBLEMS:
                    said[status][reply["description"]] += 1
    return {status: words.most_common(1)[0][0] for status, words in said.items()}


def _operation(
    method: str,
    path: str,
    said: Schema,
    types: Mapping[str, Schema],
    usual: Mapping[str, str],
) -> Operation:
    content = said.get("requestBody", {}).get("content", {})
    security = said.get("security")
    replies = [_reply(status, each, usual) for status, each in sorted(said["responses"].items())]
    return Operation(
        id=said["operationId"],
        method=method,
        path=path,
        title=said["summary"],
        words=said["description"],
        scopes=tuple(security[0]["key"]) if security else None,
        parameters=tuple(_parameter(each) for each in said.get("parameters", ())),
        bodies=tuple(_bodies(content, types)),
        replies=tuple(each for each in replies if each.status < _PROBLEMS),
        problems=tuple(each for each in replies if each.status >= _PROBLEMS),
        samples=samples_of(method, path, said, types),
    )


def _parameter(said: Schema) -> Field:
    schema: Schema = said["schema"]
    words = said.get("description") or schema.get("description", "")
    return _field(said["name"], schema, bool(said["required"]), words, said["in"])


def _bodies(content: Mapping[str, Schema], types: Mapping[str, Schema]) -> Iterator[Body]:
    for media, told in content.items():
        schema = told.get("schema", {})
        whole = resolved(schema, types)
        for each in whole.get("oneOf") or whole.get("anyOf") or [schema]:
            yield Body(media, kind_of(each), tuple(_fields(resolved(each, types))))


def _reply(status: str, said: Schema, usual: Mapping[str, str]) -> Reply:
    content: Mapping[str, Schema] = said.get("content", {})
    media = next(iter(content), "")
    words = said["description"]
    return Reply(
        status,
        _WORDS.get(words, "" if words == usual.get(status) else words),
        media,
        kind_of(content[media].get("schema", {})) if media else (),
    )


def _type(name: str, schema: Schema) -> Type:
    return Type(name, schema.get("description", ""), kind_of(schema), tuple(_fields(schema)))


def _fields(schema: Schema) -> Iterator[Field]:
    required = schema.get("required", ())
    for name, each in schema.get("properties", {}).items():
        yield _field(name, each, name in required, each.get("description", ""))


def _field(name: str, schema: Schema, is_required: bool, words: str, place: str = "") -> Field:
    default = json.dumps(schema["default"]) if schema.get("default") is not None else ""
    return Field(name, place, kind_of(schema), is_required, default, words)
