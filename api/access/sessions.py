"""Sessions: who is signed in, as a cookie tells and the server keeps."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass

from api.access.accounts import Account, Accounts
from api.access.principals import SCOPES, Principal
from api.access.tokens import digest_of, new_token
from graph.documents import Documents
from graph.errors import VersionConflict

SESSIONS = "sessions"
"""The collection of the server's documents that holds them, by the digest of their token."""
PREFIX = "ks_"
"""What their tokens begin with."""
IDLE = 8 * 3600.0
"""Seconds after which a session that nobody used ends."""
LONGEST = 7 * 86_400.0
"""Seconds after which every session ends."""
USE_NOTED_EVERY = 60.0
"""Seconds between two times that the use of a session is written down."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in.

    Attributes:
        digest: of its token; what it is kept under.
        account: whose it is, as the account is now.
        began, seen: seconds since 1970.
        version: of the document that holds it.
    """

    digest: str
    account: Account
    began: float
    seen: float
    version: int

    @property
    def expires(self) -> float:
        """Seconds since 1970 from which on it does not hold, unless it is used before."""
        return min(self.began + LONGEST, self.seen + IDLE)

    @property
    def principal(self) -> Principal:
        """Who asks in it."""
        account = self.account
        return Principal(
            account.community, account.role, SCOPES[account.role], "account", account.name,
            account.name, csrf_of(self.digest),
        )  # fmt: skip


class Sessions:
    """The sessions of a server.

    Args:
        documents: the server's own.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._accounts = Accounts(documents)

    def begin(self, account: Account) -> str:
        """Sign somebody in whose password was right; returns the token, which is told this once."""
        token, now = new_token(PREFIX), time.time()
        session = Session(digest_of(token), account, now, now, 0)
        self._documents.add(SESSIONS, session.digest, _value(session), expires=session.expires)
        return token

    def find(self, digest: str) -> Session | None:
        """The session whose token has this digest, if it still holds."""
        found = self._documents.get(SESSIONS, digest)
        account = None if found is None else self._accounts.find(found.value["account"])
        if found is None or account is None or account.is_disabled:
            return None
        if account.stamp != found.value["stamp"]:
            return None
        value = found.value
        return Session(digest, account, value["began"], value["seen"], found.version)

    def note_use(self, session: Session) -> None:
        """Write down that it was used now, unless it was a moment ago."""
        now = time.time()
        if now - session.seen < USE_NOTED_EVERY:
            return
        seen = Session(session.digest, session.account, session.began, now, session.version)
        with suppress(VersionConflict):  # another process was faster, or it was ended
            self._documents.put(
                SESSIONS,
                seen.digest,
                _value(seen),
                version=seen.version,
                expires=seen.expires,
            )

    def end(self, digest: str) -> None:
        """Sign out."""
        self._documents.remove(SESSIONS, digest)


def csrf_of(digest: str) -> str:
    """What a page has to send along with each change in a session.

    No page of another site can work it out, since nobody but the server knows the digest.
    """
    return digest_of(f"csrf:{digest}")


def _value(session: Session) -> dict[str, object]:
    account = session.account
    return {
        "account": account.key,
        "community": account.community,
        "stamp": account.stamp,
        "began": session.began,
        "seen": session.seen,
    }
