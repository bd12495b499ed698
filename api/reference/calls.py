"""How an operation is called, with values that could be: by curl, and by the Python client."""

from __future__ import annotations

import inspect
import json
import keyword
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel

from api.client import Kinpath
from api.reference.kinds import Schema, resolved

SERVER = "http://127.0.0.1:8000"
"""Where the samples find Kinpath."""
_VALUES: Mapping[str, object] = {
    "member": "ada",
    "about": "member:bob",
    "feedback": "dismiss",
    "goal": "mentors",
    "toward": "skill:optics",
    "x-discourse-event": "post_created",
    "x-discourse-event-id": "1",
    "x-discourse-event-signature": "sha256=…",
}
"""What stands for a parameter of that name; others stand for themselves."""
_ANYTHING: Mapping[str, object] = {"boolean": True, "integer": 1, "number": 1.0, "array": []}
"""A value of each type where nothing says a better one."""
_LINE = 80
"""Letters; longer calls get a line for each argument."""
_LINES = "application/x-ndjson"
_FILES: Mapping[str, str] = {_LINES: "@rows.jsonl", "text/csv": "@members.csv"}
"""Files that stand for a body of a type."""
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation.

    Attributes:
        body: as it is sent; None: nothing.
        media: of the body; empty where there is none.
    """

    path: str
    query: Mapping[str, object]
    headers: Mapping[str, object]
    body: object | None
    media: str


@dataclass(frozen=True, slots=True)
class Samples:
    """A call, and the same in curl and in Python; `python` is empty where there is no method."""

    call: Call
    curl: str
    python: str


def samples_of(method: str, path: str, operation: Schema, types: Mapping[str, Schema]) -> Samples:
    """A call with all that is required, in both ways."""
    required = [each for each in operation.get("parameters", ()) if each["required"]]
    values = {each["name"]: _VALUES.get(each["name"], each["name"]) for each in required}
    by_place = {
        place: {each["name"]: values[each["name"]] for each in required if each["in"] == place}
        for place in ("path", "query", "header")
    }
    content: Mapping[str, Schema] = operation.get("requestBody", {}).get("content", {})
    media = next(iter(content), "")
    body = _body(content[media], types) if media else None
    filled = path.format(**{name: quote(str(each)) for name, each in by_place["path"].items()})
    call = Call(filled, by_place["query"], by_place["header"], body, media)
    in_path = list(by_place["path"].values())
    return Samples(
        call,
        _curl(method, call, with_key=bool(operation.get("security"))),
        _python(operation["operationId"], call, in_path),
    )


# ------------------------------------------------------------------------------------- bodies


def _body(content: Schema, types: Mapping[str, Schema]) -> object:
    if "example" in content:
        return content["example"]
    return _example(content.get("schema", {}), types)


def _example(schema: Schema, types: Mapping[str, Schema]) -> object:
    """What the schema gives as an example, else what is required, else its first field."""
    said = resolved(schema, types)
    if said.get("examples"):
        return said["examples"][0]
    options = said.get("oneOf") or said.get("anyOf")
    if options:
        return _example(options[0], types)
    if "enum" in said:
        return said["enum"][0]
    fields: Mapping[str, Schema] = said.get("properties", {})
    wanted = said.get("required") or ([] if said.get("minProperties") == 0 else list(fields)[:1])
    if fields:
        return {name: _example(fields[name], types) for name in wanted}
    return _ANYTHING.get(said.get("type", ""), "…")


# -------------------------------------------------------------------------------------- words


def _curl(method: str, call: Call, *, with_key: bool) -> str:
    query = f"?{urlencode(call.query)}" if call.query else ""
    verb = "" if method == ("POST" if call.media else "GET") else f"-X {method} "
    lines = [f"curl {verb}{shlex.quote(f'{SERVER}{call.path}{query}')}"]
    if with_key:
        lines.append('-H "Authorization: Bearer $KINPATH_KEY"')
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in call.headers.items()]
    if call.media:
        lines.append(f"-H 'Content-Type: {call.media}'")
        body = _FILES.get(call.media) or shlex.quote(_text(call.body))
        lines.append(f"--data-binary {body}")
    return " \\\n  ".join(lines)


def _text(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)


def _python(operation: str, call: Call, in_path: list[object]) -> str:
    method = getattr(Kinpath, operation, None)
    if method is None:
        return ""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    places = [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    said = [*map(_literal, in_path), *_places(places[len(in_path) :], call)]
    known = {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}
    named = {**_own(call.query), **_own(call.headers)}
    if len(places) == len(in_path) and isinstance(call.body, Mapping):
        named |= _own(call.body)
    said += [f"{name}={_literal(value)}" for name, value in named.items() if name in known]
    line = f"kinpath.{operation}({', '.join(said)})"
    if len(line) <= _LINE:
        return line
    return "\n".join([f"kinpath.{operation}(", *(f"    {each}," for each in said), ")"])


def _places(names: list[str], call: Call) -> Iterator[str]:
    """What comes after the parts of the path, without a name: the whole body, or its only list."""
    for name in names:
        whole: Any = call.body
        if call.media == _LINES:
            whole = [json.loads(line) for line in str(whole).splitlines()]
        elif call.media in _FILES:
            whole = str(whole).encode()
        is_field = call.media == _JSON and isinstance(whole, Mapping) and name in whole
        yield _literal(whole[name] if is_field else whole)


def _own(said: Mapping[str, object]) -> dict[str, object]:
    """The same under the names that the client gives them."""
    return {_python_name(name): value for name, value in said.items()}


def _literal(value: object) -> str:
    """As Python writes it, with double quotes."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_literal(k)}: {_literal(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _python_name(name: str) -> str:
    own = name.replace("-", "_").lower()
    return f"{own}_" if keyword.iskeyword(own) or own in dir(BaseModel) else own
