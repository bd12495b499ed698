"""What an operation asks of whoever calls it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import Request, Security
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from api.access.principals import PRINCIPAL, Principal, Scope
from api.access.refusals import NotSignedIn, ScopeMissing


class Needs(SecurityBase):
    """Lets those pass who have all of some scopes, and hands on who they are."""

    def __init__(self, *scopes: Scope) -> None:
        self.scopes = scopes
        self.scheme_name = "key"
        self.model = HTTPBearer(description="An API key: `Authorization: Bearer kp_…`.")

    async def __call__(self, request: Request) -> Principal:
        """Who asks; not `def`, which would be run in a thread."""
        principal = principal_of(request)
        require(principal, self.scopes)
        return principal


def needs(*scopes: Scope) -> Any:
    """The dependency of a route, or of all routes of a router, that needs these scopes."""
    return Security(Needs(*scopes), scopes=[scope.value for scope in scopes])


def require(principal: Principal, scopes: Iterable[Scope]) -> None:
    """Refuse whoever lacks any of some scopes; for what only a request's body tells.

    Raises:
        ScopeMissing: which names those that are missing.
    """
    missing = principal.lacks(scopes)
    if missing:
        raise ScopeMissing(missing)


def principal_of(request: Request) -> Principal:
    """Who asks, as `AccessGuard` found out.

    Raises:
        NotSignedIn: nobody knows.
    """
    principal: Principal | None = request.scope.get(PRINCIPAL)
    if principal is None:
        raise NotSignedIn
    return principal
