"""The shapes of why-not questions over HTTP, as OpenAPI tells them; `api.why_not` reads them."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import Question


class WhyNotQuestion(Question):
    """Who, or what, is not in the answer to this question, and why?"""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"entity": "member:bob", "goal": "mentors", "member": "ada", "k": 5}]
        }
    )

    entity: str = Field(description="Id of who or what is asked about.")


class Compared(BaseModel):
    """A candidate as it was scored."""

    id: str = Field(examples=["member:bob"])
    name: str = Field(examples=["Bob"])
    rank: int = Field(description="By score alone.")
    score: float
    shares: dict[str, float] = Field(description="Each feature's part; they sum to the score.")


class Change(BaseModel):
    """What would bring somebody or something into the answer."""

    kind: str = Field(description="`feature`, `rule`, `candidate` or `variety`.")
    names: list[str] = Field(description="The feature, or the rules.")
    words: str = Field(description="The same as a plain sentence.")
    rank: int = Field(description="The place in the answer that asking again gave.")
    before: float | None = Field(description="The feature as it is.")
    after: float | None = Field(description="What it would have to be.")
    confirmed: bool = Field(description="The question was asked again with this change.")


class WhyNotAnswer(BaseModel):
    """Why somebody or something is not in an answer."""

    id: str
    status: str = Field(
        description="`not_seen`, `other_kind`, `excluded`, `not_proposed`, `too_alike`, "
        "`outranked` or `shown`."
    )
    reason: str = Field(description="The same as a plain sentence.")
    rule: str | None = Field(description="The first rule that says no.")
    asked_for: Compared | None
    last_shown: Compared | None = Field(description="The last one in the answer.")
    candidates: int | None = Field(description="Among how many it was ranked.")
    gap: float | None = Field(description="How much lower than the last one shown it scores.")
    change: Change | None = Field(description="The smallest change found; null when none is.")
    revision: int
