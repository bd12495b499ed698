"""Secrets that tell who asks: drawn at random, shown once, and kept as a digest."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
"""256 bits: nobody finds one by trying."""


def new_token(prefix: str) -> str:
    """`prefix` and 256 random bits, in letters that a URL may have."""
    return prefix + secrets.token_urlsafe(BYTES)


def digest_of(token: str | bytes) -> str:
    """What is kept of a token: it finds the token again and does not tell it.

    A plain hash does, unlike for passwords: there is nothing about 256 random bits to guess.
    """
    return hashlib.sha256(token.encode() if isinstance(token, str) else token).hexdigest()
