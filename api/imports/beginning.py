"""Having a job try an import, write it, or take it back; one at a time in a community."""

from __future__ import annotations

from typing import Any

from api.engine import Engine
from api.imports.kept import Import, Imports
from api.imports.refusals import ImportConflict
from api.imports.undoing import kept_for_undoing
from api.imports.work import is_under_way
from api.jobs.kinds import KINDS
from api.jobs.running import Jobs

KIND = "import"
UNDO = "undo_import"


def begin_import(
    engine: Engine, jobs: Jobs, brought: Import, by: str, *, dry_run: bool, embed: bool = True
) -> Import:
    """Begin the job.

    Raises:
        ImportConflict: one is under way.
        TooManyJobs: too many wait already.
    """
    said = {"import": brought.id, "dry_run": dry_run, "embed": embed}
    return _begin(engine, jobs, brought, KIND, said, by)


def begin_undo(engine: Engine, jobs: Jobs, brought: Import, by: str, *, rest: bool) -> Import:
    """Begin the job that takes an import back.

    Raises:
        ImportConflict: one is under way, or it cannot be undone.
        TooManyJobs: too many wait already.
    """
    if not is_under_way(engine, brought):
        kept_for_undoing(Imports(engine.documents), brought)
    return _begin(engine, jobs, brought, UNDO, {"import": brought.id, "rest": rest}, by)


def _begin(
    engine: Engine, jobs: Jobs, brought: Import, kind: str, said: dict[str, Any], by: str
) -> Import:
    imports = Imports(engine.documents)
    if any(is_under_way(engine, each) for each in imports.latest()):
        raise ImportConflict("an import is under way; wait until it has ended, or cancel its job")
    job = KINDS[kind].start(engine, jobs, said, by)
    return imports.change(brought.id, job=job.id)
