"""Which role may call which operation, as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.access.principals import SCOPES, Role, Scope

ROLES = (Role.VIEWER, Role.APP, Role.MANAGER, Role.OWNER)
"""In the order of the table's columns."""
_HEAD = """# Who may call what

Made from the OpenAPI document, and held by a test that asks every operation with every kind of key.

* Without a key, and with one that is made up, expired or revoked, the answer is a 401, always the
  same.
* A role that lacks a scope gets a 403, which names it. [Access](access.md) tells what they are.
* What another community holds is answered to everybody, also to owners, as what does not exist: a
  404 of the same words.

| operation | needs | viewer | app | manager | owner |
|---|---|---|---|---|---|
"""
_OPEN = "nothing"
_BY_PLACE = "`insight` from elsewhere, and nothing [at the machine itself](operations.md#metrics)"
_BY_EXPORT = "`insight` for figures and the worklist, `sensitive` and `write` for tables"
_BY_KIND = "what the [kind of job](api.md#jobs) says"


def operations_in(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Method, path and description of each operation of an OpenAPI document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def needed_by(operation: Mapping[str, Any]) -> frozenset[Scope] | None:
    """The scopes that an operation names; None: it asks nobody who they are."""
    security = operation.get("security")
    return None if security is None else frozenset(map(Scope, security[0]["key"]))


def matrix_page(document: Mapping[str, Any]) -> str:
    """The page, as Markdown."""
    return _HEAD + "".join(_line(*each) for each in operations_in(document))


def _line(method: str, path: str, operation: Mapping[str, Any]) -> str:
    needed = needed_by(operation)
    if operation["operationId"] == "metrics":
        words, cells = _BY_PLACE, ["yes", "403", "yes", "yes"]
    elif needed is None:
        words, cells = _OPEN, ["yes"] * len(ROLES)
    elif not needed and path.startswith("/v1/jobs"):
        words, cells = _BY_KIND, ["by kind"] * len(ROLES)
    elif not needed and path.startswith("/v1/exports"):
        words, cells = _BY_EXPORT, ["figures", "403", "yes", "yes"]
    else:
        words = ", ".join(f"`{scope}`" for scope in sorted(needed)) or "any key"
        cells = ["yes" if needed <= SCOPES[role] else "403" for role in ROLES]
    return f"| `{method} {path}` | {words} | {' | '.join(cells)} |\n"
