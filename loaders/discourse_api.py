"""Asks a Discourse forum, no faster than it allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from graph.errors import LoadError

Json = Mapping[str, Any]

TIMEOUT = 30.0
"""Seconds that one answer may take."""
ATTEMPTS = 6
"""How often one question is asked, where the forum is busy or cannot be reached."""
LONGEST_PAUSE = 120.0
"""Seconds between two attempts at most."""
_NOT_SHOWN = frozenset({401, 403, 404, 410})
_BUSY = frozenset({429, 500, 502, 503, 504})


class Forum:
    """A Discourse forum, read over its API.

    Args:
        url: its address.
        key: an API key; None: only what everybody sees.
        user: as whom the key reads.
        pause: waits so many seconds.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        user: str = "system",
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise LoadError(f"{url} is no address of a forum, such as https://forum.example")
        self.url, self.host = url.rstrip("/"), parts.hostname
        headers = {"Accept": "application/json", "User-Agent": "Kinpath"}
        if key is not None:
            headers |= {"Api-Key": key, "Api-Username": user}
        self._http = httpx.Client(base_url=self.url, headers=headers, timeout=TIMEOUT)
        self._pause = pause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, **query: str | int) -> Json | None:
        """What is there; None where it is not shown to whoever asks.

        Raises:
            LoadError: the forum cannot be reached, or answers with something else.
        """
        for attempt in range(ATTEMPTS):
            try:
                answer = self._http.get(path, params=query)
            except httpx.TransportError as error:
                self._wait_after(attempt, None, f"{self.host} cannot be reached: {error}")
                continue
            if answer.status_code not in _BUSY:
                return self._read(answer, path)
            why = f"{self.host} answers {answer.status_code} for {path}"
            self._wait_after(attempt, _asked_to_wait(answer), why)
        raise AssertionError  # the last attempt has raised

    def _wait_after(self, attempt: int, asked: float | None, why: str) -> None:
        if attempt == ATTEMPTS - 1:
            raise LoadError(f"{why}; run it again later, and it goes on where it was")
        self._pause(min(LONGEST_PAUSE, 2.0**attempt if asked is None else asked))

    def _read(self, answer: httpx.Response, path: str) -> Json | None:
        if answer.status_code in _NOT_SHOWN:
            return None
        try:
            told = answer.json() if answer.is_success else None
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise LoadError(f"{self.host} answers {answer.status_code} for {path}, and no object")
        return told


def _asked_to_wait(answer: httpx.Response) -> float | None:
    """Seconds that the forum asks for, in its header or in its words."""
    said: object = answer.headers.get("retry-after")
    if said is None:
        try:
            said = answer.json()["extras"]["wait_seconds"]
        except (ValueError, KeyError, TypeError):
            return None
    try:
        seconds = float(str(said))
    except ValueError:
        return None
    return seconds if seconds >= 0 else None
