"""Answering one part: its rows in a file of their own."""

from __future__ import annotations

from collections.abc import Iterator

from api.nightly.askers import askers_of
from api.nightly.folder import write_frame
from api.nightly.job import Job, matcher_of
from api.nightly.rows import rows_of
from api.nightly.sharing import planned_batch
from matcher.request import RecommendationList


def answer_part(job: Job, part: int) -> int:
    """Write the answers of one part; returns how many were asked."""
    askers = askers_of(job.folder, part)
    requests = [job.request(asker) for asker in askers]
    answers: Iterator[RecommendationList]
    if job.shared:
        batch = planned_batch(job, part, requests)
        answers = (batch.recommend(request) for request in requests)
    else:
        matcher = matcher_of(job)
        answers = (matcher.recommend(request) for request in requests)
    write_frame(job.folder.part(part), rows_of(answers))
    return len(askers)
