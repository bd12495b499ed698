"""The first to see a request: finds out who asks, and refuses before anything is read."""

from __future__ import annotations

import asyncio
import hmac
from concurrent.futures import ThreadPoolExecutor

from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as RequestScope

from api.access.doorkeeper import Caller, Doorkeeper
from api.access.limits import Bucket
from api.access.principals import PRINCIPAL, Principal
from api.access.refusals import NotAllowed, NotSignedIn, TooManyRequests
from api.access.requests import (
    Claim,
    Shown,
    changes_something,
    claim_in,
    is_from_here,
    is_of_another_site,
    shown_by,
)
from api.errors import kinpath_problem
from api.observability.answered import COMMUNITY
from api.problems.catalogue import PREFIX
from graph.errors import KinpathError

PUBLIC = frozenset({"/health", "/ready", "/openapi.json", "/docs", "/redoc"})
"""Paths that anybody may ask for."""
OWN_WAY = frozenset({"/", "/dashboard", "/metrics", "/v1/sources/discourse/webhook"})
"""Paths whose routes decide themselves what to tell somebody who is not known."""
PAGES = "/dashboard"
"""Where pages are; they lead whoever is not known to the one where people sign in."""
THREADS = 4
"""Tokens that are looked up at the same time."""


def is_public(path: str) -> bool:
    """Whether anybody may ask for it; what problems mean is said to all who have one."""
    return path in PUBLIC or path.startswith(PREFIX)


class AccessGuard:
    """Middleware that puts who asks into the scope of each request.

    Nobody passes who is not known, except to public paths and to the pages, whose routes ask
    themselves. Whatever is wrong with a key, the answer is the same.
    """

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper) -> None:
        self._app = app
        self._doorkeeper = doorkeeper
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="access")
        self._under_way: dict[Claim | None, asyncio.Future[Caller]] = {}

    async def __call__(self, scope: RequestScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_public(scope["path"]):
            await self._app(scope, receive, send)
            return
        shown = shown_by(scope)
        try:
            caller = await self._caller(claim_in(scope, shown))
            _admit(scope, shown, caller)
        except KinpathError as error:
            # What the request may bring along is not read, so the connection ends with it.
            await kinpath_problem(error, _CLOSING)(scope, receive, send)
            return
        scope[PRINCIPAL] = principal = caller.principal
        scope[COMMUNITY] = None if principal is None else principal.community
        bucket = caller.bucket
        await self._app(scope, receive, send if bucket is None else _telling(bucket, send))

    async def _caller(self, claim: Claim | None) -> Caller:
        caller = self._doorkeeper.at_hand(claim)
        return caller if caller is not None else await self._looked_up(claim)

    async def _looked_up(self, claim: Claim | None) -> Caller:
        """Looked up by a thread, once for all requests that wait for the same."""
        under_way = self._under_way.get(claim)
        if under_way is None:
            loop, look_up = asyncio.get_running_loop(), self._doorkeeper.look_up
            under_way = loop.run_in_executor(self._threads, look_up, claim)
            self._under_way[claim] = under_way
            under_way.add_done_callback(lambda _: self._under_way.pop(claim, None))
        return await asyncio.shield(under_way)


_CLOSING = {"Connection": "close"}


def _admit(scope: RequestScope, shown: Shown, caller: Caller) -> None:
    """Raises NotSignedIn, NotAllowed or TooManyRequests."""
    principal = caller.principal
    if principal is None:
        if scope["path"] in OWN_WAY or scope["path"].startswith(f"{PAGES}/"):
            return
        raise NotSignedIn
    if principal.way == "open" and not is_from_here(scope, shown):
        raise NotAllowed(
            "as long as there is no key and no account, only this machine is answered, and only "
            "under its own names (localhost, 127.0.0.1); `kinpath keys create` makes a key, "
            "`kinpath accounts add` an account"
        )
    if principal.way != "key" and changes_something(scope):
        _check_page(scope, shown, principal)
    if caller.bucket is not None and not caller.bucket.take():
        raise TooManyRequests(caller.bucket.wait)


def _check_page(scope: RequestScope, shown: Shown, principal: Principal) -> None:
    """Whoever a browser sends by itself might be sent by any page. Raises NotAllowed."""
    if is_of_another_site(shown):
        raise NotAllowed("a page of another site cannot change anything here")
    # Forms of the dashboard send it as a field, which `api.dashboard.origins` looks at.
    is_form = not shown.csrf and scope["path"].startswith(f"{PAGES}/")
    if principal.csrf and not is_form and not is_token(principal, shown.csrf):
        raise NotAllowed(
            "a change that is made in a session needs the header `X-CSRF-Token`, which pages of "
            "the dashboard know; programs show a key instead"
        )


def is_token(principal: Principal, said: bytes) -> bool:
    """Whether it is what the pages of a session send along."""
    return hmac.compare_digest(principal.csrf.encode(), said)


def _telling(bucket: Bucket, send: Send) -> Send:
    """A `send` that also tells how many requests are left."""

    async def told(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                *message["headers"],
                (b"ratelimit-policy", bucket.policy),
                (b"ratelimit", bucket.state),
            ]
        await send(message)

    return told
