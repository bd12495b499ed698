"""How many requests a key may make: a bucket that drips full while nothing is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from time import monotonic


@dataclass(slots=True)
class Bucket:
    """Tokens of one key in one process; each request takes one.

    Args:
        rate: tokens that come a second.
        burst: tokens at most; there are as many at the beginning.
    """

    rate: float
    burst: int
    tokens: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._at = monotonic()
        self.tokens = float(self.burst)

    def take(self) -> bool:
        """Take a token if there is one."""
        now = monotonic()
        self.tokens = min(self.tokens + (now - self._at) * self.rate, float(self.burst))
        self._at = now
        if self.tokens < 1.0:
            return False
        self.tokens -= 1.0
        return True

    @property
    def wait(self) -> int:
        """Whole seconds until there is a token again."""
        return max(math.ceil((1.0 - self.tokens) / self.rate), 1)

    @property
    def policy(self) -> bytes:
        """The header `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers)."""
        return b'"key";q=%d;w=%d' % (self.burst, math.ceil(self.burst / self.rate))

    @property
    def state(self) -> bytes:
        """The header `RateLimit`: what is left, and seconds until all is there again."""
        left = int(self.tokens)
        return b'"key";r=%d;t=%d' % (left, math.ceil((self.burst - self.tokens) / self.rate))
