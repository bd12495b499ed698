"""`/docs`: the reference of the HTTP API as one page, made once by each process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from fastapi import FastAPI, Request
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dashboard.headers import HEADERS
from api.dashboard.languages import DEFAULT
from api.dashboard.rendering import environment
from api.reference.operations import read_reference

PLACE = "/docs"
OTHER_PLACE = "/redoc"
"""Where people look for it too."""
_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class _Page:
    content: bytes
    etag: str


class ReferencePage:
    """The page of an application's operations, which is made when somebody first asks for it."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._making = Lock()
        self._made: _Page | None = None

    def answer(self, request: Request) -> Response:
        """The page; 304 for a browser that has it."""
        page = self._page()
        headers = {**HEADERS, "ETag": page.etag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == page.etag:
            return Response(status_code=304, headers=headers)
        return HTMLResponse(page.content, headers=headers)

    def _page(self) -> _Page:
        with self._making:
            if self._made is None:
                content = _rendered(self._app).encode()
                self._made = _Page(content, f'"{sha256(content).hexdigest()[:32]}"')
        return self._made


def add_reference(app: FastAPI) -> None:
    """Have an application answer `/docs`; `/redoc` leads there. It comes after all operations."""
    page = ReferencePage(app)

    # Not `async`: what is made takes a moment.
    def reference(request: Request) -> Response:
        return page.answer(request)

    async def elsewhere() -> Response:
        return RedirectResponse(PLACE, 308)

    app.add_api_route(PLACE, reference, methods=["GET"], include_in_schema=False)
    app.add_api_route(OTHER_PLACE, elsewhere, methods=["GET"], include_in_schema=False)


def _rendered(app: FastAPI) -> str:
    # What it says is in English alone.
    template = environment(DEFAULT).get_template("reference.html.jinja")
    return template.render(reference=read_reference(app.openapi()), told=told, plain=plain)


def told(words: str) -> Markup:
    """Words of the OpenAPI document: paragraphs, and code between backticks."""
    paragraphs = [" ".join(each.split()) for each in words.split("\n\n") if each.strip()]
    return Markup("").join(Markup("<p>{}</p>").format(plain(each)) for each in paragraphs)


def plain(words: str) -> Markup:
    """The same within a line."""
    # Whatever is said is escaped before the marks are put around it.
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(words))))  # noqa: S704
