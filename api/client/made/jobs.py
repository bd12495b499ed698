"""Made by `make client`: the operations on jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class AnswerLines(Told):
    """Some of the answers that a job found."""

    items: tuple[dict[str, Any], ...]
    next: str | None
    """The cursor of the next page; null: this is the last."""


class JobList(Told):
    """Jobs, the latest first."""

    items: tuple[JobTold, ...]
    next: str | None
    """The cursor of the next page; null: this is the last."""


class JobProgress(Told):
    """How far a job is."""

    label: str
    """What is being done; empty before it begins."""
    done: int
    total: int | None
    """Units of the work that `label` names, if that is known."""


class JobTold(Told):
    """A job."""

    id: str
    kind: str
    arguments: dict[str, Any]
    state: str
    """`lost`: the server that worked on it has ended."""
    cancelling: bool
    """Asked to stop, and has not noticed yet."""
    progress: JobProgress
    by: str
    """Who asked for it."""
    asked_at: str
    began_at: str | None
    ended_at: str | None
    expires_at: str
    """From when on neither it nor its result is there."""
    problem: dict[str, Any] | None
    """Why it failed or was lost, as RFC 9457."""
    result: str | None
    """Where what it found is; null unless it is done."""


class JobsOperations(Calls):
    """The operations on jobs, one method each."""

    def begin_job(self, *, kind: str, arguments: dict[str, Any] = NOT_SAID) -> JobTold:
        """Begin long work.

        Answers at once; the job waits for its turn, and `Location` is where to look at it.
        """
        return self.call("POST", "/v1/jobs", "JobTold", body={"kind": kind, "arguments": arguments})

    def list_jobs(self, *, limit: int | None = None, cursor: str | None = None) -> JobList:
        """The latest jobs.

        The latest first; a job and its result are kept for seven days after its end.

        A page leaves out those that whoever asks could not have begun, and may be shorter for
        it.
        """
        return self.call("GET", "/v1/jobs", "JobList", query={"limit": limit, "cursor": cursor})

    def every_jobs(self, *, limit: int | None = None) -> Iterator[JobTold]:
        """The latest jobs: all, page by page as they are used."""
        return self.pages(lambda cursor: self.list_jobs(limit=limit, cursor=cursor))

    def look_at_job(self, job: str) -> JobTold:
        """How far a job is.

        Its state, how far it is, and where its result is once it is done.
        """
        return self.call("GET", f"/v1/jobs/{self.part(job)}", "JobTold")

    def cancel_job(self, job: str) -> JobTold:
        """Cancel a job.

        Stopped at once if it waits, and within moments if it is at work; one that ended stays
        so.
        """
        return self.call("DELETE", f"/v1/jobs/{self.part(job)}", "JobTold")

    def result_of_job(
        self, job: str, *, limit: int | None = None, cursor: str | None = None
    ) -> AnswerLines | dict[str, Any]:
        """What a job found.

        What the command of that name prints with `--json`.

        Of `recommend_all` a page of answers, with where the `next` one begins; of `export` where
        its file is, what it is called, and until when.
        """
        return self.call(
            "GET",
            f"/v1/jobs/{self.part(job)}/result",
            "AnswerLines | dict[str, Any]",
            query={"limit": limit, "cursor": cursor},
        )

    def file_of_job(self, job: str) -> bytes:
        """The file that a job made.

        What the job `export` wrote, which is kept for a day at most, and of five the latest.
        """
        return self.call("GET", f"/v1/jobs/{self.part(job)}/file", "bytes")
