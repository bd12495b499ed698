"""What a request says of who sent it, before anybody believes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from starlette.types import Scope as RequestScope

from api.access.cookies import cookie_in, cookie_name
from api.access.opening import is_loopback
from api.access.tokens import digest_of

_BEARER = b"bearer "
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BY_PROXY = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})


class Claim(NamedTuple):
    """Who somebody says that they are: the digest of the token that they show, and which kind."""

    way: Literal["key", "account"]
    digest: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The headers that tell who asks and from where; each as it came, or empty."""

    authorization: bytes = b""
    cookie: bytes = b""
    host: bytes = b""
    origin: bytes = b""
    site: bytes = b""
    csrf: bytes = b""
    is_by_proxy: bool = False

    @property
    def bearer(self) -> bytes:
        """The token in `Authorization: Bearer …`; empty if there is none."""
        kind, token = self.authorization[:7], self.authorization[7:]
        return token.strip() if kind.lower() == _BEARER else b""


_FIELDS = {
    b"authorization": "authorization",
    b"cookie": "cookie",
    b"host": "host",
    b"origin": "origin",
    b"sec-fetch-site": "site",
    b"x-csrf-token": "csrf",
}


def shown_by(request: RequestScope) -> Shown:
    """What a request shows; of what it says twice nothing, since readers differ on which counts."""
    found: dict[str, bytes] = {}
    is_by_proxy = False
    for name, value in request["headers"]:
        if name in _FIELDS:
            field = _FIELDS[name]
            found[field] = b"" if field in found else value
        elif name in _BY_PROXY:
            is_by_proxy = True
    return Shown(**found, is_by_proxy=is_by_proxy)


def claim_in(request: RequestScope, shown: Shown) -> Claim | None:
    """Who a request says that it is from; a key counts before a cookie."""
    if shown.authorization:
        return Claim("key", digest_of(shown.bearer))
    token = cookie_in(shown.cookie, cookie_name(request)) if shown.cookie else b""
    return Claim("account", digest_of(token)) if token else None


def is_from_here(request: RequestScope, shown: Shown) -> bool:
    """Whether somebody at this machine asks for it under a name that only this machine has.

    A page of another host, whose name was made to lead to this machine, still sends its own.
    """
    client = request.get("client")
    from_here = client is None or is_loopback(str(client[0]))
    return from_here and not shown.is_by_proxy and is_loopback(_name_in(shown.host))


def changes_something(request: RequestScope) -> bool:
    """Whether its method says that it may."""
    return request["method"] not in _SAFE


def is_of_another_site(shown: Shown) -> bool:
    """Whether a browser says that a page of another place made the request."""
    if shown.site:
        return shown.site not in (b"same-origin", b"none")
    return (
        bool(shown.origin)
        and urlsplit(shown.origin.decode("latin-1")).netloc.encode("latin-1") != shown.host
    )


def _name_in(host: bytes) -> str:
    """`[::1]:8000` is `::1`."""
    text = host.decode("latin-1").lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]
