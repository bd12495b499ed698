"""One message to one receiver: a signed POST, and what came of it."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import httpcore

from api.webhooks.addresses import CheckedNetwork, ForbiddenAddress, Reach
from api.webhooks.signing import signed_headers

TIMEOUT = 15.0
"""Seconds that connecting, sending and waiting for an answer may take each."""
GONE = 410
"""The status by which a receiver says that it wants no more."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of sending.

    Attributes:
        at: seconds since 1970.
        status: of the receiver's answer; None: there was none.
        error: in words, why not; empty when it was heard.
        milliseconds: how long it took.
        retry_after: seconds that the receiver asked for.
    """

    at: float
    status: int | None
    error: str
    milliseconds: int
    retry_after: float | None = None

    @property
    def was_heard(self) -> bool:
        """Whether the receiver has it."""
        return not self.error


class Sender:
    """Sends messages; keeps no connection open in between, and follows no redirection."""

    def __init__(self, reach: Reach) -> None:
        self.reach = reach
        self._tls = ssl.create_default_context()

    def send(self, url: str, message: str, body: bytes, keys: Sequence[str], at: float) -> Attempt:
        """Send a message, signed with all of the keys."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Kinpath",
            **signed_headers(message, int(at), body, keys),
        }
        began = monotonic()
        status, error, retry_after = self._post(url, headers, body)
        spent = round((monotonic() - began) * 1000)
        return Attempt(at, status, error, spent, retry_after)

    def _post(
        self, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int | None, str, float | None]:
        limits = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)
        pool = httpcore.ConnectionPool(
            ssl_context=self._tls, network_backend=CheckedNetwork(self.reach)
        )
        sent = [(name.encode(), value.encode()) for name, value in headers.items()]
        try:
            # Of the answer the status counts; a body without an end is not waited for.
            with pool, pool.stream(
                "POST", url, headers=sent, content=body, extensions={"timeout": limits}
            ) as answer:  # fmt: skip
                error = "" if 200 <= answer.status < 300 else f"it answered {answer.status}"
                return answer.status, error, _retry_after(answer)
        except ForbiddenAddress as refused:
            return None, str(refused), None
        except httpcore.TimeoutException:
            return None, f"it did not answer within {TIMEOUT:g} seconds", None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as failed:
            return None, f"it cannot be reached ({type(failed).__name__})", None


def _retry_after(answer: httpcore.Response) -> float | None:
    said = dict(answer.headers).get(b"Retry-After") or dict(answer.headers).get(b"retry-after")
    return float(said) if said is not None and said.isdigit() and len(said) < 9 else None
