"""Working on jobs: a few at a time in threads of the server, told how far they are, and stopped."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from logging import getLogger
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic, time
from typing import Any, BinaryIO

from api.engine import Engine
from api.jobs.ends import Ends
from api.jobs.job import Job, JobState
from api.jobs.ledger import BEAT_SECONDS, Ledger
from api.jobs.refusals import TooManyJobs
from api.jobs.results import FOUND, JobResults, purge_all
from api.problems.statuses import http_problem, problem_of
from api.turns import Turns
from graph.closing import Closing
from graph.errors import KinpathError
from graph.progress import Progress

AT_ONCE = 2
"""Jobs that one process works on at the same time."""
WAITING = 20
"""Jobs that may wait for their turn besides."""
TOLD_EVERY = 0.5
"""Seconds between two times that a job tells how far it is."""
PURGE_SECONDS = 300.0
"""Between two looks for what jobs found and nobody can ask for any more."""
PATIENCE = 5.0
"""Seconds that a server which is told to stop waits for its jobs to notice."""

Work = Callable[[Engine, Progress, BinaryIO], None]
"""Works something out, tells how far it is, and writes what it found."""
Lent = Callable[[str], AbstractContextManager[Engine]]
"""Lends the engine of a community."""


class Stopped(Exception):
    """Ends the work of a job that was cancelled, or whose server stops."""


@dataclass(frozen=True, slots=True)
class _Live:
    """A job of this process that has not ended."""

    community: str
    stopped: Event = field(default_factory=Event)
    ended: Event = field(default_factory=Event)


class Jobs(Closing):
    """The jobs of one server process, of whichever community.

    Args:
        lent: lends the engine that a job works with.
        results: folder for what jobs find.
    """

    def __init__(self, lent: Lent, results: Path) -> None:
        self._lent, self._results = lent, results
        self._live: dict[str, _Live] = {}
        self._guard = Lock()
        self._turns = Turns(AT_ONCE)
        self._closing = Event()
        self._beating: Thread | None = None

    def begin(self) -> None:
        """From now on see to it that what jobs found is not kept for longer than it may be."""
        self._beat_on()

    def start(
        self,
        engine: Engine,
        kind: str,
        arguments: dict[str, Any],
        work: Work,
        by: str,
        *,
        ending: str = FOUND,
    ) -> Job:
        """Have some work done; returns the job, which waits for its turn.

        What it finds is kept in a file whose name ends so.

        Raises:
            TooManyJobs: too many wait already.
        """
        job = Job.asked(kind, arguments, by)
        live = self._admitted(job.id, engine.store.community)
        try:
            ledger = Ledger(engine.documents)
            ledger.beat(job.id)
            Ends(engine.documents).expect(job)
            ledger.add(job)
        except BaseException:
            self._forget(job.id)
            raise
        self._beat_on()
        doing = partial(self._run, job.id, live, work, ending)
        Thread(target=doing, name="kinpath-job", daemon=True).start()
        return job

    def cancel(self, engine: Engine, job: str) -> Job:
        """Ask a job to stop, whichever process works on it.

        Raises:
            EntityNotFound: there is none of that id.
        """
        found = Ledger(engine.documents).change(job, Job.asked_to_stop)
        live = self._live.get(job)
        if live is not None:
            live.stopped.set()
            if not found.is_under_way:
                self._forget(job)
        return found

    def close(self) -> None:
        """Stop all jobs; those that do not notice in time end with the process."""
        self._closing.set()
        with self._guard:
            live = list(self._live.values())
        until = monotonic() + PATIENCE
        for each in live:
            each.stopped.set()
        for each in live:
            each.ended.wait(max(0.0, until - monotonic()))

    def _admitted(self, job: str, community: str) -> _Live:
        with self._guard:
            if len(self._live) >= AT_ONCE + WAITING or self._closing.is_set():
                raise TooManyJobs(len(self._live))
            live = self._live[job] = _Live(community)
            return live

    def _forget(self, job: str) -> None:
        with self._guard:
            self._live.pop(job, None)

    def _run(self, job: str, live: _Live, work: Work, ending: str) -> None:
        try:
            with self._turns, self._lent(live.community) as engine:
                self._work(engine, job, live, work, ending)
        except Exception:  # nobody else is told: the job is found lost
            getLogger("kinpath.jobs").exception("a job could not be brought to its end")
        finally:
            self._forget(job)
            live.ended.set()

    def _work(self, engine: Engine, job: str, live: _Live, work: Work, ending: str) -> None:
        ledger, ends = Ledger(engine.documents), Ends(engine.documents)
        results = JobResults(self._results, engine.store)
        began = ledger.change(job, Job.began)
        if began.state is not JobState.RUNNING:
            ends.tell(began, time())
            return
        progress = _JobProgress(ledger, job, live)
        state, problem = JobState.DONE, None
        try:
            results.purge()
            ledger.purge()
            with results.writing(job, ending) as file:
                work(engine, progress, file)
                progress.look()
            results.purge()  # once more: a file may be one too many
        except Stopped:
            state, problem = self._why_stopped()
        except KinpathError as error:
            state, problem = JobState.FAILED, problem_of(error)
        except Exception:
            getLogger("kinpath.jobs").exception("a job failed")
            state, problem = JobState.FAILED, http_problem(500, _FAULT)
        is_kept = False
        try:
            ended = ledger.change(job, lambda now: now.finished(state, problem))
            is_kept = ended.state is JobState.DONE
            ends.tell(ended, time())
        finally:
            if not is_kept:  # cancelled at the last moment, or erased with whom it named
                results.remove(job)

    def _why_stopped(self) -> tuple[JobState, dict[str, object] | None]:
        if self._closing.is_set():
            return JobState.LOST, http_problem(503, "the server was stopped; begin it again")
        return JobState.CANCELLED, None

    def _beat_on(self) -> None:
        with self._guard:
            if self._beating is None or not self._beating.is_alive():
                self._beating = Thread(target=self._beat, name="kinpath-jobs", daemon=True)
                self._beating.start()

    def _beat(self) -> None:
        """Give signs of life of every job that is here, and see to it that nothing is kept long."""
        purged_at = float("-inf")
        while not self._closing.wait(BEAT_SECONDS):
            if monotonic() - purged_at >= PURGE_SECONDS:
                purge_all(self._results)
                purged_at = monotonic()
            with self._guard:
                live = [(job, each.community) for job, each in self._live.items()]
            for job, community in live:
                # A store that does not answer now may do so at the next beat.
                with suppress(KinpathError), self._lent(community) as engine:
                    Ledger(engine.documents).beat(job)


_FAULT = "something went wrong in Kinpath itself; the server's log says what"


class _JobProgress:
    """Tells the ledger how far a job is, and ends its work when it is to stop."""

    def __init__(self, ledger: Ledger, job: str, live: _Live) -> None:
        self._ledger, self._job, self._live = ledger, job, live
        self._next = 0.0

    def __call__(self, label: str, done: int, total: int | None) -> None:
        if self._live.stopped.is_set():
            raise Stopped
        if monotonic() >= self._next:
            self._tell(lambda job: replace(job, label=label, done=done, total=total))
            self._next = monotonic() + TOLD_EVERY

    def look(self) -> None:
        """End the work if it is to stop."""
        if self._live.stopped.is_set():
            raise Stopped
        self._tell(lambda job: job)

    def _tell(self, change: Callable[[Job], Job]) -> None:
        now = self._ledger.change(self._job, lambda job: change(job).at_work())
        if now.is_cancelling:
            raise Stopped
