"""Imports as OpenAPI describes them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class ImportCounts(BaseModel):
    """How many rows there are, and what they bring."""

    read: int
    new: int = Field(description="Of what was not there before.")
    changed: int = Field(description="Of what says something else now.")
    unchanged: int
    skipped: int = Field(description="That say nothing which is kept.")
    refused: int = Field(description="That cannot be used.")


class ImportReport(BaseModel):
    """What the rows bring, or would bring."""

    tables: dict[str, ImportCounts]
    total: ImportCounts
    unknown_verbs: dict[str, int] = Field(description="Kept, but without weight in matching.")


class LeftAsItIs(BaseModel):
    """A record that was changed since, and stays."""

    record: str
    reason: str


class ImportUndone(BaseModel):
    """What taking an import back did."""

    restored: int = Field(description="Records that are as they were.")
    removed: int = Field(description="Records that the import had made, and that are gone.")
    changed: int = Field(description="Records that others changed since, and that stay.")
    left: list[LeftAsItIs] = Field(description="The first 1,000 of these.")


class ImportTold(BaseModel):
    """An import."""

    id: str
    file: str
    format: Literal["csv", "jsonl", "parquet", "bundle"]
    table: str | None = Field(description="null of a zip of tables.")
    columns: dict[str, str] = Field(description="By column of the file, the field it fills.")
    state: Literal[
        "uploaded", "running", "checked", "done", "interrupted", "half_undone", "undone"
    ] = Field(
        description="`checked`: tried; `interrupted`: stopped after some of it was written; "
        "`half_undone`: stopped after some of it was taken back."
    )
    by: str
    at: str
    expires_at: str = Field(description="From when on it cannot be looked at or undone.")
    job: str | None = Field(description="The latest job that tried it, wrote it or took it back.")
    report: ImportReport | None
    can_be_undone: bool
    undone: ImportUndone | None


class ImportList(BaseModel):
    """Imports, the latest first."""

    items: list[ImportTold]
    next: str | None = Field(description="The cursor of the next page; null: this is the last.")
