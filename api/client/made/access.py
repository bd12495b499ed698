"""Made by `make client`: the operations on access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class AccountList(Told):
    """Every account of the community."""

    accounts: tuple[AccountTold, ...]


class AccountTold(Told):
    """An account, without what is kept of its password."""

    name: str
    """In the one form that stands for all ways of writing it."""
    community: str
    role: str
    enabled: bool
    """Whether anybody can sign in with it."""
    has_password: bool
    """false: they can only sign in elsewhere."""
    created: str
    password_changed: str | None


class AuditEntryTold(Told):
    """Something that was done."""

    at: str
    """When it was answered."""
    who: str
    """`account:` and a name, `key:` and an id, `open`, or `command-line`."""
    name: str
    """What people call the key or account."""
    operation: str
    """Id of the operation, or method and path of a page."""
    ids: dict[str, str | tuple[str, ...]]
    """What it was about; hashes where it failed, or what it was about is gone."""
    status: int
    """Of the answer."""
    request: str
    """Id of the request; empty for what a command did."""
    counts: dict[str, int]
    """How many of each kind it was about, where it was about many: `ids` then names the first 20.
    """


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

    def list_accounts(self) -> AccountList:
        """Every account of the community.

        By name, with what each may do; nothing tells of passwords but whether there is one.
        """
        return self.call("GET", "/v1/accounts", "AccountList")

    def create_account(
        self, *, name: str, role: str, password: str | None = NOT_SAID
    ) -> AccountTold:
        """Make an account.

        Nobody makes an account that may more than they may themselves.

        As long as nobody is asked who they are, the first account is made by `kinpath accounts
        add`: it closes the door to everybody else.
        """
        return self.call(
            "POST",
            "/v1/accounts",
            "AccountTold",
            body={"name": name, "role": role, "password": password},
        )

    def read_account(self, account: str) -> AccountTold:
        """One account.

        Those of other communities are answered as those that do not exist.
        """
        return self.call("GET", f"/v1/accounts/{self.part(account)}", "AccountTold")

    def change_account(
        self,
        account: str,
        *,
        role: str | None = NOT_SAID,
        enabled: bool | None = NOT_SAID,
        password: str | None = NOT_SAID,
    ) -> AccountTold:
        """Change an account.

        Another role or password, or closed and open again; what is not named stays.

        It holds within a second. With another password, and when the account is closed, whoever
        is signed in with it has to sign in again. The last owner stays one.
        """
        return self.call(
            "PATCH",
            f"/v1/accounts/{self.part(account)}",
            "AccountTold",
            body={"role": role, "enabled": enabled, "password": password},
        )

    def remove_account(self, account: str) -> None:
        """Remove an account.

        Whoever is signed in with it is refused within a second. The last owner stays.
        """
        return self.call("DELETE", f"/v1/accounts/{self.part(account)}", None)

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
