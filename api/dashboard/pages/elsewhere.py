"""Signing in at an organisation's own provider, and coming back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.access.cookies import cookie_in, give_cookie
from api.access.elsewhere import PATIENCE, Elsewhere, Wanted
from api.access.openid import ProviderFailed
from api.access.refusals import WrongPassword
from api.access.serving import serving_of
from api.dashboard.addresses import SIGN_IN, is_inside, to
from api.dashboard.pages.signing_in import asked, end_session, note, only_community
from api.dashboard.visits import AnyLook
from graph.errors import VersionConflict

router = APIRouter(prefix=f"/{SIGN_IN}")

_SEE_OTHER = 303
_COOKIE = "kinpath_sign_in"
"""What a browser brings back that it left with."""


@router.get("/elsewhere")
async def go(
    look: AnyLook, back: str = "", community: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """Lead to the provider."""
    door, request = _door(look.request), look.request
    chosen = community or await run_in_threadpool(only_community, serving_of(request))
    wanted = Wanted(chosen, back if is_inside(back) else to("today"), _redirect(request))
    try:
        address, state = await run_in_threadpool(door.begin, wanted)
    except ProviderFailed as error:
        return await asked(look, back, community, "", error)
    answer = RedirectResponse(address, _SEE_OTHER)
    # The provider leads back from its own site, so `Strict` would keep it from coming along.
    answer.set_cookie(
        _COOKIE, state, max_age=int(PATIENCE), path=to(SIGN_IN), httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


@router.get("/back")
async def come_back(
    look: AnyLook,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
) -> Response:
    """Begin a session for whoever the provider vouches for, if they have an account."""
    door, request = _door(look.request), look.request
    brought = cookie_in(request.headers.get("cookie", "").encode("latin-1"), _COOKIE)
    try:
        done = await run_in_threadpool(door.finish, state, brought, code)
    except (ProviderFailed, WrongPassword, VersionConflict) as error:
        return await asked(look, "", "", "", error)
    await end_session(request)
    account = done.account
    await run_in_threadpool(note, request, account.community, account.name, "sign_in", 200)
    answer = RedirectResponse(done.wanted.back, _SEE_OTHER)
    answer.delete_cookie(_COOKIE, path=to(SIGN_IN))
    give_cookie(answer, request.scope, done.token)
    return answer


def _door(request: Request) -> Elsewhere:
    """Raises HTTPException: there is no provider."""
    door = serving_of(request).elsewhere
    if door is None:
        raise HTTPException(404)
    return door


def _redirect(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{to(SIGN_IN)}/back"
