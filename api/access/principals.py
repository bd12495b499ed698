"""Who asks: the community that is theirs, and what they may do there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

PRINCIPAL = "kinpath.principal"
"""Where the scope of a request holds the `Principal` who asks."""

Way = Literal["open", "key", "account"]


class Scope(StrEnum):
    """What somebody may do; each operation asks for one or more of them."""

    READ = "read"
    """Members and things, recommendations and their explanations."""
    WRITE = "write"
    """Tell what happened and what was said of it; change members and things."""
    INSIGHT = "insight"
    """Figures of the community: alignment, health, outcomes, the worklist."""
    SENSITIVE = "sensitive"
    """What tells a single member's private facts: what they said, evidence of their reputation."""
    ADMIN = "admin"
    """The audit log, weights, forgetting."""
    ACCESS = "access"
    """Keys and accounts."""


class Role(StrEnum):
    """What keys and accounts are made for: a name for some scopes."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"
    APP = "app"


SCOPES: Mapping[Role, frozenset[Scope]] = {
    Role.OWNER: frozenset(Scope),
    Role.MANAGER: frozenset(Scope) - {Scope.ACCESS},
    Role.VIEWER: frozenset({Scope.READ, Scope.INSIGHT}),
    Role.APP: frozenset({Scope.READ, Scope.WRITE}),
}
"""What each role may do."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks.

    Attributes:
        community: the one community that they reach.
        role: what their key or account was made for.
        scopes: what they may do.
        way: how they are known; `open` is whoever is at a machine where nobody is asked.
        id: the id of their key, or the name of their account; empty where nobody is asked.
        name: how people call the key or account.
        csrf: what a page has to send along with each change; empty unless a cookie told who asks.
    """

    community: str
    role: Role
    scopes: frozenset[Scope]
    way: Way
    id: str = ""
    name: str = ""
    csrf: str = ""

    @property
    def who(self) -> str:
        """Who it is, as logs name them: `key:3f9a…`, `account:ada`, `open`."""
        return f"{self.way}:{self.id}" if self.id else self.way

    def lacks(self, needed: Iterable[Scope]) -> list[Scope]:
        """What they would need as well."""
        return [scope for scope in needed if scope not in self.scopes]


def anybody(community: str) -> Principal:
    """Whoever is at this machine while nobody is asked who they are."""
    return Principal(community, Role.OWNER, SCOPES[Role.OWNER], "open")
