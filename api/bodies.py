"""Bodies of requests: refused when they are too large or are not strict JSON, before any route.

The dashboard's own forms are the exception: its routes read them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.dashboard.addresses import ROOT
from api.errors import ProblemResponse
from api.imports.bringing import FORMATS
from api.imports.paths import IMPORTS_PATH
from api.problems.locating import BODY_READ
from api.problems.statuses import http_problem, problem_of
from api.resources.bulk import BULK_PATH, NDJSON, BodyTooLarge
from graph.errors import InvalidRequest
from matcher.json_text import read_json

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
MERGE_PATCH = "application/merge-patch+json"
"""What a PATCH may also call its body (RFC 7396)."""
_LARGE: Mapping[str, Collection[str]] = {
    BULK_PATH: (NDJSON,),
    IMPORTS_PATH: FORMATS,
    f"{ROOT}/data/files": (FORMS[1],),
}
"""Paths whose routes read bodies of some types piece by piece."""
MAX_BODY_BYTES = 1_000_000
"""Bytes that the body of one request may have."""
MAX_BULK_BYTES = 64_000_000
"""Bytes that lines of rows may have together, unless the settings say otherwise."""
_CLOSING = {"Connection": "close"}  # where the body is not read


class BodyGuard:
    """Middleware that hands on whole bodies of at most `limit` bytes that are JSON or empty.

    The size is checked by what the request announces and by what really arrives. Every body but
    the dashboard's forms is JSON, so it is checked once for all routes: NaN, infinite numbers,
    half characters, bottomless nesting and fields said twice end with status 400 and the name of
    the field. So does a path or a query that is not UTF-8.
    """

    def __init__(
        self, app: ASGIApp, limit: int = MAX_BODY_BYTES, bulk_limit: int = MAX_BULK_BYTES
    ) -> None:
        self._app = app
        self._limit = limit
        self._bulk_limit = bulk_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        unreadable = _unreadable(scope)
        if unreadable is not None:
            await unreadable(scope, receive, send)
            return
        if _is_large(scope):
            if announced(scope) <= self._bulk_limit:
                # Its route reads the body piece by piece.
                await self._app(scope, _limited(receive, self._bulk_limit), send)
            else:
                await _too_large(self._bulk_limit)(scope, receive, send)
            return
        body, refusal = await self._read(scope, receive)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif body is not None:
            await self._app(scope, _replay(body, receive), send)

    async def _read(
        self, scope: Scope, receive: Receive
    ) -> tuple[bytes | None, ProblemResponse | None]:
        """The body, or why it is refused; neither when the client has gone."""
        if announced(scope) > self._limit:
            return None, _too_large(self._limit)
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return None, None
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self._limit:
                return None, _too_large(self._limit)
        return bytes(body), _check(scope, bytes(body)) if body else None


def _unreadable(scope: Scope) -> ProblemResponse | None:
    """Why an address is refused: servers put a mark in place of what is not UTF-8, and so two
    addresses would name the same.
    """
    for what, said in (("path", scope.get("raw_path") or b""), ("query", scope["query_string"])):
        if b"%" in said:
            try:
                unquote_to_bytes(said).decode()
            except UnicodeDecodeError:
                return ProblemResponse(
                    problem_of(InvalidRequest(what, "is not UTF-8"), 400), _CLOSING
                )
    return None


def _too_large(limit: int) -> ProblemResponse:
    # The rest of the body is not read, so the connection cannot be used again.
    return ProblemResponse(problem_of(BodyTooLarge(limit)), _CLOSING)


def _limited(receive: Receive, limit: int) -> Receive:
    """A `receive` that raises BodyTooLarge once more comes than the limit, in bytes."""
    length = 0

    async def received() -> Message:
        nonlocal length
        message = await receive()
        length += len(message.get("body", b""))
        if length > limit:
            raise BodyTooLarge(limit)
        return message

    return received


def announced(scope: Scope) -> int:
    """How many bytes a request says that its body has; more than any, where it says nonsense."""
    value = Headers(scope=scope).get("content-length", "0")
    return int(value) if value.isdecimal() and len(value) < 20 else 1 << 62


def _kind(scope: Scope) -> str:
    return Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()


def _is_large(scope: Scope) -> bool:
    """Whether it brings many rows, line by line, or a file to import."""
    return scope["method"] == "POST" and _kind(scope) in _LARGE.get(scope["path"], ())


def _is_form(scope: Scope) -> bool:
    """Whether it is a form of the dashboard's."""
    return str(scope["path"]).startswith(f"{ROOT}/") and _kind(scope) in FORMS


def _is_json(scope: Scope) -> bool:
    kind = _kind(scope)
    return kind == "application/json" or (kind == MERGE_PATCH and scope["method"] == "PATCH")


def _check(scope: Scope, body: bytes) -> ProblemResponse | None:
    """Put the value of the body into the scope, or say why it is refused."""
    if _is_form(scope):
        return None
    if not _is_json(scope):
        return ProblemResponse(http_problem(415, "the body must be application/json"))
    try:
        scope[BODY_READ] = read_json(body)
    except InvalidRequest as error:
        return ProblemResponse(problem_of(error, 400))
    return None


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that hands out the body once, and then whatever really comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
