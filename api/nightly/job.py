"""What a worker process is told: the job, one part of it at a time, and what it says back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

from api.nightly.errors import RunFailed
from api.nightly.folder import RunFolder
from api.nightly.goal import goals_of
from api.nightly.manifest import Terms
from graph.errors import KinpathError
from graph.records import EntityId
from graph.snapshot_taking import open_snapshot
from matcher import Matcher
from matcher.models import read_model
from matcher.request import RecommendationRequest

_THREADS = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"
ONE_THREAD = dict.fromkeys((*_THREADS, "POLARS_MAX_THREADS"), "1")
"""The environment of a worker: there is one for each core, so none needs threads of its own."""


@dataclass(frozen=True, slots=True)
class Job:
    """The same for every worker of a run.

    Attributes:
        folder: of the run; workers read the snapshot, the weights and the goal there, and write
            parts to it.
        terms: those of the run, so that two runs in one folder are two jobs.
        asked: goal, k and what else is asked for every member.
        evenness: in place of that of the goal.
        shared: whether answers go by the plan in the folder.
    """

    folder: RunFolder
    terms: Terms
    asked: RecommendationRequest
    evenness: float | None
    shared: bool

    def request(self, asker: EntityId) -> RecommendationRequest:
        """The question of one member; equal to that of `recommend --all` as JSON lines."""
        return replace(self.asked, id=f"{self.asked.goal}/{asker}", member=asker)


@dataclass(frozen=True, slots=True)
class Done:
    """One part is done: by which process, and how many were asked in it."""

    part: int
    askers: int
    worker: int


Task = Callable[[Job, int], int]
"""Does one part of a job and says how many were asked in it."""


class Crew(Protocol):
    """Worker processes, of this machine or of many."""

    def work(self, task: Task, job: Job, parts: Sequence[int]) -> Iterator[Done]:
        """Do the task for each of the parts, in any order; a killed worker's part is done again.

        Raises:
            RunFailed: a part cannot be done, or workers end again and again.
        """


def perform(task: Task, job: Job, part: int) -> Done:
    """Do one part, in the worker. Raises RunFailed with what is wrong, which can cross over."""
    try:
        return Done(part, task(job, part), os.getpid())
    except KinpathError as error:
        raise RunFailed(str(error)) from None


@lru_cache(1)
def matcher_of(job: Job) -> Matcher:
    """The matcher of a job in this process: its snapshot mapped, its weights and goal read, once.

    Raises:
        SnapshotInvalid, WeightsInvalid, RunFailed: what the folder holds is damaged.
    """
    folder, terms = job.folder, job.terms
    model = read_model(folder.weights) if folder.weights.exists() else None
    goals = goals_of(folder, terms.goal, terms.goal_version)
    return Matcher(open_snapshot(folder.snapshot, terms.community), goals=goals, model=model)
