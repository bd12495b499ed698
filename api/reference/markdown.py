"""The reference of the HTTP API as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.reference.kinds import Piece
from api.reference.operations import Body, Field, Group, Operation, Reference, Reply, Type

_HEAD = """# API reference

Every operation of the [HTTP API](api.md): what it takes, what it answers, and how it is called.
`make client` writes this page from the OpenAPI document; a server shows the same at `/docs`. Where
a scope is named, a [key](access.md) needs it. `kinpath` in the samples is a [client](client.md).
"""


def api_page(reference: Reference) -> str:
    """The whole page."""
    lines = [_HEAD, *_contents(reference.groups)]
    for group in reference.groups:
        lines += [f"## Operations: {group.name}", "", group.words, ""]
        for operation in group.operations:
            lines += _operation(operation)
    lines += ["## Problems", "", "Statuses of errors, where an operation says nothing else.", ""]
    lines += ["| status | means |\n|---|---|"]
    lines += [f"| {each.status} | {cell(each.words)} |" for each in reference.problems]
    lines += ["", "## Types", ""]
    for each in reference.types:
        lines += _type(each)
    return "\n".join(lines).rstrip() + "\n"


def cell(text: str) -> str:
    """A text as it stands in a table."""
    return " ".join(text.split()).replace("|", "\\|")


def _contents(groups: Iterable[Group]) -> Iterator[str]:
    for group in groups:
        names = ", ".join(f"[{each.id}](#{each.id})" for each in group.operations)
        yield f"* [{group.name}](#operations-{group.name}): {names}"
    yield "* [Problems](#problems), [types](#types)\n"


def _operation(operation: Operation) -> Iterator[str]:
    asked = "" if operation.scopes is None else _scopes(operation.scopes)
    yield f"### {operation.id}\n"
    yield f"`{operation.method} {operation.path}`{asked}\n"
    yield f"{operation.title}. {' '.join(operation.words.split())}\n"
    yield from _fields(operation.parameters)
    for body in operation.bodies:
        yield from _body(body)
    for reply in operation.replies:
        kind = f" {_kind(reply.kind)}, `{reply.media}`" if reply.kind else ""
        yield f"Answer {reply.status}: {' '.join(reply.words.split())}{kind}\n"
    if operation.problems:
        yield f"[Problems](#problems): {', '.join(map(_problem, operation.problems))}\n"
    yield f"```sh\n{operation.samples.curl}\n```\n"
    if operation.samples.python:
        yield f"```python3\n{operation.samples.python}\n```\n"


def _problem(reply: Reply) -> str:
    return f"{reply.status} ({' '.join(reply.words.split())})" if reply.words else reply.status


def _scopes(scopes: Iterable[str]) -> str:
    names = " and ".join(f"`{each}`" for each in scopes)
    return f" · needs {names}" if names else " · needs a key"


def _body(body: Body) -> Iterator[str]:
    yield f"Body, `{body.media}`: {_kind(body.kind)}\n"
    yield from _fields(body.fields)


def _type(each: Type) -> Iterator[str]:
    yield f"### {each.name} (type)\n"
    if each.words:
        yield " ".join(each.words.split()) + "\n"
    if each.fields:
        yield from _fields(each.fields)
    else:
        yield f"{_kind(each.kind)}\n"


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    rows = [_row(each) for each in fields]
    if rows:
        yield "\n".join(["| field | is | meaning |\n|---|---|---|", *rows]) + "\n"


def _row(field: Field) -> str:
    place = f" ({field.place})" if field.place else ""
    needed = ", required" if field.is_required else ""
    default = f", `{field.default}` unless said" if field.default else ""
    return f"| `{field.name}`{place} | {_kind(field.kind)}{needed}{default} | {cell(field.words)} |"


def _kind(pieces: Iterable[Piece]) -> str:
    return "".join(_piece(each) for each in pieces)


def _piece(piece: Piece) -> str:
    return (
        f"[{piece.words}](#{piece.type.lower()}-type)"
        if piece.type
        else piece.words.replace("|", "\\|")
    )
