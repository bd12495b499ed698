"""What `/v1/audit` takes and answers."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from api.audit.entries import Asked
from matcher.request_json import moment

MAX_ENTRIES = 1_000


class AuditQuery(BaseModel):
    """Which entries."""

    model_config = ConfigDict(extra="forbid")

    principal: str | None = Field(
        None, max_length=300, description="Only what this one did: `account:anna`, `key:3f9a…`."
    )
    operation: str | None = Field(
        None, max_length=300, description="Only this operation, such as `export_member`."
    )
    since: str | None = Field(None, description="Only what was answered from then on (ISO 8601).")
    until: str | None = Field(None, description="Only what was answered before then (ISO 8601).")
    limit: int = Field(100, ge=1, le=MAX_ENTRIES, description="Entries at most.")
    cursor: str | None = Field(
        None, pattern=r"^[0-9]{16}$", description="`next` of the page before."
    )

    def asked(self) -> Asked:
        """The question. Raises InvalidRequest for a time that is none."""
        return Asked(
            self.principal, self.operation, _time("since", self.since),
            _time("until", self.until), self.cursor, self.limit,
        )  # fmt: skip


class AuditEntryTold(BaseModel):
    """Something that was done."""

    at: str = Field(description="When it was answered.", examples=["2026-03-01T09:30:00+00:00"])
    who: str = Field(
        description="`account:` and a name, `key:` and an id, `open`, or `command-line`.",
        examples=["account:anna"],
    )
    name: str = Field(description="What people call the key or account.")
    operation: str = Field(
        description="Id of the operation, or method and path of a page.",
        examples=["export_member"],
    )
    ids: dict[str, str | list[str]] = Field(
        description="What it was about; hashes where it failed, or what it was about is gone."
    )
    status: int = Field(description="Of the answer.", examples=[200])
    request: str = Field(description="Id of the request; empty for what a command did.")
    counts: dict[str, int] = Field(
        description="How many of each kind it was about, where it was about many: `ids` then names "
        "the first 20.",
        examples=[{"members": 118}],
    )


class AuditList(BaseModel):
    """A page of the log."""

    items: list[AuditEntryTold] = Field(description="The latest first.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


def _time(field: str, said: str | None) -> datetime | None:
    return None if said is None else moment(field, said)
