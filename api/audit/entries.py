"""Entries of a community's audit log, and finding them again."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

from graph.documents import Document, Documents, Json
from graph.records import isoformat

AUDIT = "audit"
"""The collection of a community's documents that holds the log, in the order of what happened."""
DAY = 86_400.0
"""Seconds."""
MOST_LOOKED_THROUGH = 10_000
"""Entries that one page looks through when few of them belong to it."""
_AT_ONCE = 500

Ids = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that was done.

    Attributes:
        at: when it was answered, ISO 8601.
        who: such as `account:anna` or `key:3f9a…`; `open` where nobody is asked.
        name: what people call the key or account.
        operation: id of the operation, or method and path of a page.
        ids: of what it was about; hashes where it failed, or where what it was about is gone.
        status: of the answer.
        request: id of the request, which the server's own log has too; empty for commands.
        counts: how many of each kind it was about, where it was about many.
    """

    at: str
    who: str
    name: str
    operation: str
    ids: Ids
    status: int
    request: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which entries are sought.

    Attributes:
        who: only what this one did.
        operation: only this operation.
        since, until: only what was answered from then on, and before then.
        before: only entries in front of the one of this key.
        limit: how many at most.
    """

    who: str | None = None
    operation: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: str | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, the latest first; `next` is what `before` is for those that follow, or None."""

    entries: list[AuditEntry] = field(default_factory=list)
    next: str | None = None


def append(documents: Documents, entry: AuditEntry, days: int) -> None:
    """Keep an entry behind all others, for so many days."""
    documents.append(AUDIT, _value(entry), expires=time.time() + days * DAY)


def find_entries(documents: Documents, asked: Asked) -> Found:
    """The entries that are sought; a page may be shorter than its limit and still have a next."""
    found: list[AuditEntry] = []
    before, looked = asked.before, 0
    while looked < MOST_LOOKED_THROUGH:
        page = documents.page(AUDIT, before=before, limit=_AT_ONCE, backwards=True)
        for document in page:
            entry = _entry(document)
            if asked.since is not None and _moment(entry) < asked.since:
                return Found(found)
            if _belongs(entry, asked):
                found.append(entry)
            if len(found) == asked.limit:
                return Found(found, document.key)
        if len(page) < _AT_ONCE:
            return Found(found)
        before, looked = page[-1].key, looked + len(page)
    return Found(found, before)


def entry_json(entry: AuditEntry) -> Json:
    """What is told of an entry."""
    return asdict(entry)


def present() -> str:
    """The time as entries have it."""
    return isoformat(datetime.now(UTC)) or ""


def _belongs(entry: AuditEntry, asked: Asked) -> bool:
    return (
        asked.who in (None, entry.who)
        and asked.operation in (None, entry.operation)
        and (asked.until is None or _moment(entry) < asked.until)
    )


def _moment(entry: AuditEntry) -> datetime:
    return datetime.fromisoformat(entry.at)


def _value(entry: AuditEntry) -> Json:
    return asdict(entry)


def _entry(document: Document) -> AuditEntry:
    return AuditEntry(**document.value)
