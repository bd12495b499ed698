"""How far a job is, as pages that wait for it tell."""

from __future__ import annotations

from api.jobs.job import Job


def standing_of(job: Job) -> dict[str, object]:
    """How far it is, or why it found nothing."""
    return {
        "id": job.id,
        "is_under_way": job.is_under_way,
        "state": job.state.value,
        "share": job.done / job.total if job.total else None,
        "detail": str((job.problem or {}).get("detail", "")),
    }
