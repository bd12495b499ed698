"""Jobs that pages begin, look for, stop, and tell of."""

from __future__ import annotations

from typing import Any

from api.dashboard.visits import Visit
from api.deps import jobs_of
from api.jobs.job import Job
from api.jobs.kinds import KINDS
from api.jobs.ledger import Ledger
from graph.errors import EntityNotFound


def begin_job(visit: Visit, kind: str, said: dict[str, Any]) -> Job:
    """Have a job of that kind do what is said, for whoever looks.

    Raises:
        InvalidRequest: an argument is unknown or wrong.
        TooManyJobs: too many wait already.
    """
    return KINDS[kind].start(visit.engine, jobs_of(visit.request), said, visit.who)


def job_of(visit: Visit, kind: str, id_: str) -> Job:
    """A job of that kind.

    Raises:
        EntityNotFound: there is none of that id.
    """
    found = Ledger(visit.engine.documents).find(id_)
    if found.kind != kind:
        raise EntityNotFound(f"job {id_}", visit.community)
    return found


def stop_job(visit: Visit, job: Job) -> None:
    """Cancel it."""
    jobs_of(visit.request).cancel(visit.engine, job.id)


def standing_of(job: Job) -> dict[str, object]:
    """How far it is, or why it found nothing."""
    return {
        "id": job.id,
        "is_under_way": job.is_under_way,
        "state": job.state.value,
        "share": job.done / job.total if job.total else None,
        "detail": str((job.problem or {}).get("detail", "")),
    }
