"""Requests that mean harm or make no sense, made from tables of causes for every operation."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Headers = tuple[tuple[str, bytes], ...]
JSON = "application/json"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request.

    Attributes:
        cause: what is wrong with it.
        method, path: as they go over the wire, the path percent-encoded and with its query.
        allowed: statuses that may answer it; a documented refusal unless something else is said.
    """

    cause: str
    method: str
    path: str
    allowed: frozenset[int]
    headers: Headers = ()
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of the OpenAPI document."""

    method: str
    template: str
    said: Mapping[str, Any] = field(repr=False)

    @property
    def statuses(self) -> frozenset[int]:
        """All that it may answer."""
        return frozenset(int(status) for status in self.said["responses"])

    @property
    def refusals(self) -> frozenset[int]:
        """What it may answer that is the caller's fault."""
        return frozenset(status for status in self.statuses if 400 <= status < 500)

    @property
    def media(self) -> str | None:
        """The type of its body."""
        return next(iter(self.said.get("requestBody", {}).get("content", {})), None)

    def parameters(self, place: str) -> list[Mapping[str, Any]]:
        """Its parameters in the path, the query or headers."""
        return [each for each in self.said.get("parameters", ()) if each["in"] == place]


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """All operations of a document."""
    return [
        Operation(method.upper(), path, said)
        for path, methods in document["paths"].items()
        for method, said in methods.items()
    ]


# ------------------------------------------------------------------------------------- bodies

UNREADABLE: Mapping[str, bytes] = {
    "NaN": b'{"k": NaN}',
    "Infinity": b'{"k": Infinity}',
    "minus Infinity": b'{"k": [-Infinity]}',
    "1e400": b'{"k": {"x": 1e400}}',
    "half a character": b'{"text": "\\ud800"}',
    "half a character as a name": b'{"\\udc00": 1}',
    "half a character in UTF-8": b'{"text": "\xed\xa0\x80"}',
    "nested lists": b"[" * 100_000,
    "nested objects": b'{"a":' * 100_000,
    "nested and closed": b"[" * 5_000 + b"]" * 5_000,
    "a number of 10,000 digits": b'{"k": ' + b"9" * 10_000 + b"}",
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "UTF-16 without a mark": '{"name": "x"}'.encode("utf-16-le"),
    "UTF-32": '{"name": "x"}'.encode("utf-32"),
    "Latin-1": '{"name": "ü"}'.encode("latin-1"),
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "cut off": b'{"name": "x',
    "a null byte": b'{"name": "\x00"}',
    "null bytes behind": b"{}\x00\x00",
    "two values": b"{}{}",
    "single quotes": b"{'name': 1}",
    "a comment": b"{} // nothing",
    "a comma behind": b'{"name": "x",}',
    "the same field twice": b'{"name": "x", "name": "y"}',
    "the same field twice inside": b'{"x": [{"id": 1, "id": 2}]}',
    "gzip": gzip.compress(b"{}"),
    "a control character": b'{"name": "a\nb"}',
    "hexadecimal": b'{"k": 0x10}',
    "a plus": b'{"k": +1}',
    "a leading zero": b'{"k": 01}',
    "only spaces": b"   ",
    "a form": b"name=x&k=1",
    "XML": b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
}
"""Bodies that are no JSON of ours; none may reach a route."""
NOT_ITS_KIND: Mapping[str, bytes] = {
    "null": b"null",
    "a text": b'"x"',
    "a number": b"5",
    "a truth value": b"true",
    "a list of numbers": b"[1, 2]",
    "a list of lists": b"[[]]",
}
WRONG_VALUES: Mapping[str, tuple[object, ...]] = {"object": ([[1]],), "": ({"a": [{}]}, [[1]])}
"""What fields are given that want something else, by the type that they want."""
ANSWERED_ONE_BY_ONE = frozenset({"requests"})
"""Fields of many questions: each gets its own refusal, and the answer is a 200."""
OTHER_TYPES = ("text/plain", "text/xml", "multipart/form-data; boundary=x", "application/", "/", "")


def bodies(operation: Operation, path: str) -> Iterator[Hostile]:
    """Bodies that no operation takes."""
    if operation.method == "GET" or operation.media == NDJSON:
        return
    media = (operation.media or JSON).encode()
    refused = operation.refusals | {400, 413, 415}
    about = (operation.method, path)
    for cause, body in UNREADABLE.items():
        yield Hostile(cause, *about, refused, (("content-type", media),), body)
    if operation.media is None:
        return
    for cause, body in NOT_ITS_KIND.items():
        yield Hostile(cause, *about, operation.refusals, (("content-type", media),), body)
    for other in OTHER_TYPES:
        typed = (("content-type", other.encode()),)
        yield Hostile(f"type {other!r}", *about, frozenset({415}), typed, b"{}")
    long = (("content-type", media), ("content-length", b"200000000"))
    yield Hostile("200 MB are announced", *about, frozenset({413}), long, b"{}")


def wrong_fields(operation: Operation, path: str, document: Mapping[str, Any]) -> Iterator[Hostile]:
    """Every field of a body, of a type that it does not have."""
    content = operation.said.get("requestBody", {}).get("content", {})
    for media, said in content.items():
        fields = _fields(said.get("schema", {}), document)
        for name, kind in sorted(fields.items()):
            for wrong in WRONG_VALUES[kind] if name not in ANSWERED_ONE_BY_ONE else ():
                body = json.dumps({name: wrong}).encode()
                typed = (("content-type", media.encode()),)
                yield Hostile(
                    f"{name} is {wrong}", operation.method, path, operation.refusals, typed, body
                )


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, str]:
    """The fields, each with `object` where it may be one."""
    schema = _resolved(schema, document)
    found = {
        name: "object" if "object" in _kinds(said, document) else ""
        for name, said in schema.get("properties", {}).items()
    }
    for each in _choices(schema):
        found |= _fields(each, document)
    return found


def _resolved(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


def _choices(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    return (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ()))


def _kinds(schema: Mapping[str, Any], document: Mapping[str, Any]) -> set[str]:
    schema = _resolved(schema, document)
    found = {schema["type"]} if "type" in schema else set()
    for each in _choices(schema):
        found |= _kinds(each, document)
    return found


# ------------------------------------------------------------------------ ids, queries, headers

ODD_IDS: Mapping[str, str] = {
    "a null byte": "%00",
    "half a character": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "a line break": "a%0D%0AX-Injected:%201",
    "a long one": "x" * 5_000,
    "up and away": "..%2F..%2Fetc%2Fpasswd",
    "another kind": "stage:x",
    "nothing but a kind": "member:",
    "a space": "%20",
    "letters that turn": "%E2%80%AE",
    "SQL": "'%20OR%201=1--",
    "Cypher": "%60%7D)%20DETACH%20DELETE%20n%20//",
}
NONSENSE: Mapping[str, str] = {
    "NaN": "NaN",
    "Infinity": "Infinity",
    "1e400": "1e400",
    "a long number": "9" * 4_500,
    "less than nothing": "-1",
    "a null byte": "%00",
    "half a character": "%ED%A0%80",
    "a list": "[]",
    "an object": "{%22a%22:1}",
    "long": "x" * 20_000,
    "a date that is none": "2025-02-30T25:61:00Z",
    "a cursor that is none": "eyJhIjoxfQ",
    "a cursor of bytes": "%AC%ED%00%05",
}
ODD_HEADERS: Mapping[str, tuple[Headers, frozenset[int]]] = {
    "a tag without quotes": ((("if-match", b"abc"),), frozenset({422})),
    "a tag that is cut off": ((("if-match", b'"abc'),), frozenset({422})),
    "a tag of 10,000 letters": ((("if-match", b'"' + b"x" * 10_000 + b'"'),), frozenset({422})),
    "nobody's tag": ((("if-match", b'"0000"'),), frozenset({404, 412, 422})),
    "an empty key": ((("idempotency-key", b""),), frozenset({400})),
    "a key without end": ((("idempotency-key", b'"a'),), frozenset({400})),
    "a long key": ((("idempotency-key", b"x" * 300),), frozenset({400})),
    "two keys": ((("idempotency-key", b"a"), ("idempotency-key", b"b")), frozenset({400})),
}


def odd_ids(operation: Operation, fitting: Mapping[str, str]) -> Iterator[Hostile]:
    """Ids that nothing has, in each place of a path."""
    typed: Headers = (("content-type", (operation.media or JSON).encode()),)
    body = None if operation.media is None else b"{}"
    # Some odd ids may be meant: then this tag, which nothing has, keeps them from being written.
    tag: Headers = (("if-match", b'"0000"'),) if operation.parameters("header") else ()
    for parameter in operation.parameters("path"):
        for cause, odd in ODD_IDS.items():
            path = filled(operation.template, {**fitting, parameter["name"]: odd})
            headers = (*tag, *(typed if body else ()))
            allowed = operation.refusals | {404}
            said = f"{cause} as {parameter['name']}"
            yield Hostile(said, operation.method, path, allowed, headers, body)


def odd_queries(operation: Operation, path: str) -> Iterator[Hostile]:
    """Nonsense for each field of a query; a text may be anything, so it may also find nothing."""
    if operation.method != "GET":
        return
    for parameter in operation.parameters("query"):
        name, is_strict = parameter["name"], _is_strict(parameter["schema"])
        allowed = operation.refusals if is_strict else operation.statuses
        for cause, odd in NONSENSE.items() if is_strict else list(NONSENSE.items())[5:]:
            yield Hostile(f"{name}: {cause}", "GET", f"{path}?{name}={odd}", allowed)
    yield Hostile("a long query", "GET", f"{path}?" + "a=1&" * 10_000, operation.statuses)


def _is_strict(schema: Mapping[str, Any]) -> bool:
    """Whether no nonsense can be meant."""
    kinds = {schema.get("type"), *(each.get("type") for each in schema.get("anyOf", ()))} - {None}
    return bool(kinds) and kinds <= {"integer", "number", "boolean", "null"}


def odd_headers(operation: Operation, path: str) -> Iterator[Hostile]:
    """Headers that say what they cannot mean."""
    named = {each["name"].lower() for each in operation.parameters("header")}
    typed: Headers = (("content-type", (operation.media or JSON).encode()),)
    for cause, (headers, allowed) in ODD_HEADERS.items():
        if headers[0][0] in named:
            body = None if operation.media is None else b"{}"
            yield Hostile(cause, operation.method, path, allowed,
                          (*headers, *(typed if body else ())), body)  # fmt: skip


# ------------------------------------------------------------------------------- paths, methods

NOWHERE = (
    "//v1/members", "/v1//members", "/v1/members/", "/V1/members", "/v1/members;a=1",
    "/v1/%2e%2e/health", "/v1/..%2fhealth", "/v1/members%00", "/v1/members%20", "/v1",
    "/.git/config", "/v1/" + "a" * 8_000, "/v1/" + "%2f" * 500,
    "/v1/members/ada/recommendations/", "/openapi.json/", "/%5c..%5c", "/v1/nothing",
    "/v1/%C0%AF", "/problems", "/v1/webhooks/x/y/z", "/robots.txt%0d%0a", "/docs/../v1/x",
)  # fmt: skip
METHODS = ("TRACE", "PROPFIND", "BREW", "CONNECT", "OPTIONS", "M-SEARCH")


def elsewhere() -> Iterator[Hostile]:
    """Paths that lead nowhere, and methods that nothing has."""
    for path in NOWHERE:
        yield Hostile("leads nowhere", "GET", path, frozenset({400, 404, 405, 422}))
    for method in METHODS:
        for path in ("/v1/members", "/v1/members/ada", "/v1/recommendations", "/health", "/v1/x"):
            yield Hostile(f"method {method}", method, path, frozenset({404, 405}))


def filled(template: str, ids: Mapping[str, str]) -> str:
    """A path with ids in its places."""
    for name, said in ids.items():
        template = template.replace(f"{{{name}}}", said)
    return template
