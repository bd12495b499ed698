"""Having a job try an import, or write it; one at a time in a community."""

from __future__ import annotations

from api.engine import Engine
from api.imports.kept import Import, Imports
from api.imports.refusals import ImportConflict
from api.imports.work import is_under_way
from api.jobs.kinds import KINDS
from api.jobs.running import Jobs

KIND = "import"


def begin_import(
    engine: Engine, jobs: Jobs, brought: Import, by: str, *, dry_run: bool, embed: bool = True
) -> Import:
    """Begin the job.

    Raises:
        ImportConflict: one is under way.
        TooManyJobs: too many wait already.
    """
    imports = Imports(engine.documents)
    if any(is_under_way(engine, each) for each in imports.latest()):
        raise ImportConflict("an import is under way; wait until it has ended")
    said = {"import": brought.id, "dry_run": dry_run, "embed": embed}
    job = KINDS[KIND].start(engine, jobs, said, by)
    return imports.change(brought.id, job=job.id)
