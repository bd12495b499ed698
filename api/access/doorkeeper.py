"""Who asks, found out at most once a second for each key."""

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
from graph.documents import Documents

REMEMBERED = 1.0
"""Seconds that somebody is known without looking again: how long a revoked key may still work."""
MOST_REMEMBERED = 10_000
"""Tokens that are remembered at the same time, known or not."""


@dataclass(frozen=True, slots=True)
class Caller:
    """What a token, or its absence, turned out to mean.

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
        self._serves, self._home = serves, home
        self._rate, self._burst = rate, burst
        self._callers: dict[str, Caller] = {}  # by digest; the one looked up last is last
        self._lock = Lock()
        self._unasked = Caller(None, monotonic() - REMEMBERED)
        self._is_asked = False

    def at_hand(self, digest: str | None) -> Caller | None:
        """Who shows the token of this digest, or none; None: it has to be looked up."""
        caller = self._unasked if digest is None else self._callers.get(digest)
        if digest is None and self._is_asked:
            return caller
        return caller if caller is not None and caller.is_fresh else None

    def look_up(self, digest: str | None) -> Caller:
        """Find out anew; may take as long as the store does."""
        return self._nobody() if digest is None else self._somebody(digest)

    @property
    def is_open(self) -> bool:
        """Whether nobody is asked, as far as is known."""
        return not self._is_asked

    def _nobody(self) -> Caller:
        asked = self._is_asked or is_asked(self._documents)
        known = None if asked or self._home is None else anybody(self._home)
        self._unasked, self._is_asked = Caller(known, monotonic()), asked
        return self._unasked

    def _somebody(self, digest: str) -> Caller:
        now = monotonic()
        key = self._keys.find(digest)
        if key is None or not self._serves(key.community):
            # As long as nobody is asked, what somebody shows all the same does no harm.
            return self._remember(digest, self._nobody())
        self._keys.note_use(key)
        return self._remember(digest, self._caller(key, digest, now))

    def _caller(self, key: ApiKey, digest: str, now: float) -> Caller:
        before = self._callers.get(digest)
        bucket = before.bucket if before is not None else None
        return Caller(key.principal, now, key.expires, bucket or Bucket(self._rate, self._burst))

    def _remember(self, digest: str, caller: Caller) -> Caller:
        with self._lock:
            self._callers.pop(digest, None)
            self._callers[digest] = caller
            while len(self._callers) > MOST_REMEMBERED:
                del self._callers[next(iter(self._callers))]
        return caller
