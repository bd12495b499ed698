"""What each kind of resource asks of whoever reads, changes or deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.access.needs import needs
from api.access.principals import Scope
from api.resources.kinds import Resource

_OF_NOBODY = frozenset({"skills", "activities", "groups", "journeys"})
"""Tables whose rows are about no member."""


def reading(resource: Resource) -> Sequence[Any]:
    """Rows about members tell of hidden ones too, and who blocked whom: for whoever keeps them."""
    return [needs(Scope.READ if resource.table in _OF_NOBODY else Scope.WRITE)]


def writing() -> Sequence[Any]:
    """Whoever may write creates, replaces and changes rows of every kind."""
    return [needs(Scope.WRITE)]


def deleting(resource: Resource) -> Sequence[Any]:
    """To delete a member is to forget them, which nothing brings back."""
    return [needs(Scope.ADMIN if resource.table == "members" else Scope.WRITE)]
