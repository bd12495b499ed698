"""Imports as the community's documents keep them: what was brought, and what became of it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from graph.documents import Documents, Json
from graph.errors import EntityNotFound, VersionConflict
from graph.packing import DAY

KEPT_SECONDS = 30.0 * DAY
"""How long an import can be looked at and taken back."""
SHOWN_REFUSALS = 1_000
"""Rows that cannot be used, which are kept with line, field and reason."""
_IMPORTS = "import"
_REFUSALS = "import_refusals"
_BEFORE = "import_before"


class ImportState(StrEnum):
    """Where an import stands."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    DONE = "done"
    INTERRUPTED = "interrupted"
    """It was stopped, or failed, after some of it was written."""
    HALF_UNDONE = "half_undone"
    """Taking it back was stopped, or killed, after some of it was; it can be begun again."""
    UNDONE = "undone"


WRITTEN = frozenset({ImportState.DONE, ImportState.INTERRUPTED, ImportState.HALF_UNDONE})


@dataclass(frozen=True, slots=True)
class Import:
    """One import. Times are seconds since 1970.

    Attributes:
        id: sorts as they were brought.
        file: what the file is called.
        format: `csv`, `jsonl`, `parquet`, or `bundle`, a zip of tables.
        by: who brought it.
        at: when.
        table: the table that its rows are of; empty for a bundle.
        fields: by column of the file, the table's column that it fills.
        job: the latest job that tried or wrote it; empty: none was begun.
        report: what the latest of them found, see `api.imports.applying`.
        chunks: how many documents keep what was there before.
        undone: what taking it back did.
        undoing: how far that has come, see `api.imports.undoing`; None: it was not begun.
    """

    id: str
    file: str
    format: str
    by: str
    at: float
    state: ImportState = ImportState.UPLOADED
    table: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    job: str = ""
    report: Mapping[str, Any] | None = None
    chunks: int = 0
    undone: Mapping[str, Any] | None = None
    undoing: Mapping[str, Any] | None = None

    @classmethod
    def brought(cls, file: str, format: str, by: str) -> Import:  # noqa: A002
        """A new one."""
        now = time.time()
        return cls(f"{int(now * 1000):012x}{secrets.token_hex(6)}", file, format, by, now)

    @classmethod
    def of_value(cls, value: Json) -> Import:
        """The import that a document holds."""
        return cls(**{**value, "state": ImportState(value["state"])})

    @property
    def expires(self) -> float:
        """From when on it is not kept any more."""
        return self.at + KEPT_SECONDS


class Imports:
    """Keeps and finds the imports of a community, and what each has put in the place of what."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents

    def add(self, brought: Import) -> None:
        """Keep a new one."""
        self.documents.add(_IMPORTS, brought.id, asdict(brought), expires=brought.expires)

    def find(self, id_: str) -> Import:
        """The import of an id. Raises EntityNotFound."""
        return self._found(id_)[0]

    def latest(self, limit: int = 20, before: str | None = None) -> list[Import]:
        """The latest first."""
        found = self.documents.page(_IMPORTS, before=before, limit=limit, backwards=True)
        return [Import.of_value(each.value) for each in found]

    def change(self, id_: str, **said: object) -> Import:
        """Keep what becomes of one, whoever else changes it meanwhile."""
        return self.amend(id_, lambda now: replace(now, **said))  # type: ignore[arg-type] # its fields

    def amend(self, id_: str, change: Callable[[Import], Import]) -> Import:
        """The same, of what it is now."""
        while True:
            before, version = self._found(id_)
            after = change(before)
            try:
                self.documents.put(
                    _IMPORTS, id_, asdict(after), version=version, expires=after.expires
                )
            except VersionConflict:
                continue
            return after

    def refuse(self, brought: Import, refusals: list[dict[str, object]]) -> None:
        """Keep which rows cannot be used, in place of what was found before."""
        self.documents.put(_REFUSALS, brought.id, {"items": refusals}, expires=brought.expires)

    def refusals(self, id_: str) -> list[dict[str, Any]]:
        """Rows that cannot be used: table, line, field and reason."""
        found = self.documents.get(_REFUSALS, id_)
        return [] if found is None else list(found.value["items"])

    def keep_before(self, brought: Import, number: int, entries: list[Json]) -> None:
        """Keep what stood in the place of some records, before they are written."""
        self.documents.put(
            _BEFORE, _part(brought.id, number), {"entries": entries}, expires=brought.expires
        )

    def before(self, brought: Import, number: int) -> list[Json] | None:
        """The same again; None: it is there no more."""
        found = self.documents.get(_BEFORE, _part(brought.id, number))
        return None if found is None else list(found.value["entries"])

    def kept_before(self, brought: Import) -> int:
        """How many documents keep what was there before an import."""
        return self.documents.count(_BEFORE, prefix=f"{brought.id}/")

    def forget_before(self, *, but: str = "") -> None:
        """Delete what earlier imports would need to be taken back."""
        after = ""
        while found := self.documents.page(_BEFORE, after=after, limit=100):
            for each in found:
                if not but or not each.key.startswith(but):
                    self.documents.remove(_BEFORE, each.key)
            after = found[-1].key

    def _found(self, id_: str) -> tuple[Import, int]:
        well_formed = id_.isalnum() and id_.isascii() and len(id_) < 100
        found = self.documents.get(_IMPORTS, id_) if well_formed else None
        if found is None:
            raise EntityNotFound(f"import {id_}", str(self.documents.community))
        return Import.of_value(found.value), found.version


def _part(id_: str, number: int) -> str:
    return f"{id_}/{number:08}"
