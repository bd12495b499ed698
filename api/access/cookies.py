"""The cookie that tells whose session it is."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import Scope as RequestScope

from api.access.sessions import LONGEST

_NAME = "kinpath_session"
_BOUND = "__Host-"
"""Browsers take a cookie of that name only from the host itself, and only by https."""


def cookie_name(request: RequestScope) -> str:
    """The name of the cookie: another one by https, where it can be bound to the host."""
    return _BOUND + _NAME if _is_safe(request) else _NAME


def give_cookie(answer: Response, request: RequestScope, token: str) -> None:
    """Have the browser keep the token of a session, out of reach of scripts and other sites."""
    answer.set_cookie(
        cookie_name(request), token, max_age=int(LONGEST), path="/", httponly=True,
        samesite="lax", secure=_is_safe(request),
    )  # fmt: skip


def take_cookie(answer: Response, request: RequestScope) -> None:
    """Have the browser forget it."""
    answer.delete_cookie(
        cookie_name(request), path="/", httponly=True, samesite="lax", secure=_is_safe(request)
    )


def cookie_in(header: bytes, name: str) -> bytes:
    """The value of a cookie in the header; empty if it is not there."""
    sought = name.encode()
    for part in header.split(b";"):
        found, _, value = part.strip().partition(b"=")
        if found == sought:
            return value.strip(b'"')
    return b""


def _is_safe(request: RequestScope) -> bool:
    # Behind a proxy uvicorn has set it by X-Forwarded-Proto, if it trusts that proxy.
    return str(request.get("scheme")) == "https"
