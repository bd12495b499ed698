"""What a view shows as curl, Python and Cypher, to be copied."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from fastapi import Request

from api.access.needs import principal_of

KEY_VARIABLE = "KINPATH_KEY"
"""The variable of the shell that copied commands take an API key from."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The same in each of them: its name, and the text to copy."""

    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the HTTP API.

    Attributes:
        path: after `/v1/`, each part percent-encoded (`in_path`).
        query: fields of the address; those that are None are left out.
        body: what is sent as JSON; None: nothing, by GET.
    """

    path: str
    query: Mapping[str, object] | None = None
    body: Mapping[str, object] | None = None

    def address(self, request: Request) -> str:
        """The whole address, at the server that was asked for the page."""
        said = {name: value for name, value in (self.query or {}).items() if value is not None}
        query = f"?{urlencode(said, doseq=True)}" if said else ""
        return f"{request.url.scheme}://{request.url.netloc}/v1/{self.path}{query}"


def in_path(part: str) -> str:
    """Part of a path, percent-encoded whole."""
    return quote(part, safe="")


def copies(request: Request, call: Call, cypher: str) -> Copies:
    """A view's call of the API in curl and Python, and what Cypher says of it.

    Args:
        request: of the view.
        call: what answers the same.
        cypher: a query of what the graph holds.

    Where a key is asked for, it is taken from the environment.
    """
    with_key = principal_of(request).way != "open"
    address = call.address(request)
    return Copies(
        (
            ("curl", _curl(address, call.body, with_key)),
            ("Python", _python(address, call.body, with_key)),
            ("Cypher", cypher),
        )
    )


def cypher_text(value: str) -> str:
    """A text as Cypher writes it."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r") + "'"


def _curl(address: str, body: Mapping[str, object] | None, with_key: bool) -> str:
    lines = [f"curl {shlex.quote(address)}"]
    if with_key:
        lines.append(f'-H "Authorization: Bearer ${KEY_VARIABLE}"')
    if body is not None:
        lines.append("-H 'Content-Type: application/json'")
        lines.append(f"--data {shlex.quote(json.dumps(body, ensure_ascii=False))}")
    return " \\\n  ".join(lines)


def _python(address: str, body: Mapping[str, object] | None, with_key: bool) -> str:
    headers = ["    headers={"]
    if with_key:
        headers.append(f'        "Authorization": "Bearer " + os.environ["{KEY_VARIABLE}"],')
    if body is not None:
        headers.append('        "Content-Type": "application/json",')
    lines = ["import json"]
    lines += ["import os"] if with_key else []
    lines += ["from urllib.request import Request, urlopen", "", "request = Request("]
    lines.append(f"    {_literal(address)},")
    if len(headers) > 1:
        lines += [*headers, "    },"]
    if body is not None:
        lines.append(f"    data=json.dumps({_literal(body)}).encode(),")
    lines += [")", "with urlopen(request) as answer:", "    print(json.load(answer))"]
    return "\n".join(lines)


def _literal(value: object) -> str:
    """As Python writes it; what a body holds is the same there as in JSON but for its words."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
