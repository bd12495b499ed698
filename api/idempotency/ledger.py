"""What became of requests with a key: kept for a day in the documents of the community."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from api.idempotency.refusals import (
    AnswerNotKept,
    KeyUsedOtherwise,
    OutcomeUnknown,
    RequestInFlight,
)
from graph.documents import Document, Documents
from graph.errors import VersionConflict

COLLECTION = "idempotent_requests"
KEPT = 86_400.0
"""Seconds that a key is remembered."""
LEASE = 15.0
"""Seconds after its last sign of life that a request which has no answer counts as cut off."""
LONGEST = 450_000
"""Bytes of an answer that is kept."""
_AT_ONCE = 500
_ALIVE = "alive_until"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it went out.

    Attributes:
        headers: names and values, but for those that belong to one connection or request.
        body: of at most LONGEST bytes of UTF-8.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str


@dataclass(slots=True)
class Mark:
    """That a request is being carried out; the document is changed by whoever holds it alone.

    Attributes:
        is_sealed: somebody was erased meanwhile, so that no answer to it may be kept.
    """

    place: str
    fingerprint: str
    version: int
    expires: float
    is_sealed: bool = False


class Requests:
    """Requests with keys of one community.

    A key is taken by adding a document, which only one of all workers can do. It is replaced by the
    answer before that goes out. A request is never carried out a second time, unless its
    answer said that it was not carried out.
    """

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def begin(self, place: str, fingerprint: str) -> Mark | KeptAnswer:
        """Take the key, or find what became of the request that it came with before.

        Raises:
            KeyUsedOtherwise, RequestInFlight, OutcomeUnknown, AnswerNotKept
        """
        expires = time.time() + KEPT
        added = self._documents.add(COLLECTION, place, _alive(fingerprint), expires=expires)
        if added is not None:
            return Mark(place, fingerprint, added.version, expires)
        present = self._documents.get(COLLECTION, place)
        if present is None:  # it ended in this very moment, without having been carried out
            raise RequestInFlight
        return _told(present, fingerprint)

    def renew(self, mark: Mark) -> None:
        """Tell others that it is still being carried out."""
        self._replace(mark, _alive(mark.fingerprint))

    def finish(self, mark: Mark, answer: KeptAnswer | None) -> None:
        """Keep the answer; None: that there was one, which may not be told again."""
        said: dict[str, Any] = {"fingerprint": mark.fingerprint}
        if answer is not None:
            headers = [list(pair) for pair in answer.headers]
            said["answer"] = {"status": answer.status, "headers": headers, "body": answer.body}
        self._replace(mark, said)

    def cut_off(self, mark: Mark) -> None:
        """It ended without an answer: nobody knows how far it came."""
        self._replace(mark, {"fingerprint": mark.fingerprint, _ALIVE: 0.0})

    def release(self, mark: Mark) -> None:
        """It was not carried out: the same may come again."""
        self._documents.remove(COLLECTION, mark.place)

    def purge(self) -> None:
        """Delete what has expired."""
        self._documents.purge()

    def _replace(self, mark: Mark, said: dict[str, Any]) -> None:
        """Only an erasure changes the document meanwhile."""
        try:
            self._put(mark, said)
        except VersionConflict as conflict:
            mark.version, mark.is_sealed = conflict.present, True
            self._put(mark, said)

    def _put(self, mark: Mark, said: dict[str, Any]) -> None:
        kept = {name: each for name, each in said.items() if name != "answer" or not mark.is_sealed}
        mark.version = self._documents.put(
            COLLECTION, mark.place, kept, version=mark.version, expires=mark.expires
        ).version


def forget_answers(documents: Documents, ids: frozenset[str], texts: frozenset[str]) -> int:
    """Keep no answer that names any of these, nor any to what is being carried out now.

    Args:
        documents: of the community.
        ids: with or without their kinds; found where they stand alone, or in an address.
        texts: found anywhere.

    Returns:
        how many answers went.
    """
    count = 0
    for document in _all(documents):
        present: Document | None = document
        while present is not None and _may_not_stay(present.value, ids, texts):
            said = {name: each for name, each in present.value.items() if name != "answer"}
            try:
                documents.put(
                    COLLECTION, present.key, said, version=present.version, expires=present.expires
                )
            except VersionConflict:  # an answer has just come
                present = documents.get(COLLECTION, present.key)
                continue
            count += "answer" in present.value
            break
    return count


def _may_not_stay(said: dict[str, Any], ids: frozenset[str], texts: frozenset[str]) -> bool:
    answer = said.get("answer")
    return _ALIVE in said if answer is None else _names(answer, ids, texts)


def _all(documents: Documents) -> Iterator[Document]:
    after = ""
    while found := documents.page(COLLECTION, after=after, limit=_AT_ONCE):
        yield from found
        after = found[-1].key


def _names(answer: dict[str, Any], ids: frozenset[str], texts: frozenset[str]) -> bool:
    said = [*_words(_json_of(answer["body"])), *(value for _, value in answer["headers"])]
    parts = {part for each in said for part in (each, unquote(each.rpartition("/")[2]))}
    if ids & parts:
        return True
    whole = "\n".join(said)
    return any(text in whole for text in texts)


def _words(value: object) -> Iterator[str]:
    """Every text in JSON, names of fields too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from _words(each)


def _json_of(body: str) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return body


def _alive(fingerprint: str) -> dict[str, Any]:
    return {"fingerprint": fingerprint, _ALIVE: time.time() + LEASE}


def _told(document: Document, fingerprint: str) -> KeptAnswer:
    """The answer that is kept, or why there is none to tell."""
    said = document.value
    if said["fingerprint"] != fingerprint:
        raise KeyUsedOtherwise
    if "answer" in said:
        kept = said["answer"]
        headers = tuple((name, value) for name, value in kept["headers"])
        return KeptAnswer(kept["status"], headers, kept["body"])
    if _ALIVE not in said:
        raise AnswerNotKept
    if said[_ALIVE] > time.time():
        raise RequestInFlight
    raise OutcomeUnknown
