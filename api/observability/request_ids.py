"""Ids of requests: taken over from whoever asks when they are fit for logs, else made."""

from __future__ import annotations

import re
from uuid import uuid4

from starlette.datastructures import Headers
from starlette.types import Scope

HEADER = "x-request-id"
"""The header that brings an id, and that every answer has."""

_FIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


def request_id_of(scope: Scope) -> str:
    """The id that the request brings: up to 128 letters, digits and `._:-`; else a new one.

    What comes from outside ends up in logs, so nothing else may.
    """
    brought = Headers(scope=scope).get(HEADER, "")
    return brought if _FIT.fullmatch(brought) else uuid4().hex
