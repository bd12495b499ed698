"""Having a new map made by a job while the last one is looked at."""

from __future__ import annotations

from datetime import UTC, datetime

from api.dashboard.page_jobs import begin_job, standing_of
from api.dashboard.visits import Visit
from api.jobs.job import Job
from api.jobs.ledger import Ledger
from api.maps.sheets import Sheet
from api.maps.spots import Spot

KIND = "map"
_LATEST = 50
"""Jobs among which one that makes the same map is looked for."""


def begin_making(visit: Visit, side: str) -> Job:
    """Have a map made; if it is being made already, that job.

    Raises:
        TooManyJobs: too many wait already.
    """
    said = {"by": side}
    for job in Ledger(visit.engine.documents).page(None, _LATEST):
        is_same = job.kind == KIND and job.arguments == said
        if is_same and job.is_under_way and not job.is_cancelling:
            return job
    return begin_job(visit, KIND, said)


def told_making(
    visit: Visit, spot: Spot, sheet: Sheet | None, job: Job | None = None, **more: bool
) -> dict[str, object]:
    """What the template that tells of it is given.

    Args:
        visit: who looks.
        spot: at which place.
        sheet: the map that is shown; None: there is none yet.
        job: that makes another one.
        more: `is_new` where there is a newer map than the one that is shown, `is_renewed` where
            it has just taken the place of the last one.
    """
    now = datetime.now(UTC)
    at = now if sheet is None else datetime.fromtimestamp(sheet.made.at, UTC)
    return {
        "spot": spot,
        "shown": None if sheet is None else sheet.made,
        "age": visit.language.ago(at, now),
        "job": None if job is None else standing_of(job),
        "is_new": False,
        "is_renewed": False,
        **more,
    }
