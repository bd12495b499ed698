"""Where requests with an `Idempotency-Key` come in, and their answers go out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from logging import getLogger
from tempfile import SpooledTemporaryFile
from time import monotonic
from typing import IO, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.engines import Engines
from api.access.principals import PRINCIPAL, Principal
from api.errors import kinpath_problem
from api.idempotency.keys import Fingerprint, key_in, place_of
from api.idempotency.ledger import LEASE, LONGEST, KeptAnswer, Mark, Requests
from api.resources.bulk import BodyTooLarge
from graph.errors import KinpathError, StoreError

QUESTIONS = frozenset({"/v1/recommendations", "/v1/why-not"})
"""Paths whose POST changes nothing: to ask them again is to ask them again."""
NOT_CARRIED_OUT = frozenset({401, 403, 429, 503, 504})
"""Answers after which the same request may be sent again with its key."""
REPLAYED = ("Idempotency-Replayed", "true")
"""The header of an answer that was given before."""
_OF_ONE_ANSWER = frozenset({b"date", b"connection", b"x-request-id", b"content-length"})
_IN_MEMORY = 1_000_000
_PURGE_EVERY = 3_600.0
_CLOSING = {"Connection": "close"}  # where the rest of the body is not read

_Found = TypeVar("_Found")


class IdempotentWrites:
    """Middleware that carries each request with a key out once, and tells its answer again.

    It stands behind `AccessGuard`, which knows who asks, and `BodyGuard`, which has refused what
    is no request at all; those refusals leave no trace. Whatever has no key passes untouched.

    Args:
        app: what carries requests out.
        engines: of the communities, whose documents hold what became of them.
        limit: bytes of a body.
    """

    def __init__(self, app: ASGIApp, engines: Engines, limit: int) -> None:
        self._app = app
        self._engines = engines
        self._limit = limit
        self._purged_at: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _may_write(scope):
            await self._app(scope, receive, send)
            return
        try:
            key = key_in(scope)
        except KinpathError as error:
            await kinpath_problem(error, _CLOSING, status=400)(scope, receive, send)
            return
        if key is None:
            await self._app(scope, receive, send)
            return
        with SpooledTemporaryFile(_IN_MEMORY) as body:
            await self._once(scope, _Incoming(receive, body, self._limit), send, key)

    async def _once(self, scope: Scope, incoming: _Incoming, send: Send, key: bytes) -> None:
        principal: Principal = scope[PRINCIPAL]
        fingerprint = Fingerprint(scope, key)
        try:
            if not await incoming.read(fingerprint):
                return
            place, text = place_of(principal, key), fingerprint.text
            found = await self._kept(principal.community, lambda kept: kept.begin(place, text))
        except KinpathError as error:
            closing = _CLOSING if isinstance(error, BodyTooLarge) else None
            await kinpath_problem(error, closing)(scope, incoming.replay, send)
            return
        if isinstance(found, KeptAnswer):
            await _response(found)(scope, incoming.replay, send)
            return
        await self._carried_out(scope, incoming, send, found)

    async def _carried_out(self, scope: Scope, incoming: _Incoming, send: Send, mark: Mark) -> None:
        community = scope[PRINCIPAL].community
        outgoing, over = _Outgoing(), asyncio.Event()
        beating = asyncio.create_task(self._beat(community, mark, over))
        try:
            await self._app(scope, incoming.replay, outgoing.take)
        finally:
            over.set()
            await beating
            with suppress(StoreError):  # then nobody knows what became of it, and is told so
                await self._kept(community, lambda kept: _settle(kept, mark, outgoing))
        for message in outgoing.messages:
            await send(message)

    async def _beat(self, community: str, mark: Mark, over: asyncio.Event) -> None:
        """While it is carried out, nobody shall think that it was cut off."""
        while not over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), LEASE / 3)
                return
            try:
                await self._kept(community, lambda kept: kept.renew(mark))
            except KinpathError as error:
                getLogger("kinpath.requests").warning("a key is not renewed: %s", type(error))

    async def _kept(self, community: str, do: Callable[[Requests], _Found]) -> _Found:
        def done() -> _Found:
            with self._engines.lent(community) as engine:
                requests = Requests(engine.documents)
                if monotonic() - self._purged_at.get(community, -_PURGE_EVERY) >= _PURGE_EVERY:
                    self._purged_at[community] = monotonic()
                    requests.purge()
                return do(requests)

        return await run_in_threadpool(done)


class _Incoming:
    """The body of a request, read before it is carried out, and then given to what does so."""

    def __init__(self, receive: Receive, body: IO[bytes], limit: int) -> None:
        self._receive = receive
        self._body = body
        self._limit = limit
        self._left = 0
        self._is_given = False

    async def read(self, fingerprint: Fingerprint) -> bool:
        """Whether all of it came. Raises BodyTooLarge."""
        more = True
        while more:
            message = await self._receive()
            if message["type"] != "http.request":
                return False
            part = message.get("body", b"")
            self._left += len(part)
            if self._left > self._limit:
                raise BodyTooLarge(self._limit)
            fingerprint.take(part)
            self._body.write(part)
            more = message.get("more_body", False)
        self._body.seek(0)
        return True

    async def replay(self) -> Message:
        """A `receive` that hands the body out, and then whatever really comes."""
        if self._is_given:
            return await self._receive()
        part = self._body.read(_IN_MEMORY)
        self._left -= len(part)
        self._is_given = self._left == 0
        return {"type": "http.request", "body": part, "more_body": not self._is_given}


class _Outgoing:
    """An answer that is held back until it is kept."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def take(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        """Of the answer."""
        return int(self.messages[0]["status"])

    @property
    def answer(self) -> KeptAnswer | None:
        """What is kept of it; None: it tells a secret, or is too long."""
        headers = [(name.lower(), value) for name, value in self.messages[0].get("headers", ())]
        body = b"".join(message.get("body", b"") for message in self.messages[1:])
        if (b"cache-control", b"no-store") in headers or len(body) > LONGEST:
            return None
        kept = [pair for pair in headers if pair[0] not in _OF_ONE_ANSWER]
        texts = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in kept)
        return KeptAnswer(self.status, texts, body.decode())


def _may_write(scope: Scope) -> bool:
    path = scope["path"]
    return (
        scope["method"] in ("POST", "PATCH")
        and path.startswith("/v1/")
        and path not in QUESTIONS
        and scope.get(PRINCIPAL) is not None
    )


def _settle(kept: Requests, mark: Mark, outgoing: _Outgoing) -> None:
    if not outgoing.messages:
        kept.cut_off(mark)
    elif outgoing.status in NOT_CARRIED_OUT:
        kept.release(mark)
    else:
        kept.finish(mark, outgoing.answer)


def _response(kept: KeptAnswer) -> Response:
    response = Response(kept.body, kept.status)
    response.raw_headers = [
        (name.encode("latin-1"), value.encode("latin-1"))
        for name, value in (*kept.headers, (REPLAYED[0].lower(), REPLAYED[1]))
    ]
    response.raw_headers.append((b"content-length", b"%d" % len(response.body)))
    return response
