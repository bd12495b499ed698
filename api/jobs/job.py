"""A job: long work that was asked for, how far it is, and how it ended."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from graph.documents import Json
from graph.packing import DAY
from graph.records import iso_of

KEPT_SECONDS = 7.0 * DAY
"""How long a job and its result can be asked for."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"
    """The process that worked on it has ended."""


UNDER_WAY = frozenset({JobState.QUEUED, JobState.RUNNING})


@dataclass(frozen=True, slots=True)
class Job:
    """One job. Times are seconds since 1970.

    Attributes:
        id: sorts as jobs were asked for.
        kind: what is worked out.
        arguments: of what, and how.
        by: who asked.
        asked_at, began_at, ended_at: when.
        label, done, total: how far it is: so many (of so many) units of what the label names.
        is_cancelling: whether it was asked to stop.
        problem: why it failed or was lost, as RFC 9457 has it.
    """

    id: str
    kind: str
    arguments: Mapping[str, Any]
    by: str
    state: JobState
    asked_at: float
    began_at: float | None = None
    ended_at: float | None = None
    label: str = ""
    done: int = 0
    total: int | None = None
    is_cancelling: bool = False
    problem: Mapping[str, Any] | None = None

    @classmethod
    def asked(cls, kind: str, arguments: Mapping[str, Any], by: str) -> Job:
        """A new job, which waits for its turn."""
        now = time.time()
        id_ = f"{int(now * 1000):012x}{secrets.token_hex(8)}"
        return cls(id_, kind, arguments, by, JobState.QUEUED, now)

    @classmethod
    def of_value(cls, value: Json) -> Job:
        """The job that a document holds."""
        return cls(**{**value, "state": JobState(value["state"])})

    @property
    def expires(self) -> float:
        """From when on it cannot be asked for any more."""
        return (self.ended_at or self.asked_at) + KEPT_SECONDS

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    def to_value(self) -> Json:
        """What its document holds."""
        return asdict(self)

    def began(self) -> Job:
        """At work, unless it was cancelled before its turn came."""
        if self.state is JobState.CANCELLED:
            return self
        return replace(self.at_work(), began_at=time.time())

    def at_work(self) -> Job:
        """Under way, also when it was found lost while the store did not answer."""
        return replace(self, state=JobState.RUNNING, ended_at=None, problem=None)

    def ended(self, state: JobState, problem: Mapping[str, Any] | None = None) -> Job:
        """At its end."""
        return replace(self, state=state, ended_at=time.time(), problem=problem)

    def finished(self, state: JobState, problem: Mapping[str, Any] | None) -> Job:
        """At the end of its work; cancelled if it was asked to stop, however late."""
        if self.is_cancelling and state in (JobState.DONE, JobState.FAILED):
            return self.ended(JobState.CANCELLED)
        return self.ended(state, problem)

    def asked_to_stop(self) -> Job:
        """Stopped at once if it waits, and soon if it is at work."""
        if self.state is JobState.QUEUED:
            return self.ended(JobState.CANCELLED)
        return replace(self, is_cancelling=True) if self.is_under_way else self


def job_json(job: Job) -> dict[str, object]:
    """A job as HTTP tells it, as `api.jobs.schemas` describes it."""
    done = job.state is JobState.DONE
    return {
        "id": job.id,
        "kind": job.kind,
        "arguments": dict(job.arguments),
        "state": job.state.value,
        "cancelling": job.is_cancelling and job.is_under_way,
        "progress": {"label": job.label, "done": job.done, "total": job.total},
        "by": job.by,
        "asked_at": iso_of(job.asked_at),
        "began_at": iso_of(job.began_at),
        "ended_at": iso_of(job.ended_at),
        "expires_at": iso_of(job.expires),
        "problem": job.problem,
        "result": f"/v1/jobs/{job.id}/result" if done else None,
    }
