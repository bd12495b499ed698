"""Accounts: those who sign in to the dashboard with a password, each in one community."""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from api.access.opening import ask_from_now_on
from api.access.passwords import checked, hash_of, is_outdated, is_right
from api.access.principals import Role
from api.access.refusals import ServerBusy
from api.access.tokens import digest_of
from graph.documents import Document, Documents
from graph.errors import EntityNotFound, InvalidRequest, KinpathError, VersionConflict
from graph.records import iso_of

ACCOUNTS = "accounts"
"""The collection of the server's documents that holds them."""
MAX_NAME = 100
"""Letters in the name of an account."""
_LEAVING = "owners_leaving"
"""The collection that holds the communities in which an owner is being taken away."""
_LEASE = 10.0
"""Seconds after which a process that was killed meanwhile stands in nobody's way."""
ROLES = (Role.OWNER, Role.MANAGER, Role.VIEWER)
"""What people may be; the fourth role is for programs, which show keys."""


class AccountExists(KinpathError):
    """The community has an account of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is an account {name!r} already; choose another name")


class LastOwner(KinpathError):
    """Without this account nobody could sign in who may do everything in the community."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} is the last owner who can sign in; make somebody else one first"
        )


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in.

    Attributes:
        key: what it is kept under.
        name: in the one form that stands for all ways of writing it.
        password: its hash; empty for whoever signs in elsewhere only.
        stamp: drawn anew with each password, so that sessions from before it end.
        created, changed: seconds since 1970; changed: when the password was.
        version: of the document that holds it.
        subject: who it is elsewhere, from the first time on that they sign in there.
        is_disabled: it is there, and nobody can sign in with it.
    """

    key: str
    community: str
    name: str
    role: Role
    password: str
    stamp: str
    created: float
    changed: float
    version: int = 0
    subject: str = ""
    is_disabled: bool = False

    @property
    def may_enter_as_owner(self) -> bool:
        """Whether somebody can sign in with it who may do everything in the community."""
        is_somebody = bool(self.password or self.subject)
        return self.role is Role.OWNER and is_somebody and not self.is_disabled

    def told(self) -> dict[str, object]:
        """What can be told of it: no hash."""
        return {
            "name": self.name,
            "community": self.community,
            "role": self.role.value,
            "enabled": not self.is_disabled,
            "has_password": bool(self.password),
            "created": iso_of(self.created),
            "password_changed": iso_of(self.changed) if self.password else None,
        }


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What is to become of an account; what is None stays as it is."""

    role: Role | None = None
    enabled: bool | None = None
    password: str | None = None

    @property
    def fields(self) -> list[str]:
        """What it changes, by name."""
        return [name for name in self.__slots__ if getattr(self, name) is not None]

    @property
    def keeps_an_owner(self) -> bool:
        """Whether an owner is one afterwards, who can sign in."""
        return self.role in (None, Role.OWNER) and self.enabled is not False


class Accounts:
    """The accounts of a server.

    Args:
        documents: the server's own.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def add(self, community: str, name: str, role: Role, password: str | None) -> Account:
        """Make an account; from now on everybody is asked who they are.

        Without a password they can only sign in elsewhere.

        Raises:
            InvalidRequest: the name, role or password will not do.
            AccountExists: there is one of that name.
        """
        known = account_name(name)
        _check_role(role)
        now = time.time()
        made = Account(
            account_key(community, known), community, known, role,
            "" if password is None else hash_of(checked(password)), secrets.token_hex(8), now, now,
        )  # fmt: skip
        added = self._documents.add(ACCOUNTS, made.key, _value(made))
        if added is None:
            raise AccountExists(known)
        ask_from_now_on(self._documents)
        return _account(added)

    def of(self, community: str) -> list[Account]:
        """Those of a community, by name."""
        return list(self._each(community))

    def find(self, key: str) -> Account | None:
        """The account that is kept under a key."""
        found = self._documents.get(ACCOUNTS, key)
        return None if found is None else _account(found)

    def named(self, community: str, name: str) -> Account:
        """The account of a name.

        Raises:
            EntityNotFound: the community has none.
        """
        found = self.find(account_key(community, _one_form(name)))
        if found is None:
            raise EntityNotFound(f"account {name}", community)
        return found

    def change(self, account: Account, change: AccountChange) -> Account:
        """Give it another role or password, or close or open it.

        With another password, and when it is closed, whoever is signed in with it is so no more.

        Raises:
            InvalidRequest: the role or the password will not do.
            VersionConflict: somebody else changed the account meanwhile.
        """
        after = account
        if change.role is not None:
            after = replace(after, role=_check_role(change.role))
        if change.enabled is not None:
            after = replace(after, is_disabled=not change.enabled)
        if change.password is not None:
            hashed = hash_of(checked(change.password))
            after = replace(after, password=hashed, changed=time.time())
        if change.password is not None or change.enabled is False:
            after = replace(after, stamp=secrets.token_hex(8))
        return self._put(after)

    def change_password(self, account: Account, password: str) -> Account:
        """`change` of the password alone."""
        return self.change(account, AccountChange(password=password))

    def bind(self, account: Account, subject: str) -> Account:
        """Have an account be that of somebody elsewhere, and of nobody else there.

        Raises:
            VersionConflict: somebody else changed the account meanwhile.
        """
        if account.subject == subject:
            return account
        return self._put(replace(account, subject=subject))

    def proved(self, account: Account | None, password: str) -> bool:
        """Whether a password is that of an account; where there is none, no takes as long."""
        if not is_right(None if account is None else account.password, password):
            return False
        assert account is not None
        if is_outdated(account.password):
            with suppress(VersionConflict):  # another process was faster
                self._put(replace(account, password=hash_of(checked(password))))
        return True

    def remove(self, account: Account) -> None:
        """End an account, and whatever is signed in with it.

        Raises:
            VersionConflict: somebody else changed the account meanwhile.
        """
        self._documents.remove(ACCOUNTS, account.key, version=account.version)

    @contextmanager
    def with_an_owner(
        self, account: Account, change: AccountChange | None = None
    ) -> Iterator[None]:
        """A block that changes an account or takes it away, and leaves the community an owner.

        Raises:
            LastOwner: nobody else can sign in who may do everything.
            ServerBusy: another owner is being taken away at this very moment.
        """
        if not account.may_enter_as_owner or (change is not None and change.keeps_an_owner):
            yield
            return
        # One at a time, since two owners who take each other away would both be let.
        place, expires = _prefix(account.community), time.time() + _LEASE
        if self._documents.add(_LEAVING, place, {}, expires=expires) is None:
            raise ServerBusy
        try:
            others = (each for each in self._each(account.community) if each.key != account.key)
            if not any(each.may_enter_as_owner for each in others):
                raise LastOwner(account.name)
            yield
        finally:
            self._documents.remove(_LEAVING, place)

    def _put(self, account: Account) -> Account:
        value = _value(account)
        return _account(self._documents.put(ACCOUNTS, account.key, value, version=account.version))

    def _each(self, community: str) -> Iterator[Account]:
        after, prefix = "", _prefix(community)
        while page := self._documents.page(ACCOUNTS, prefix=prefix, after=after):
            yield from map(_account, page)
            after = page[-1].key


def account_name(name: str) -> str:
    """A name in the form that accounts are kept under.

    Raises:
        InvalidRequest: it cannot be shown, or is too long.
    """
    known = _one_form(name)
    if not known or len(known) > MAX_NAME or not known.isprintable():
        raise InvalidRequest("name", f"must be 1 to {MAX_NAME} letters that can be shown")
    return known


def account_key(community: str, name: str) -> str:
    """What the account of a name is kept under, whether there is one or not."""
    return _prefix(community) + digest_of(_one_form(name).encode(errors="replace"))


def _check_role(role: Role) -> Role:
    if role not in ROLES:
        raise InvalidRequest("role", f"must be one of {', '.join(ROLES)}")
    return role


def _one_form(name: str) -> str:
    return unicodedata.normalize("NFKC", name[: 4 * MAX_NAME]).strip().casefold()


def _prefix(community: str) -> str:
    return digest_of(community.encode(errors="replace")) + "-"


def _value(account: Account) -> dict[str, object]:
    return {
        "community": account.community,
        "name": account.name,
        "role": account.role.value,
        "password": account.password,
        "stamp": account.stamp,
        "created": account.created,
        "changed": account.changed,
        "subject": account.subject,
        "disabled": account.is_disabled,
    }


def _account(document: Document) -> Account:
    value = document.value
    return Account(
        key=document.key,
        community=value["community"],
        name=value["name"],
        role=Role(value["role"]),
        password=value["password"],
        stamp=value["stamp"],
        created=value["created"],
        changed=value["changed"],
        version=document.version,
        subject=value.get("subject", ""),
        is_disabled=value.get("disabled", False),
    )
