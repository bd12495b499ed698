"""The jobs of a community as its documents keep them, seen alike by every process of a server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from api.jobs.job import Job, JobState
from api.problems.statuses import http_problem
from graph.documents import Document, Documents
from graph.errors import EntityNotFound, VersionConflict

BEAT_SECONDS = 5.0
"""Between two signs of life that a process gives for each of its jobs."""
ALIVE_SECONDS = 20.0
"""How long after the last sign of life a job counts as under way."""
_AT_ONCE, _GLANCE = 100, 0.05
"""Jobs read at once; seconds between two looks whether they have stopped."""
_JOBS = "job"
_BEATS = "job_beat"


class Ledger:
    """Keeps and finds jobs; one of which there is no sign of life any more is found lost."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def beat(self, job: str) -> None:
        """Give a sign of life of a job."""
        self._documents.put(_BEATS, job, {}, expires=time.time() + ALIVE_SECONDS)

    def is_alive(self, job: str) -> bool:
        """Whether some process gave a sign of life of a job lately."""
        return self._documents.get(_BEATS, job) is not None

    def add(self, job: Job) -> None:
        """Keep a new job."""
        self._documents.add(_JOBS, job.id, job.to_value(), expires=job.expires)

    def find(self, job: str) -> Job:
        """The job of an id.

        Raises:
            EntityNotFound: there is none, or it has expired.
        """
        return self._settled(self._document(job))

    def page(self, after: str | None, limit: int) -> list[Job]:
        """Jobs, the latest first, or those that were asked for before the job `after`."""
        found = self._documents.page(_JOBS, before=after, limit=limit, backwards=True)
        return [self._settled(each) for each in found]

    def change(self, job: str, change: Callable[[Job], Job]) -> Job:
        """Keep what becomes of a job; done again when somebody else changed it meanwhile.

        Raises:
            EntityNotFound: there is none, or it has expired.
        """
        while True:
            document = self._document(job)
            before = Job.of_value(document.value)
            after = change(before)
            if after == before:
                return before
            try:
                self._keep(after, document.version)
            except VersionConflict:
                continue
            return after

    def stop_all(self, patience: float) -> None:
        """Ask every job that is under way to stop, and wait so many seconds for them to do so."""
        until = time.monotonic() + patience
        stopping = [job.id for job in self._every() if job.is_under_way]
        for job in stopping:
            with suppress(EntityNotFound):  # it expired meanwhile
                self.change(job, Job.asked_to_stop)
        while any(map(self._is_under_way, stopping)) and time.monotonic() < until:
            time.sleep(_GLANCE)

    def _every(self) -> Iterator[Job]:
        after: str | None = None
        while found := self.page(after, _AT_ONCE):
            yield from found
            after = found[-1].id

    def _is_under_way(self, job: str) -> bool:
        try:
            return self.find(job).is_under_way
        except EntityNotFound:
            return False

    def purge(self) -> None:
        """Delete what has expired."""
        self._documents.purge()

    def _document(self, job: str) -> Document:
        found = self._documents.get(_JOBS, job) if _is_id(job) else None
        if found is None:
            raise EntityNotFound(f"job {job}", str(self._documents.community))
        return found

    def _keep(self, job: Job, version: int) -> None:
        self._documents.put(_JOBS, job.id, job.to_value(), version=version, expires=job.expires)

    def _settled(self, document: Document) -> Job:
        job = Job.of_value(document.value)
        if not job.is_under_way or self.is_alive(job.id):
            return job
        problem = http_problem(503, "the server that worked on it has ended; begin it again")
        return self.change(job.id, lambda job: _lost(job, problem))


def _lost(job: Job, problem: dict[str, object]) -> Job:
    return job.ended(JobState.LOST, problem) if job.is_under_way else job


def _is_id(job: str) -> bool:
    return job.isalnum() and job.isascii() and len(job) < 100
