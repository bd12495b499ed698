"""Changes are only taken from the dashboard's own pages, not from forms on other sites."""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

_SAFE = ("GET", "HEAD", "OPTIONS")


def same_origin(request: Request) -> None:
    """Refuse a change that a page of another site asks for; browsers say whose page it is.

    Where nobody has to sign in there is no secret that a foreign form would lack.
    """
    if request.method in _SAFE:
        return
    fetched_by = request.headers.get("sec-fetch-site")
    if fetched_by is not None:
        is_own = fetched_by in ("same-origin", "none")
    else:
        origin = request.headers.get("origin")
        is_own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not is_own:
        raise HTTPException(403)
