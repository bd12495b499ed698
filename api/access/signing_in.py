"""Signing in, out, and choosing another password: a few at a time, since hashing costs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from api.access.accounts import Account, Accounts, account_key
from api.access.attempts import Attempts
from api.access.refusals import ServerBusy, WrongPassword
from api.access.sessions import Sessions
from graph.closing import Closing
from graph.documents import Documents

AT_ONCE = 2
"""Passwords that are hashed at the same time: each takes 64 MiB and a processor for a moment."""
MOST_WAITING = 32
"""Those that wait for it; whoever comes after them is told to come back."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody shows to be signed in.

    Attributes:
        community: which they say is theirs.
        name, password: as they typed them.
        address: where they are.
    """

    community: str
    name: str
    password: str
    address: str


class SigningIn(Closing):
    """The desk where people sign in.

    Args:
        documents: the server's own.
        serves: whether a community can be asked for at this server.
    """

    def __init__(self, documents: Documents, serves: Callable[[str], bool]) -> None:
        self.accounts = Accounts(documents)
        self.sessions = Sessions(documents)
        self._attempts = Attempts(documents)
        self._serves = serves
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._waiting = 0

    async def aside(self, work: Callable[[], Result]) -> Result:
        """Do what hashes a password without keeping other requests waiting.

        Raises:
            ServerBusy: too many wait for that already.
        """
        if self._waiting >= MOST_WAITING:
            raise ServerBusy
        self._waiting += 1  # only ever changed by the event loop
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1

    def sign_in(self, attempt: Attempt) -> str:
        """The token of a new session. It takes as long to refuse an account that is not there.

        Raises:
            WrongPassword: whatever was wrong.
            TooManyRequests: at this account, or from this address, too much was wrong lately.
        """
        account = self._proved(attempt)
        return self.sessions.begin(account)

    def change_password(self, attempt: Attempt, chosen: str) -> str:
        """Choose another password; the token of a new session, the others of the account end.

        Raises:
            WrongPassword: the present one is not right.
            TooManyRequests: as in `sign_in`.
            InvalidRequest: the new one will not do.
        """
        account = self._proved(attempt)
        return self.sessions.begin(self.accounts.change_password(account, chosen))

    def close(self) -> None:
        """Hash nothing more."""
        self._threads.shutdown(cancel_futures=True)

    def _proved(self, attempt: Attempt) -> Account:
        key = account_key(attempt.community, attempt.name)
        self._attempts.begin(key, attempt.address)
        account = self.accounts.find(key) if self._serves(attempt.community) else None
        if not self.accounts.proved(account, attempt.password):
            raise WrongPassword
        found = self.accounts.find(key)  # anew: the password may have been hashed again
        if found is None or found.is_disabled:
            raise WrongPassword
        self._attempts.succeeded(key, attempt.address)
        return found
