"""What an operation asks of whoever calls it."""

from __future__ import annotations

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
        missing = principal.lacks(self.scopes)
        if missing:
            raise ScopeMissing(missing)
        return principal


def needs(*scopes: Scope) -> Any:
    """The dependency of a route, or of all routes of a router, that needs these scopes."""
    return Security(Needs(*scopes), scopes=[scope.value for scope in scopes])


def principal_of(request: Request) -> Principal:
    """Who asks, as `AccessGuard` found out.

    Raises:
        NotSignedIn: nobody knows.
    """
    principal: Principal | None = request.scope.get(PRINCIPAL)
    if principal is None:
        raise NotSignedIn
    return principal
