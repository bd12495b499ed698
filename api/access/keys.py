"""API keys: made, listed, exchanged, revoked, and found by what a request shows."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from api.access.opening import ask_from_now_on
from api.access.principals import SCOPES, Principal, Role, Scope
from api.access.tokens import digest_of, new_token
from graph.documents import Document, Documents
from graph.errors import InvalidRequest, VersionConflict

PREFIX = "kp_"
"""What keys begin with, so that people and scanners know one when they see it."""
KEYS = "api_keys"
"""The collection of the server's documents that holds them, by the digest of their secret."""
GRACE = 86_400.0
"""Seconds that a key which was exchanged stays valid, unless something else is asked for."""
USE_NOTED_EVERY = 60.0
"""Seconds between two times that the use of a key is written down."""
MAX_NAME = 100
"""Letters in the name of a key."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret.

    Attributes:
        digest: of the secret; what it is kept under.
        created, expires, used: seconds since 1970; None: never.
        is_replaced: another secret has taken its place, and it is valid for a while yet.
        version: of the document that holds it.
    """

    id: str
    digest: str
    community: str
    name: str
    role: Role
    scopes: frozenset[Scope]
    created: float
    expires: float | None = None
    used: float | None = None
    is_replaced: bool = False
    version: int = 0

    @property
    def principal(self) -> Principal:
        """Who asks with it."""
        return Principal(self.community, self.role, self.scopes, "key", self.id, self.name)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made, with the secret, which is told this once."""

    key: ApiKey
    token: str


class Keys:
    """The API keys of a server.

    Args:
        documents: the server's own.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def create(
        self,
        community: str,
        name: str,
        role: Role = Role.APP,
        scopes: Iterable[Scope] | None = None,
        *,
        lasts: float | None = None,
    ) -> NewKey:
        """Make a key; from now on everybody is asked for one.

        Args:
            community: the one community that it reaches.
            name: what people call it.
            role: what it is for, which says what it may do.
            scopes: what it may do instead of what its role may.
            lasts: seconds until it expires; None: until it is revoked.

        Raises:
            InvalidRequest: it has no name that can be shown, or would be of no use.
        """
        _check(name, lasts)
        now = time.time()
        allowed = SCOPES[role] if scopes is None else frozenset(scopes)
        expires = None if lasts is None else now + lasts
        ask_from_now_on(self._documents)
        return self._added(
            ApiKey(secrets.token_hex(6), "", community, name, role, allowed, now, expires)
        )

    def of(self, community: str) -> list[ApiKey]:
        """Those of a community that have not expired, the first made first."""
        return sorted(self._each(community), key=lambda key: (key.created, key.id, key.is_replaced))

    def rotate(self, community: str, key: str, grace: float = GRACE) -> NewKey:
        """Give a key another secret; the old one is valid for `grace` seconds more.

        Raises:
            InvalidRequest: the community has no such key.
        """
        old = next(each for each in self._named(community, key) if not each.is_replaced)
        new = self._added(
            ApiKey(old.id, "", community, old.name, old.role, old.scopes, old.created, old.expires)
        )
        ends = time.time() + grace
        ends = ends if old.expires is None else min(ends, old.expires)
        value = _value(old) | {"replaced": True}
        self._documents.put(KEYS, old.digest, value, expires=ends)
        return new

    def revoke(self, community: str, key: str) -> ApiKey:
        """End a key at once, with the secrets that it had before.

        Raises:
            InvalidRequest: the community has no such key.
        """
        found = self._named(community, key)
        for each in found:
            self._documents.remove(KEYS, each.digest)
        return found[0]

    def find(self, digest: str) -> ApiKey | None:
        """The valid key whose secret has this digest."""
        found = self._documents.get(KEYS, digest)
        return None if found is None else _key(found)

    def note_use(self, key: ApiKey) -> None:
        """Write down that it was used now, unless it was a moment ago."""
        now = time.time()
        if key.used is not None and now - key.used < USE_NOTED_EVERY:
            return
        with suppress(VersionConflict):  # another process was faster, or it was revoked
            self._documents.put(
                KEYS,
                key.digest,
                _value(key) | {"used": now},
                version=key.version,
                expires=key.expires,
            )

    def _added(self, key: ApiKey) -> NewKey:
        token = new_token(PREFIX)
        added = self._documents.add(KEYS, digest_of(token), _value(key), expires=key.expires)
        assert added is not None  # nobody draws the same 256 bits twice
        return NewKey(_key(added), token)

    def _named(self, community: str, key: str) -> list[ApiKey]:
        found = [each for each in self._each(community) if each.id == key]
        if not any(not each.is_replaced for each in found):
            raise InvalidRequest("key", f"{key!r} is not a key of this community")
        return sorted(found, key=lambda each: each.is_replaced)

    def _each(self, community: str) -> Iterator[ApiKey]:
        return (key for key in self._all() if key.community == community)

    def _all(self) -> Iterator[ApiKey]:
        after = ""
        while page := self._documents.page(KEYS, after=after):
            yield from map(_key, page)
            after = page[-1].key


def _check(name: str, lasts: float | None) -> None:
    if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
        raise InvalidRequest("name", f"must be 1 to {MAX_NAME} letters that can be shown")
    if lasts is not None and not 0 < lasts < float("inf"):
        raise InvalidRequest("expires", "must lie ahead")


def _value(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "community": key.community,
        "name": key.name,
        "role": key.role.value,
        "scopes": sorted(key.scopes),
        "created": key.created,
        "used": key.used,
        "replaced": key.is_replaced,
    }


def _key(document: Document) -> ApiKey:
    value = document.value
    return ApiKey(
        id=value["id"],
        digest=document.key,
        community=value["community"],
        name=value["name"],
        role=Role(value["role"]),
        scopes=frozenset(map(Scope, value["scopes"])),
        created=value["created"],
        expires=document.expires,
        used=value["used"],
        is_replaced=value["replaced"],
        version=document.version,
    )
