"""Made by `make client`: the operations on imports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.client.calls import Calls
from api.client.told import Told


class ImportCounts(Told):
    """How many rows there are, and what they bring."""

    read: int
    new: int
    """Of what was not there before."""
    changed: int
    """Of what says something else now."""
    unchanged: int
    skipped: int
    """That say nothing which is kept."""
    refused: int
    """That cannot be used."""


class ImportList(Told):
    """Imports, the latest first."""

    items: tuple[ImportTold, ...]
    next: str | None
    """The cursor of the next page; null: this is the last."""


class ImportReport(Told):
    """What the rows bring, or would bring."""

    tables: dict[str, ImportCounts]
    total: ImportCounts
    unknown_verbs: dict[str, int]
    """Kept, but without weight in matching."""


class ImportTold(Told):
    """An import."""

    id: str
    file: str
    format: str
    table: str | None
    """null of a zip of tables."""
    columns: dict[str, str]
    """By column of the file, the field it fills."""
    state: str
    """`checked`: tried; `interrupted`: stopped after some of it was written; `half_undone`: stopped
    after some of it was taken back.
    """
    by: str
    at: str
    expires_at: str
    """From when on it cannot be looked at or undone."""
    job: str | None
    """The latest job that tried it, wrote it or took it back."""
    report: ImportReport | None
    can_be_undone: bool
    undone: ImportUndone | None


class ImportUndone(Told):
    """What taking an import back did."""

    restored: int
    """Records that are as they were."""
    removed: int
    """Records that the import had made, and that are gone."""
    changed: int
    """Records that others changed since, and that stay."""
    left: tuple[LeftAsItIs, ...]
    """The first 1,000 of these."""


class LeftAsItIs(Told):
    """A record that was changed since, and stays."""

    record: str
    reason: str


class ImportsOperations(Calls):
    """The operations on imports, one method each."""

    def bring_file(
        self,
        content: bytes,
        *,
        file: str | None = None,
        table: str | None = None,
        column: Iterable[str] | None = None,
        dry_run: bool | None = None,
        embed: bool | None = None,
        media: str = "text/csv",
    ) -> ImportTold:
        """Import a file.

        The body is a table as CSV, JSON lines or parquet, or a zip of the bundle's tables.

        Which table it is and what its columns say is guessed, unless it is told. The answer
        comes once the file has arrived; a job reads it, and `dry_run` only tries it. What a file
        of a single table does not speak of stays as it is. Until the next import, for at most 30
        days, it can be undone.
        """
        return self.call(
            "POST",
            "/v1/imports",
            "ImportTold",
            query={
                "file": file,
                "table": table,
                "column": column,
                "dry_run": dry_run,
                "embed": embed,
            },
            content=content,
            media=media,
        )

    def list_imports(self, *, limit: int | None = None, cursor: str | None = None) -> ImportList:
        """The latest imports.

        The latest first; each is kept for 30 days.
        """
        return self.call(
            "GET", "/v1/imports", "ImportList", query={"limit": limit, "cursor": cursor}
        )

    def every_imports(self, *, limit: int | None = None) -> Iterator[ImportTold]:
        """The latest imports: all, page by page as they are used."""
        return self.pages(lambda cursor: self.list_imports(limit=limit, cursor=cursor))

    def look_at_import(self, import_: str) -> ImportTold:
        """What becomes of an import.

        Its state, what its columns say, and what it brings or has brought.
        """
        return self.call("GET", f"/v1/imports/{self.part(import_)}", "ImportTold")

    def refusals_of_import(self, import_: str) -> bytes:
        """Rows that cannot be used.

        The first 1,000 as CSV, each with its line, its field and the reason.
        """
        return self.call("GET", f"/v1/imports/{self.part(import_)}/refusals", "bytes")

    def run_import(self, import_: str, *, embed: bool | None = None) -> ImportTold:
        """Write an import that was tried.

        Begins the job that writes it; so is one finished that was interrupted.
        """
        return self.call(
            "POST", f"/v1/imports/{self.part(import_)}/run", "ImportTold", query={"embed": embed}
        )

    def undo_import(self, import_: str, *, rest: bool | None = None) -> ImportTold:
        """Take an import back.

        Begins the job by which what it made goes, and what it changed is exactly as before.

        Where others changed some of that since, nothing is done, and the `problem` of the job
        says in `changed` what it is; with `rest` that stays as it is, and the rest is taken
        back. One that is cancelled or killed after some was taken back is `half_undone`: asked
        again, it is finished.
        """
        return self.call(
            "POST", f"/v1/imports/{self.part(import_)}/undo", "ImportTold", query={"rest": rest}
        )
