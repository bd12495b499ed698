"""Imports as HTTP and pages tell them."""

from __future__ import annotations

from datetime import UTC, datetime

from api.engine import Engine
from api.imports.kept import WRITTEN, Import, Imports, ImportState
from api.imports.work import is_under_way
from graph.records import isoformat


def standing(engine: Engine, brought: Import) -> str:
    """The state of an import, which is `running` while a job is at work on it."""
    return "running" if is_under_way(engine, brought) else brought.state.value


def can_be_undone(imports: Imports, brought: Import) -> bool:
    """Whether it was written, and what was there before is kept."""
    if brought.state not in WRITTEN:
        return False
    kept = imports.kept_before(brought)
    return kept > 0 if brought.state is ImportState.INTERRUPTED else kept == brought.chunks


def import_json(engine: Engine, brought: Import) -> dict[str, object]:
    """An import as `api.imports.schemas` describes it."""
    state = standing(engine, brought)
    undoable = state != "running" and can_be_undone(Imports(engine.documents), brought)
    return {
        "id": brought.id,
        "file": brought.file,
        "format": brought.format,
        "table": brought.table or None,
        "columns": dict(brought.fields),
        "state": state,
        "by": brought.by,
        "at": isoformat(moment(brought.at)),
        "expires_at": isoformat(moment(brought.expires)),
        "job": brought.job or None,
        "report": brought.report,
        "can_be_undone": undoable,
        "undone": brought.undone,
    }


def moment(seconds: float) -> datetime:
    """A time that is kept as seconds."""
    return datetime.fromtimestamp(seconds, UTC)
