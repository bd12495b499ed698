"""Where in a request something is wrong: pointers into its body, and names of its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qs, quote

from starlette.types import Scope

from matcher.json_text import BODY

BODY_READ = "kinpath.body"
"""Where a scope holds the value of its body, if there is one."""
HEADERS = frozenset({"If-Match", "If-None-Match", "Idempotency-Key"})
_WITHIN_POINTERS = "~!$&'()*+,;=:@/?"
_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def pointer_to(field: str) -> str:
    """`requests[3].k` as a JSON pointer in a URI fragment (RFC 6901): `#/requests/3/k`."""
    if field == BODY:
        return "#"
    inside = field.removeprefix("a field's name").removeprefix(" in ").removeprefix(f"{BODY}[")
    whole = f"[{inside}" if field.startswith(f"{BODY}[") else inside
    parts = (name or index for name, index in _PART.findall(whole))
    return pointer_of(parts)


def pointer_of(parts: Iterable[int | str]) -> str:
    """The pointer to what lies behind these names and numbers."""
    return "#" + "".join(f"/{_escaped(str(part))}" for part in parts)


def located(field: str, scope: Scope) -> dict[str, str]:
    """The place of a field: its header, its parameter, or a pointer into the body."""
    if field in HEADERS:
        return {"header": field}
    first = re.split(r"[.\[]", field)[0]
    body = scope.get(BODY_READ)
    is_said = isinstance(body, Mapping) and first in body
    if not is_said and first in _parameters(scope):
        return {"parameter": first}
    if body is not None or scope.get("method") not in ("GET", "HEAD", "DELETE"):
        return {"pointer": pointer_to(field)}
    return {"parameter": field}


def _parameters(scope: Scope) -> set[str]:
    query = scope.get("query_string", b"").decode("latin-1")
    return {*scope.get("path_params", {}), *parse_qs(query, keep_blank_values=True)}


def _escaped(part: str) -> str:
    return quote(part.replace("~", "~0").replace("/", "~1"), safe=_WITHIN_POINTERS)
