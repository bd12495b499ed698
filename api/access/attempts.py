"""How often somebody may try to sign in, counted for all processes of a server."""

from __future__ import annotations

import ipaddress
import math
import time

from api.access.refusals import TooManyRequests
from api.access.tokens import digest_of
from graph.documents import Documents
from graph.errors import VersionConflict

WINDOW = 900.0
"""Seconds from the first attempt on, after which counting begins anew."""
MOST_FOR_ACCOUNT = 10
"""Attempts at one account that failed, from wherever."""
MOST_FROM_ADDRESS = 100
"""Attempts from one address that failed, at whatever account."""
_COLLECTION = "attempts"
_TRIES = 20
_NETWORK_OF_ONE = 64
"""Bits of an IPv6 address that tell who has it: the others they choose themselves."""


class Attempts:
    """Attempts at signing in; each counts as failed until it has succeeded.

    Args:
        documents: the server's own.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def begin(self, account: str, address: str) -> None:
        """Count an attempt at an account, whether it is there or not, before it is looked at.

        Raises:
            TooManyRequests: there were too many.
        """
        self._count(_key("address", _whose(address)), MOST_FROM_ADDRESS)
        self._count(_key("account", account), MOST_FOR_ACCOUNT)

    def succeeded(self, account: str, address: str) -> None:
        """Forget the attempts at an account, and this one of an address."""
        self._documents.remove(_COLLECTION, _key("account", account))
        self._change(_key("address", _whose(address)), -1)

    def _count(self, key: str, most: int) -> None:
        counted, expires = self._change(key, 1, most)
        if not counted:
            raise TooManyRequests(max(math.ceil(expires - time.time()), 1))

    def _change(self, key: str, by: int, most: int | None = None) -> tuple[bool, float]:
        """Whether it was counted, and when counting begins anew."""
        expires = time.time() + 1.0
        for _ in range(_TRIES):
            found = self._documents.get(_COLLECTION, key)
            count = 0 if found is None else int(found.value["count"])
            expires = time.time() + WINDOW if found is None else found.expires or 0.0
            if most is not None and count >= most:
                return False, expires
            try:
                self._documents.put(
                    _COLLECTION,
                    key,
                    {"count": max(count + by, 0)},
                    version=0 if found is None else found.version,
                    expires=expires,
                )
            except VersionConflict:  # somebody else tried at the same moment
                continue
            return True, expires
        return False, time.time() + 1.0


def _key(kind: str, who: str) -> str:
    # Hashed, since what people type as their name may be anything, and addresses are theirs.
    return digest_of(f"{kind}:{who}".encode(errors="replace"))


def _whose(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(ipaddress.ip_network((known, _NETWORK_OF_ONE), strict=False))
