"""Who asks, found out at most once a second for each key or session."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from api.access.keys import ApiKey, Keys
from api.access.limits import Bucket
from api.access.opening import is_asked
from api.access.principals import Principal, anybody
from api.access.requests import Claim
from api.access.sessions import Session, Sessions
from graph.documents import Documents

REMEMBERED = 1.0
"""Seconds that somebody is known without looking again: how long what was ended may still work."""
MOST_REMEMBERED = 10_000
"""Claims that are remembered at the same time, true or not."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What a claim, or its absence, turned out to mean.

    Attributes:
        principal: who asks; None: nobody knows.
        looked_up: when that was found out, on the clock of `monotonic`.
        expires: seconds since 1970 from which on it does not hold.
        bucket: how many requests are left to them; None: as many as they like.
    """

    principal: Principal | None
    looked_up: float
    expires: float | None = None
    bucket: Bucket | None = None

    @property
    def is_fresh(self) -> bool:
        """Whether it can be relied upon without looking again."""
        return monotonic() - self.looked_up < REMEMBERED and (
            self.expires is None or time.time() < self.expires
        )


class Doorkeeper:
    """Tells who asks by what a request shows.

    Args:
        documents: the server's own.
        serves: whether a community can be asked for at this server.
        home: the community that anybody reaches while nobody is asked; None: somebody is.
        rate: requests a second that a key may make for long.
        burst: requests that it may make at once.
    """

    def __init__(
        self,
        documents: Documents,
        serves: Callable[[str], bool],
        home: str | None,
        rate: float,
        burst: int,
    ) -> None:
        self._documents = documents
        self._keys = Keys(documents)
        self._sessions = Sessions(documents)
        self._serves, self._home = serves, home
        self._rate, self._burst = rate, burst
        self._callers: dict[Claim, Caller] = {}  # the one looked up last is last
        self._lock = Lock()
        self._unasked = Caller(None, monotonic() - REMEMBERED)
        self._is_asked = False

    def at_hand(self, claim: Claim | None) -> Caller | None:
        """Who makes this claim, or none; None: it has to be looked up."""
        caller = self._unasked if claim is None else self._callers.get(claim)
        if claim is None and self._is_asked:
            return caller
        return caller if caller is not None and caller.is_fresh else None

    def look_up(self, claim: Claim | None) -> Caller:
        """Find out anew; may take as long as the store does."""
        if claim is None:
            return self._nobody()
        found = self._with_key(claim) if claim.way == "key" else self._signed_in(claim)
        # As long as nobody is asked, what somebody shows all the same does no harm.
        return self._remember(claim, found if found is not None else self._nobody())

    def forget(self, claim: Claim) -> None:
        """Look it up anew the next time: it has just ended."""
        with self._lock:
            self._callers.pop(claim, None)

    @property
    def is_open(self) -> bool:
        """Whether nobody is asked, as far as is known."""
        return not self._is_asked

    def _nobody(self) -> Caller:
        asked = self._is_asked or is_asked(self._documents)
        known = None if asked or self._home is None else anybody(self._home)
        self._unasked, self._is_asked = Caller(known, monotonic()), asked
        return self._unasked

    def _with_key(self, claim: Claim) -> Caller | None:
        now, key = monotonic(), self._keys.find(claim.digest)
        if key is None or not self._serves(key.community):
            return None
        self._keys.note_use(key)
        return self._caller(claim, key, now)

    def _signed_in(self, claim: Claim) -> Caller | None:
        now, session = monotonic(), self._sessions.find(claim.digest)
        if session is None or not self._serves(session.account.community):
            return None
        self._sessions.note_use(session)
        return self._caller(claim, session, now)

    def _caller(self, claim: Claim, known: ApiKey | Session, now: float) -> Caller:
        before = self._callers.get(claim)
        bucket = before.bucket if before is not None else None
        bucket = bucket or Bucket(self._rate, self._burst)
        return Caller(known.principal, now, known.expires, bucket)

    def _remember(self, claim: Claim, caller: Caller) -> Caller:
        with self._lock:
            self._callers.pop(claim, None)
            self._callers[claim] = caller
            while len(self._callers) > MOST_REMEMBERED:
                del self._callers[next(iter(self._callers))]
        return caller
