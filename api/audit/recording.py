"""Middleware that writes down what was changed, and who looked at what is sensitive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from itertools import islice
from urllib.parse import parse_qsl, unquote

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.engines import Engines
from api.access.needs import AUDITED
from api.access.principals import PRINCIPAL, Principal
from api.audit.entries import AuditEntry, Ids, append, present
from api.errors import kinpath_problem
from api.observability.answered import REQUEST_ID
from api.observability.observed import Operations, template_of
from graph.errors import KinpathError
from graph.schema import EntityKind

ABOUT = "kinpath.about"
"""Where the scope of a request holds the ids that only its body names."""
COUNTED = "kinpath.counted"
"""Where the scope of a request holds how many of each kind it was about."""
MOST_IDS = 20
"""Ids of one kind that an entry names."""
_KINDS = frozenset(EntityKind)
_PLAIN = frozenset({"account", "entry", "job", "version", "webhook"})
"""Parts of paths that we made up ourselves, and accounts, which stand in entries anyway."""
_QUERY = {"id": "id", "about": "about"}
"""Fields of addresses that name somebody or something."""
_FORGETTING = frozenset({"delete_member", "erase_member"})
"""Operations whose member must not be named afterwards."""
_HASH_LETTERS = 16


def about(scope: Scope, **ids: str | list[str]) -> None:
    """Name what a request is about where its address does not."""
    scope[ABOUT] = {**scope.get(ABOUT, {}), **ids}


def counted(scope: Scope, counts: Mapping[str, int], **ids: Collection[str]) -> None:
    """Say how many of each kind a request is about, and name the first of them."""
    scope[COUNTED] = dict(counts)
    about(scope, **{name: list(islice(each, MOST_IDS)) for name, each in ids.items()})


class Recording:
    """Appends an entry for each request that its route marks (`Needs`), before it is answered.

    What cannot be written down is not answered, so that nobody sees what no log tells of. Plain
    reads pass as they are.
    """

    def __init__(
        self, app: ASGIApp, engines: Engines, operations: Callable[[], Operations], days: int
    ) -> None:
        self._app = app
        self._engines = engines
        self._operations = operations
        self._days = days

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_refused = False

        async def recorded(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and AUDITED in scope:
                try:
                    await run_in_threadpool(self._record, scope, message)
                except KinpathError as error:
                    is_refused = True
                    await kinpath_problem(error)(scope, receive, send)
            if not is_refused:
                await send(message)

        await self._app(scope, receive, recorded)

    def _record(self, scope: Scope, message: Message) -> None:
        principal: Principal = scope[PRINCIPAL]
        operation, status = self._operation(scope), message["status"]
        ids = _ids(scope, message, is_gone=status >= 400 or operation in _FORGETTING)
        entry = AuditEntry(
            present(), principal.who, principal.name, operation, ids, status,
            str(scope.get(REQUEST_ID, "")), {} if status >= 400 else scope.get(COUNTED, {}),
        )  # fmt: skip
        with self._engines.lent(principal.community) as engine:
            append(engine.documents, entry, self._days)

    def _operation(self, scope: Scope) -> str:
        """Its id in the OpenAPI document; of a page its method and the template of its path."""
        template, method = template_of(scope) or "", scope["method"]
        known = self._operations().get((method, template))
        inside = scope.get("root_path", "") if known is None else ""
        return known or f"{method} {inside}{template}"


def _ids(scope: Scope, message: Message, *, is_gone: bool) -> Ids:
    """What a request was about.

    An address may hold anything that somebody typed, and whoever was erased must not be named
    again: only ids of what is there stand for themselves, all others as hashes.
    """
    found: dict[str, str | list[str]] = {}
    for name, value in scope.get("path_params", {}).items():
        found[name] = _told(name, str(value), is_gone=is_gone)
    for name, value in parse_qsl(scope["query_string"].decode("latin-1")):
        if name in _QUERY:
            found[name] = _hashed(value) if is_gone or ":" not in value else value
    if not is_gone:
        found |= scope.get(ABOUT, {}) | _created(message)
    return found


def _told(name: str, value: str, *, is_gone: bool) -> str:
    if name in _PLAIN and not is_gone:
        return value
    if name not in _KINDS:
        return _hashed(value)  # ids of what happened are made of ids of members
    whole = value if value.startswith(f"{name}:") else f"{name}:{value}"
    return _hashed(whole) if is_gone else whole


def _created(message: Message) -> Ids:
    """What the answer says that was made: `/v1/members/ada` is `member:ada`."""
    for name, value in message.get("headers", ()):
        if name.lower() == b"location" and value.startswith(b"/v1/"):
            _, _, table, local = value.decode("latin-1").split("/", 3)
            kind = table if table in _KINDS else table.removesuffix("s")
            if kind in _KINDS:
                return {kind: f"{kind}:{unquote(local)}"}
            return {kind: unquote(local) if kind in _PLAIN else _hashed(unquote(local))}
    return {}


def _hashed(text: str) -> str:
    """Who knows the text can find it again, and nobody can read it."""
    return f"sha256:{hashlib.sha256(text.encode(errors='replace')).hexdigest()[:_HASH_LETTERS]}"
