"""Calls of the API: each is asked again while that may help, and told as a typed result."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import TypeAdapter, ValidationError

from api.client.errors import ApiError, InvalidAnswer, NotReachable, problem_for
from api.client.told import Told

NOT_SAID: Any = type("NotSaid", (), {"__repr__": lambda _: "NOT_SAID"})()
"""In place of a field that the request leaves out; None is sent as null."""
TIMEOUT = 60.0
"""Seconds that one attempt may take."""
RETRIES = 4
"""Attempts after the first."""
FIRST_PAUSE = 0.25
"""Seconds before the second attempt, twice as many before each further one; half is chance."""
LONGEST_PAUSE = 30.0
_WORTH_ANOTHER = frozenset({429, 503, 504})

Item_co = TypeVar("Item_co", covariant=True)


class Page(Protocol[Item_co]):
    """Some of many."""

    @property
    def items(self) -> Iterable[Item_co]: ...

    @property
    def next(self) -> str | None: ...


class Calls:
    """A connection to a server; the methods of `Kinpath` stand upon it. Safe for several threads.

    Args:
        url: where the server is.
        key: an API key; None for a server that asks for none.
        timeout: seconds that one attempt may take.
        retries: attempts after the first, where the server is busy or cannot be reached.
        transport: what sends requests, None: the network.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        *,
        key: str | None = None,
        timeout: float = TIMEOUT,
        retries: int = RETRIES,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        headers = {"Accept": "application/json"}
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        self._http = httpx.Client(
            base_url=url, headers=headers, timeout=timeout, transport=transport
        )
        self._retries = retries
        self._readers: dict[str, TypeAdapter[Any]] = {}

    def close(self) -> None:
        """Release the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(
        self,
        method: str,
        path: str,
        kind: str | None,
        *,
        query: Mapping[str, Any] | None = None,
        header: Mapping[str, str | None] | None = None,
        body: object = NOT_SAID,
        lines: Iterable[Mapping[str, Any]] | None = None,
        content: bytes | None = None,
        media: str = "application/json",
    ) -> Any:
        """Ask, and read the answer as what `kind` names.

        Raises:
            ApiError: there is no such answer; see `api.client.errors`.
        """
        headers = {name: value for name, value in (header or {}).items() if value is not None}
        if method in ("POST", "PATCH"):
            headers["Idempotency-Key"] = f'"{uuid4()}"'  # so that asking again does nothing twice
        content = _content(body, lines) if content is None else content
        if content is not None:
            headers["Content-Type"] = media
        asked = {name: each for name, each in (query or {}).items() if each is not None}
        request = self._http.build_request(
            method, path, params=asked, headers=headers, content=content
        )
        return self._read(self._answered(request), kind)

    def pages(self, page: Callable[[str | None], Page[Item_co]]) -> Iterator[Item_co]:
        """Everything on a page and on those that follow, each read when it is needed."""
        cursor: str | None = None
        while True:
            found = page(cursor)
            yield from found.items
            cursor = found.next
            if cursor is None:
                return

    @staticmethod
    def part(text: str) -> str:
        """A part of a path, whatever letters it has."""
        return quote(text, safe="")

    def _reader(self, kind: str) -> TypeAdapter[Any]:
        """What reads a type that is known where some operation is."""
        found = self._readers.get(kind)
        if found is None:
            known: dict[str, Any] = {}
            for each in type(self).__mro__:
                known |= vars(import_module(each.__module__))
            # The text stands in a module of ours.
            found = self._readers[kind] = TypeAdapter(eval(kind, known))  # noqa: S307
        return found

    def _answered(self, request: httpx.Request) -> httpx.Response:
        for attempt in range(self._retries + 1):
            is_last = attempt == self._retries
            try:
                response = self._http.send(request)
            except httpx.TransportError as error:
                if is_last:
                    raise NotReachable(f"{request.url.host} does not answer: {error}") from error
                time.sleep(_pause(attempt, None))
                continue
            if is_last or not _is_worth_another(response):
                return response
            time.sleep(_pause(attempt, response.headers.get("retry-after")))
        raise ApiError("`retries` must not be less than 0")

    def _read(self, response: httpx.Response, kind: str | None) -> Any:
        if not response.is_success and response.status_code != httpx.codes.NOT_MODIFIED:
            raise problem_for(
                response.status_code, _said(response), response.headers.get("x-request-id")
            )
        if kind is None or not response.content:
            return None
        if kind in ("str", "bytes"):
            return response.text if kind == "str" else response.content
        try:
            told = self._reader(kind).validate_json(response.content)
        except ValidationError as error:
            raise InvalidAnswer(f"the answer is no {kind}: {error}") from error
        if isinstance(told, Told):
            told.tagged(response.headers.get("etag"))
        return told


def _is_worth_another(response: httpx.Response) -> bool:
    """Whether the same may be answered otherwise soon: also what an earlier try has begun."""
    if response.status_code == httpx.codes.CONFLICT:
        return "retry-after" in response.headers
    return response.status_code in _WORTH_ANOTHER


def _content(body: object, lines: Iterable[Mapping[str, Any]] | None) -> bytes | None:
    if lines is not None:
        return b"".join(f"{_json(line)}\n".encode() for line in lines)
    return None if body is NOT_SAID else _json(body).encode()


def _json(value: object) -> str:
    return json.dumps(_sent(value), ensure_ascii=False, allow_nan=False)


def _sent(value: object) -> object:
    """As JSON has it: without what was not said."""
    if isinstance(value, Told):
        return value.model_dump(by_alias=True)
    if isinstance(value, Mapping):
        return {name: _sent(each) for name, each in value.items() if each is not NOT_SAID}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_sent(each) for each in value]
    return value


def _said(response: httpx.Response) -> Mapping[str, Any]:
    try:
        said = response.json()
    except ValueError:
        return {"title": response.reason_phrase}
    return said if isinstance(said, dict) else {"title": response.reason_phrase}


def _pause(attempt: int, asked: str | None) -> float:
    """Seconds until the next attempt: as many as the server asks for, or more each time."""
    if asked is not None and asked.isdecimal():
        return min(float(asked), LONGEST_PAUSE)
    longest = min(FIRST_PAUSE * 2.0**attempt, LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
