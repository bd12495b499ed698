"""The job that tries an import, or writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.engine import Engine
from api.imports.applying import Applied, Change, apply
from api.imports.bringing import source_of, uploads_of
from api.imports.kept import WRITTEN, Import, Imports, ImportState
from api.imports.records_json import record_json
from api.imports.refusals import ImportConflict
from api.imports.undoing import undo
from api.jobs.ledger import Ledger
from graph.embeddings import embed_missing
from graph.errors import EntityNotFound
from graph.progress import Progress


class ImportArguments(BaseModel):
    """Which import, and whether it is only tried."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    import_: str = Field(alias="import", description="The id of an import.")
    dry_run: bool = False
    embed: bool = Field(True, description="Turn new texts into vectors afterwards.")


def run_import(engine: Engine, asked: ImportArguments, progress: Progress) -> Mapping[str, Any]:
    """Try or write an import; what it finds is also kept with the import."""
    imports = Imports(engine.documents)
    brought = imports.find(asked.import_)
    if brought.state in WRITTEN - {ImportState.INTERRUPTED} or brought.undone is not None:
        raise ImportConflict("this import was written before; bring the file again")
    source = source_of(engine, brought)
    if asked.dry_run:
        found = apply(source, engine.store, progress)
        return _kept(imports, brought, found, ImportState.CHECKED)
    begin = _beginning(imports, brought)
    written = 0

    def keep(number: int, changes: list[Change]) -> None:
        nonlocal written
        written = number + 1
        imports.keep_before(
            brought,
            begin + number,
            [
                {
                    "before": None if before is None else record_json(before),
                    "after": record_json(after),
                }
                for before, after in changes
            ],
        )

    found = apply(source, engine.store, progress, keep)
    told = _kept(imports, brought, found, ImportState.DONE, chunks=begin + written)
    uploads_of(engine).remove(brought.id)
    if asked.embed:
        embed_missing(engine.store, engine.embedder, progress)
    return told


class UndoArguments(BaseModel):
    """Which import, and what becomes of what others changed since."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    import_: str = Field(alias="import", description="The id of an import.")
    rest: bool = Field(False, description="Leave that as it is, and take the rest back.")


def run_undo(engine: Engine, asked: UndoArguments, progress: Progress) -> Mapping[str, Any]:
    """Take an import back; what that did is also kept with the import."""
    imports = Imports(engine.documents)
    brought = imports.find(asked.import_)
    undone = undo(engine.store, imports, brought, rest=asked.rest, progress=progress)
    return {"import": brought.id, "state": undone.state.value, **(undone.undone or {})}


def is_under_way(engine: Engine, brought: Import) -> bool:
    """Whether a job is at work on it, or waits to be."""
    try:
        return bool(brought.job) and Ledger(engine.documents).find(brought.job).is_under_way
    except EntityNotFound:  # a job is kept for a shorter time
        return False


def _beginning(imports: Imports, brought: Import) -> int:
    """From here on something may be written: what earlier imports would need to be undone goes."""
    imports.forget_before(but=brought.id)
    imports.change(brought.id, state=ImportState.INTERRUPTED)
    return imports.kept_before(brought)


def _kept(
    imports: Imports, brought: Import, found: Applied, state: ImportState, chunks: int = 0
) -> Mapping[str, Any]:
    imports.refuse(brought, found.refusals)
    report = found.to_json()
    imports.change(brought.id, state=state, report=report, chunks=chunks)
    return {"import": brought.id, "state": state.value, **report}
