"""Signatures as in Standard Webhooks, version 1: HMAC-SHA256, one for each secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret of 256 bits, as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(message: str, at: int, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The headers that tell who sent a message, and that it is as it was sent.

    Args:
        message: its id, the same whenever it is sent again.
        at: seconds since 1970.
        body: what is sent.
        keys: secrets that hold now; whoever knows one of them can check.
    """
    content = f"{message}.{at}.".encode() + body
    signatures = (f"v1,{_signature(key, content)}" for key in keys)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(signatures),
    }


def _signature(key: str, content: bytes) -> str:
    secret = base64.b64decode(key.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode()
