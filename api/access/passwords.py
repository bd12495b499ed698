"""Passwords: which will do, how they are hashed, and whether one is right."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
"""Letters of a password at least; nothing else is asked of it (NIST SP 800-63B)."""
LONGEST = 1024
"""Bytes of a password at most: hashing more would cost whoever is asked, not who asks."""


def checked(password: str) -> str:
    """A new password in the form that is hashed.

    Raises:
        InvalidRequest: it is too short or too long; what it is is not told.
    """
    known = _normal(password)
    if known is None:
        raise InvalidRequest("password", f"must be at most {LONGEST} bytes of text")
    if len(known) < SHORTEST:
        raise InvalidRequest("password", f"must have at least {SHORTEST} letters")
    return known


def hash_of(password: str) -> str:
    """Argon2id, with a salt of its own; `password` as `checked` returns it."""
    return _hasher().hash(password)


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one whose hash is kept.

    Where nothing is kept it takes as long to say no.
    """
    # Loaded late, since a server that nobody signs in to does without.
    from argon2.exceptions import VerifyMismatchError  # noqa: PLC0415

    known = _normal(password)
    try:
        _hasher().verify(kept or _of_nobody(), known or "")
    except VerifyMismatchError:
        return False
    return bool(kept) and known is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than passwords are now."""
    return _hasher().check_needs_rehash(kept)


def _normal(password: str) -> str | None:
    """One form of what looks the same (NFKC); None for what cannot be a password.

    Keyboards write the same letter in different ways.
    """
    if len(password) > LONGEST:
        return None
    known = unicodedata.normalize("NFKC", password)
    try:
        return known if len(known.encode()) <= LONGEST else None
    except UnicodeEncodeError:  # half of a character
        return None


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - as in `is_right`

    return PasswordHasher()


@cache
def _of_nobody() -> str:
    return hash_of(secrets.token_hex())
