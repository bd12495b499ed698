"""Puts the dashboard into the application."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from starlette.responses import RedirectResponse, Response

from api.dashboard.addresses import ROOT, to
from api.dashboard.error_pages import add_error_pages
from api.dashboard.headers import SafeHeaders
from api.dashboard.origins import same_origin
from api.dashboard.pages import (
    ask,
    community_map,
    data,
    elsewhere,
    exports,
    figure,
    member,
    members,
    preferences,
    reports,
    signing_in,
    thing,
    today,
    what_if,
)
from api.dashboard.static_files import send_static

PAGES = (
    today, members, member, thing, figure, ask, community_map, reports, what_if, data,
    exports,
    preferences, signing_in, elsewhere,
)  # fmt: skip


def add_dashboard(app: FastAPI) -> None:
    """Have the application answer below `/dashboard/` too; `/` leads there."""
    dashboard = FastAPI(
        openapi_url=None, redirect_slashes=False, dependencies=[Depends(same_origin)]
    )
    dashboard.state = app.state
    for page in PAGES:
        dashboard.include_router(page.router)
    dashboard.add_api_route("/static/{name}", _send_static, methods=["GET"])
    dashboard.add_api_route("/", _start, methods=["GET"])
    add_error_pages(dashboard)
    dashboard.add_middleware(SafeHeaders)
    for path in ("/", ROOT):
        app.add_api_route(path, _start, methods=["GET"], include_in_schema=False)
    app.mount(ROOT, dashboard)


async def _start() -> Response:
    return RedirectResponse(to("today"))


async def _send_static(name: str) -> Response:
    return send_static(name)
