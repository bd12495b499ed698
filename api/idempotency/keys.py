"""What an `Idempotency-Key` says, and what tells one request from another."""

from __future__ import annotations

import hashlib
import hmac
import re

from starlette.types import Scope

from api.access.principals import Principal
from api.idempotency.refusals import HEADER
from graph.errors import InvalidRequest

LONGEST_KEY = 255
"""Characters of a key."""
_NAME = HEADER.lower().encode()
_QUOTED = re.compile(rb'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BARE = re.compile(rb"[!#-~]+")
_CONDITIONS = (b"content-type", b"if-match", b"if-none-match")


def key_in(scope: Scope) -> bytes | None:
    """The key that a request brings; None: it brings none.

    The draft has a string in quotes (RFC 9651); what many send without quotes is the same key.

    Raises:
        InvalidRequest: it is empty, too long, no such text, or there are several.
    """
    brought = [value for name, value in scope["headers"] if name == _NAME]
    if not brought:
        return None
    value = brought[0].strip()
    quoted = _QUOTED.fullmatch(value)
    key = re.sub(rb"\\(.)", rb"\1", quoted[1]) if quoted else value
    is_fit = quoted is not None or _BARE.fullmatch(value) is not None
    if len(brought) > 1 or not is_fit or not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidRequest(
            HEADER,
            f"must be one text of 1 to {LONGEST_KEY} characters of ASCII in quotes, such as "
            '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
        )
    return key


def place_of(principal: Principal, key: bytes) -> str:
    """Where a key is kept: that of one principal never leads to what another has asked."""
    return hashlib.sha256(principal.who.encode() + b"\0" + key).hexdigest()


class Fingerprint:
    """Tells a request from any other, without telling what it says.

    The caller's key goes into it: nobody who reads the documents finds a short body by trying.
    """

    def __init__(self, scope: Scope, key: bytes) -> None:
        self._hash = hmac.new(key, digestmod=hashlib.sha256)
        path = scope.get("raw_path") or str(scope["path"]).encode()
        self._say(scope["method"].encode(), path, scope["query_string"])
        headers = scope["headers"]
        self._say(*(each for name in _CONDITIONS for each in (name, *_all(headers, name))))

    def take(self, part: bytes) -> None:
        """A further part of the body."""
        self._hash.update(part)

    @property
    def text(self) -> str:
        """What is kept."""
        return self._hash.hexdigest()

    def _say(self, *parts: bytes) -> None:
        for part in parts:
            self._hash.update(b"%d:%b," % (len(part), part))


def _all(headers: list[tuple[bytes, bytes]], wanted: bytes) -> list[bytes]:
    return [value for name, value in headers if name == wanted]
