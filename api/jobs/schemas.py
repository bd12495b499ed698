"""Jobs as OpenAPI describes them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

KindName = Literal[
    "learn",
    "alignment",
    "health",
    "outcomes",
    "journeys",
    "reputation",
    "roles",
    "shared_purpose",
    "recommend_all",
    "snapshot",
    "map",
    "what_if",
    "import",
    "undo_import",
    "export",
]
MAX_JOBS = 100
MAX_LINES = 10_000


class JobBody(BaseModel):
    """What is to be worked out."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"kind": "recommend_all", "arguments": {"goal": "mentors", "k": 5}}]
        },
    )

    kind: KindName
    arguments: dict[str, Any] = Field(
        default_factory=dict, description="As the route or the command of that name takes them."
    )


class JobProgress(BaseModel):
    """How far a job is."""

    label: str = Field(description="What is being done; empty before it begins.")
    done: int
    total: int | None = Field(description="Units of the work that `label` names, if that is known.")


class JobTold(BaseModel):
    """A job."""

    id: str
    kind: KindName
    arguments: dict[str, Any]
    state: Literal["queued", "running", "done", "failed", "cancelled", "lost"] = Field(
        description="`lost`: the server that worked on it has ended."
    )
    cancelling: bool = Field(description="Asked to stop, and has not noticed yet.")
    progress: JobProgress
    by: str = Field(description="Who asked for it.")
    asked_at: str
    began_at: str | None
    ended_at: str | None
    expires_at: str = Field(description="From when on neither it nor its result is there.")
    problem: dict[str, Any] | None = Field(description="Why it failed or was lost, as RFC 9457.")
    result: str | None = Field(description="Where what it found is; null unless it is done.")


class JobList(BaseModel):
    """Jobs, the latest first."""

    items: list[JobTold]
    next: str | None = Field(description="The cursor of the next page; null: this is the last.")


class AnswerLines(BaseModel):
    """Some of the answers that a job found."""

    items: list[dict[str, Any]]
    next: str | None = Field(description="The cursor of the next page; null: this is the last.")
