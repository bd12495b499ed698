"""The shapes of feedback over HTTP, as OpenAPI tells them; `api.feedback` reads them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class FeedbackBody(BaseModel):
    """A member says something of somebody or something."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"member": "ada", "feedback": "dismiss", "about": "member:bob"}]
        },
    )

    member: str = Field(description="Who says it: an id such as `member:ada`, or `ada`.")
    feedback: str = Field(
        description="`shown`, `accept`, `dismiss`, `not_suitable` (less like this), `helped` or "
        "`goal_reached`; of members also `block` and `met`."
    )
    about: str = Field(description="Id of a member, content, activity, group or skill.")
    at: str | None = Field(None, description="ISO 8601, when it was said; now when absent.")
    goal: str | None = Field(None, description="What had been asked for, such as `mentors`.")


class FeedbackRecorded(BaseModel):
    """Feedback that is now in the store."""

    feedback: str = Field(examples=["dismiss"])
    about: str = Field(examples=["member:bob"])
    changed: bool = Field(description="False when it had been said before at the same time.")
    effect: str = Field(examples=["member:bob is not recommended to the member again."])
    revision: int = Field(description="The community's revision afterwards.")


class FeedbackGiven(BaseModel):
    """Something that a member said."""

    feedback: str = Field(examples=["dismiss"])
    about: str = Field(examples=["member:bob"])
    name: str = Field(description="The id for whoever the member may not see.")
    at: str | None
    weight: float = Field(description="As evidence: from 1, more like this, to -1, less like it.")
    learned: str = Field(description="What follows from it, as a plain sentence.")


class FeedbackList(BaseModel):
    """All that a member said, latest first."""

    member: str = Field(examples=["member:ada"])
    feedback: list[FeedbackGiven]


class FeedbackTakenBack(BaseModel):
    """Feedback that is no longer in the store."""

    removed: int = Field(description="0 when it had not been said.")
    revision: int = Field(description="The community's revision afterwards.")
