"""Accounts: those who sign in to the dashboard with a password, each in one community."""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from api.access.opening import ask_from_now_on
from api.access.passwords import checked, hash_of, is_outdated, is_right
from api.access.principals import Role
from api.access.tokens import digest_of
from graph.documents import Document, Documents
from graph.errors import EntityNotFound, InvalidRequest, KinpathError, VersionConflict

ACCOUNTS = "accounts"
"""The collection of the server's documents that holds them."""
MAX_NAME = 100
"""Letters in the name of an account."""
ROLES = (Role.OWNER, Role.MANAGER, Role.VIEWER)
"""What people may be; the fourth role is for programs, which show keys."""


class AccountExists(KinpathError):
    """The community has an account of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is an account {name!r} already; choose another name")


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
        if role not in ROLES:
            raise InvalidRequest("role", f"must be one of {', '.join(ROLES)}")
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

    def change_password(self, account: Account, password: str) -> Account:
        """Give it another password; whoever is signed in with it is so no more.

        Raises:
            InvalidRequest: the password will not do.
            VersionConflict: somebody else changed the account meanwhile.
        """
        said = {"stamp": secrets.token_hex(8), "changed": time.time()}
        return self._put(account, password=hash_of(checked(password)), **said)

    def bind(self, account: Account, subject: str) -> Account:
        """Have an account be that of somebody elsewhere, and of nobody else there.

        Raises:
            VersionConflict: somebody else changed the account meanwhile.
        """
        return account if account.subject == subject else self._put(account, subject=subject)

    def proved(self, account: Account | None, password: str) -> bool:
        """Whether a password is that of an account; where there is none, no takes as long."""
        if not is_right(None if account is None else account.password, password):
            return False
        assert account is not None
        if is_outdated(account.password):
            with suppress(VersionConflict):  # another process was faster
                self._put(account, password=hash_of(checked(password)))
        return True

    def remove(self, community: str, name: str) -> Account:
        """End an account, and whatever is signed in with it.

        Raises:
            EntityNotFound: the community has none of that name.
        """
        found = self.named(community, name)
        self._documents.remove(ACCOUNTS, found.key)
        return found

    def _put(self, account: Account, **said: object) -> Account:
        value = _value(account) | said
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
    )
