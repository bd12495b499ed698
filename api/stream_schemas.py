"""The shapes of a member's stream over HTTP, as OpenAPI tells them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.past import PastQuery
from matcher.stream.attention import DEFAULT_ENTRIES


class StreamQuery(BaseModel):
    """How much of it there may be."""

    model_config = ConfigDict(extra="forbid")

    attention: str = Field(
        str(DEFAULT_ENTRIES), description="So many entries a day (`7`), or minutes (`15min`)."
    )


class StreamLook(StreamQuery, PastQuery):
    """Which stream is looked at."""


class StreamEntryTold(BaseModel):
    """One thing for the member."""

    id: str = Field(examples=["content:12"])
    name: str
    kind: str = Field(
        description="`reply`, `news`, `person`, `group`, `activity`, `thanks`, `question`, "
        "`next_stage`, `content` or `mentor`."
    )
    need: str = Field(description="`belonging`, `esteem` or `growth`.")
    line: str = Field(description="What it offers, in one line.")
    reasons: list[str] = Field(description="Why it is here.")
    at: str | None
    minutes: int = Field(description="About how long it takes.")


class AttentionTold(BaseModel):
    """The budget of the day."""

    entries: int
    minutes: int | None


class NeedShares(BaseModel):
    """A share for each need."""

    belonging: float
    esteem: float
    growth: float


class StreamAnswer(BaseModel):
    """A member's stream; when it ends, that is all for today."""

    member: str
    at: str
    stage: str | None = Field(description="Of the purpose that the member stated last.")
    attention: AttentionTold
    entries: list[StreamEntryTold]
    minutes: int
    wanted: NeedShares = Field(description="What each need should have at this stage.")
    shares: NeedShares = Field(description="What it has.")
    shown_before: int = Field(description="Entries that were shown earlier today.")
    remembered: bool
    revision: int
