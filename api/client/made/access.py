"""Made by `make client`: the operations on access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.client.calls import Calls
from api.client.told import Told


class AuditEntryTold(Told):
    """Something that was done."""

    at: str
    """When it was answered."""
    who: str
    """`account:` and a name, `key:` and an id, or `open`."""
    name: str
    """What people call the key or account."""
    operation: str
    """Id of the operation, or method and path of a page."""
    ids: dict[str, str | tuple[str, ...]]
    """What it was about; hashes where it failed, or what it was about is gone."""
    status: int
    """Of the answer."""
    request: str
    """Id of the request."""


class AuditList(Told):
    """A page of the log."""

    items: tuple[AuditEntryTold, ...]
    """The latest first."""
    next: str | None
    """The cursor of the next page; null on the last."""


class CommunityList(Told):
    """The communities that whoever asks can reach."""

    items: tuple[CommunityTold, ...]


class CommunityTold(Told):
    """A community: what it says of itself, and how much there is."""

    id: str
    """By which it was loaded."""
    revision: int
    """One more with each change."""
    record: dict[str, Any] | None
    """The row of its `community` table; null where none was loaded."""
    entities: dict[str, int]
    """How many of each kind."""
    relationships: int
    """How many join them."""


class AccessOperations(Calls):
    """The operations on access, one method each."""

    def list_communities(self) -> CommunityList:
        """The community that a key or account reaches.

        Always one: a key or an account is made for it.
        """
        return self.call("GET", "/v1/communities", "CommunityList")

    def read_community(self, community: str) -> CommunityTold:
        """One community.

        Others are answered as those that do not exist, and looked up no more than those.
        """
        return self.call("GET", f"/v1/communities/{self.part(community)}", "CommunityTold")

    def audit_log(
        self,
        *,
        principal: str | None = None,
        operation: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> AuditList:
        """Who changed what, and saw what is sensitive.

        The latest first. Where few entries fit, a page may hold fewer than its limit.
        """
        return self.call(
            "GET",
            "/v1/audit",
            "AuditList",
            query={
                "principal": principal,
                "operation": operation,
                "since": since,
                "until": until,
                "limit": limit,
                "cursor": cursor,
            },
        )

    def every_audit_log(
        self,
        *,
        principal: str | None = None,
        operation: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int | None = None,
    ) -> Iterator[AuditEntryTold]:
        """Who changed what, and saw what is sensitive: all, page by page as they are used."""
        return self.pages(
            lambda cursor: self.audit_log(
                principal=principal,
                operation=operation,
                since=since,
                until=until,
                limit=limit,
                cursor=cursor,
            )
        )
