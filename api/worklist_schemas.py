"""The shapes of the connector's worklist over HTTP, as OpenAPI tells them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.figure_schemas import FigureTold
from api.past import PastQuery
from matcher.worklist.entries import DEFAULT_COUNT, DEFAULT_REST_DAYS, MOST_ENTRIES
from matcher.worklist.hold_out import MOST_HELD_OUT


class WorklistQuery(BaseModel):
    """Which list is wanted."""

    model_config = ConfigDict(extra="forbid")

    count: int = Field(DEFAULT_COUNT, ge=1, le=MOST_ENTRIES, description="Entries at most.")
    hold_out: float = Field(
        0.0, ge=0.0, le=MOST_HELD_OUT, description="Share that is drawn to be left undone."
    )
    rest_days: int = Field(
        DEFAULT_REST_DAYS, ge=0, le=365, description="Whoever was asked is left alone so long."
    )


class WorklistLook(WorklistQuery, PastQuery):
    """Which list is looked at."""


class Somebody(BaseModel):
    """A member, or a thing, and what people call it."""

    id: str = Field(examples=["member:ada"])
    name: str


class WorklistEntry(BaseModel):
    """One thing to do."""

    id: str = Field(description="To tell what became of it.")
    act: str = Field(description="`answer`, `introduce`, `invite` or `show`.")
    cause: str = Field(
        description="`unanswered_newcomer`, `newcomer_without_tie`, `isolated`, "
        "`about_to_leave`, `seeks_mentor` or `mutual_match`."
    )
    line: str = Field(description="What to do, in one line.")
    member: Somebody = Field(description="Who is asked or told.")
    target: Somebody = Field(description="Whom they meet, what they are shown, or the question.")
    served: Somebody | None = Field(description="Who asked the question.")
    why_now: str
    reasons: list[str] = Field(description="Why it suits, as the member concerned would read it.")
    reasons_back: list[str] = Field(description="The same from the other side.")
    expected: FigureTold
    mutual: float | None = Field(description="The lower of the two fits, between peers.")


class WaitingTold(BaseModel):
    """How many members a cause concerned."""

    cause: str
    members: int
    looked_at: int
    without_match: int


class WorklistAnswer(BaseModel):
    """The list of a day."""

    community: str
    at: str
    entries: list[WorklistEntry]
    held_out: int = Field(description="How many were drawn to be left undone.")
    waiting: list[WaitingTold]
    remembered: bool
    revision: int


class ResultBody(BaseModel):
    """What became of an entry."""

    result: str = Field(description="`done` or `skip`.", examples=["done"])


class ResultTold(BaseModel):
    """What was kept."""

    id: str
    member: str
    target: str
    result: str
    at: str
    revision: int


class ArmTold(BaseModel):
    """Proposals that were made, or held out, and what happened within 28 days."""

    proposals: int
    came_about: int
    returned: int


class UpliftAnswer(BaseModel):
    """What proposing brought about."""

    proposed: ArmTold
    held_out: ArmTold
    came_about: FigureTold
    returned: FigureTold
    smallest: FigureTold
    too_young: int = Field(description="Proposals of the last 28 days.")
    out_of_sight: int
