"""Every request gets its id, and is told of once when it has been answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observability.answered import (
    COMMUNITY,
    GOALS,
    GONE,
    OPERATION,
    PRESENT,
    PROBLEM,
    REQUEST_ID,
    UNKNOWN,
    Answered,
)
from api.observability.request_ids import HEADER, request_id_of

Operations = Mapping[tuple[str, str], str]
"""Ids of operations by method and template of their path."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Observed:
    """Middleware around all others: gives each request its id, and tells of it when it is over.

    Args:
        app: what answers.
        operations: called when the first request is over.
        listeners: each is told of every request.
    """

    def __init__(
        self,
        app: ASGIApp,
        operations: Callable[[], Operations],
        listeners: Iterable[Callable[[Answered], None]],
    ) -> None:
        self._app = app
        self._operations = operations
        self._listeners = tuple(listeners)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = scope[REQUEST_ID] = request_id_of(scope)
        PRESENT.set(request_id)  # for the task of this request, which ends with it
        mark = (HEADER.encode(), request_id.encode())
        status, began = GONE, perf_counter()

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), mark]}
            await send(message)

        try:
            await self._app(scope, receive, marked)
        except Exception:
            status = 500
            raise
        finally:
            self._tell(scope, status, perf_counter() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        route = template_of(scope)
        named = scope.get(OPERATION) or self._operations().get((method, route or ""))
        answered = Answered(
            request_id=scope[REQUEST_ID],
            method=method,
            operation=named or route or UNKNOWN,
            route=route,
            status=status,
            seconds=seconds,
            community=scope.get(COMMUNITY),
            problem=scope.get(PROBLEM),
            goals=tuple(scope.get(GOALS, ())),
        )
        for listener in self._listeners:
            listener(answered)


def template_of(scope: Scope) -> str | None:
    """The template of the path as OpenAPI has it: what stands between braces stays unsaid."""
    path = getattr(scope.get("route"), "path", None)
    return path.replace(":path}", "}") if isinstance(path, str) else None


def operations_in(document: Mapping[str, object]) -> Operations:
    """The operations of an OpenAPI document."""
    paths = document["paths"]
    assert isinstance(paths, Mapping)
    return {
        (method.upper(), path): operation["operationId"]
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
