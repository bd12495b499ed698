"""Telling other systems that jobs have ended: each once, also those whose process has died."""

from __future__ import annotations

from api.jobs.job import Job
from api.jobs.ledger import ALIVE_SECONDS, Ledger
from api.webhooks.outbox import Outbox
from graph.documents import Document, Documents
from graph.errors import EntityNotFound, VersionConflict

EVENT = "job.finished"
TAKEN_FOR = 60.0
"""Seconds for which whoever tells of a job has it; longer than telling ever takes."""
_UNTOLD = "job_untold"
_AT_ONCE = 100


class Ends:
    """Which jobs of a community have ended, or will, without anybody having been told."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._ledger = Ledger(documents)

    def expect(self, job: Job) -> None:
        """Its end is to be told, whatever becomes of the process that works on it."""
        self._documents.add(_UNTOLD, job.id, {"until": 0}, expires=job.expires)

    def tell(self, job: Job, now: float) -> None:
        """Tell that a job has ended, unless somebody has; what it was asked may name members."""
        due = self._documents.get(_UNTOLD, job.id)
        if due is not None:
            self._tell(job, due, now)

    def tell_abandoned(self, now: float) -> None:
        """Tell of those that ended a while ago, or were lost, with whom nobody is busy any more."""
        for due in self._documents.page(_UNTOLD, limit=_AT_ONCE):
            if self._ledger.is_alive(due.key):
                continue
            try:
                job = self._ledger.find(due.key)
            except EntityNotFound:  # erased with whom it named
                self._documents.remove(_UNTOLD, due.key)
                continue
            # One that is found lost while the store was away goes on when it is back.
            if job.ended_at is not None and job.ended_at + ALIVE_SECONDS <= now:
                self._tell(job, due, now)

    def _tell(self, job: Job, due: Document, now: float) -> None:
        if due.value["until"] > now:
            return
        try:
            self._documents.put(
                _UNTOLD, due.key, {"until": now + TAKEN_FOR}, version=due.version,
                expires=due.expires,
            )  # fmt: skip
        except VersionConflict:
            return  # somebody else is telling it
        told = {"job": job.id, "kind": job.kind, "state": job.state.value}
        # Told again by another process after this one died here, it is the same message.
        Outbox(self._documents).announce(EVENT, told, message=f"msg_{job.id}{job.state.value}")
        self._documents.remove(_UNTOLD, due.key)
