"""Opaque cursors: where the next page begins, bound to the question that it continues."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass

from graph.errors import InvalidRequest
from graph.paging import Place

_CHECK_BYTES = 12
_LONGEST = 4_000
_REASON = "is not a cursor of this list; leave it out to begin at its first page"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: the how manieth part of a list, and a store's place in it."""

    part: int = 0
    place: Place = ()


def write_cursor(cursor: Cursor, question: str) -> str:
    """The cursor as text; it continues this question alone."""
    said = json.dumps([cursor.part, *cursor.place], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(_check(said, question) + said).rstrip(b"=").decode()


def read_cursor(text: str | None, question: str, length: int) -> Cursor:
    """The cursor in the text; the beginning when there is none.

    Args:
        text: what the caller gives back.
        question: what the list is of.
        length: of the places in it.

    Raises:
        InvalidRequest: it is none, or continues another question.
    """
    if text is None:
        return Cursor()
    try:
        if len(text) > _LONGEST or not text.isascii():
            raise InvalidRequest("cursor", _REASON)
        whole = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequest("cursor", _REASON) from None
    check, said = whole[:_CHECK_BYTES], whole[_CHECK_BYTES:]
    if check != _check(said, question):
        raise InvalidRequest("cursor", _REASON)
    part, *place = json.loads(said)
    if len(place) not in (0, length):  # made up, check and all
        raise InvalidRequest("cursor", _REASON)
    return Cursor(part, tuple(place))


def _check(said: bytes, question: str) -> bytes:
    # Not a secret: whoever makes a cursor up reads nothing but the same list from another place.
    return hashlib.blake2b(said + question.encode(), digest_size=_CHECK_BYTES).digest()
