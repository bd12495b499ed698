"""What an operation asks of whoever calls it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import Request, Security
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from api.access.principals import PRINCIPAL, Principal, Scope
from api.access.refusals import NotSignedIn, ScopeMissing

AUDITED = "kinpath.audited"
"""Where the scope of a request holds that it has to be written down (`api.audit`)."""
_CHANGING = frozenset({Scope.WRITE, Scope.SENSITIVE, Scope.ADMIN, Scope.ACCESS})
"""Whoever needs none of these only asks, by whatever method."""
_SAFE = ("GET", "HEAD", "OPTIONS")


class Needs(SecurityBase):
    """Lets those pass who have all of some scopes, and hands on who they are."""

    def __init__(self, *scopes: Scope) -> None:
        self.scopes = scopes
        self.scheme_name = "key"
        self.model = HTTPBearer(description="An API key: `Authorization: Bearer kp_…`.")

    async def __call__(self, request: Request) -> Principal:
        """Who asks; not `def`, which would be run in a thread."""
        return require(request, self.scopes)


def needs(*scopes: Scope) -> Any:
    """The dependency of a route, or of all routes of a router, that needs these scopes."""
    return Security(Needs(*scopes), scopes=[scope.value for scope in scopes])


def require(request: Request, scopes: Iterable[Scope]) -> Principal:
    """Who asks, if they have all of some scopes; by itself for what only a request's body tells.

    A change, and a look at what is sensitive, is written down with what becomes of it.

    Raises:
        NotSignedIn: nobody knows who asks.
        ScopeMissing: which names those that are missing.
    """
    principal, needed = principal_of(request), frozenset(scopes)
    if Scope.SENSITIVE in needed or (needed & _CHANGING and request.method not in _SAFE):
        request.scope[AUDITED] = True
    missing = principal.lacks(sorted(needed))
    if missing:
        raise ScopeMissing(missing)
    return principal


def principal_of(request: Request) -> Principal:
    """Who asks, as `AccessGuard` found out.

    Raises:
        NotSignedIn: nobody knows.
    """
    principal: Principal | None = request.scope.get(PRINCIPAL)
    if principal is None:
        raise NotSignedIn
    return principal
