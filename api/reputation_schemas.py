"""The shapes of reputation and roles over HTTP, as OpenAPI tells them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Named(BaseModel):
    """Somebody or something."""

    id: str = Field(examples=["skill:optics"])
    name: str = Field(examples=["optics"])


class ReputationPart(BaseModel):
    """What of it is for one skill or purpose."""

    about: Named | None = Field(description="Null: for none in particular.")
    weight: float
    deeds: int = Field(description="How many deeds were about it.")


class ReputationDeed(BaseModel):
    """One deed; its weight is the product of the four numbers before."""

    kind: str = Field(examples=["accepted_answer"])
    words: str = Field(examples=["gave Ada the answer that they accepted"])
    person: Named | None = Field(description="Whom it was for; null if not to be named.")
    thing: Named | None = Field(description="The content or activity it was done with.")
    at: str | None
    worth: float = Field(description="What such a deed weighs on its day.")
    age: float = Field(description="0.5 for each half-life since.")
    repeat: float = Field(description="1/k for the k-th deed for the same person.")
    share: float = Field(description="The part about the skill asked for; 1 where none was.")
    weight: float


class ReputationAnswer(BaseModel):
    """What a member is known for, with the evidence."""

    member: str
    name: str
    skill: Named | None = Field(description="The skill that was asked for.")
    weight: float = Field(description="The sum over all deeds.")
    points: float | None = Field(
        description="What counts of it, as far as those are trusted for whom it was done, in whole "
        "points; null where these are fewer than five."
    )
    low: float | None = Field(description="Lower end of the 95 % interval of the points.")
    high: float | None = Field(description="Upper end of the 95 % interval of the points.")
    people: int = Field(description="How many the deeds were for.")
    definition: str
    half_life_days: float
    skills: list[ReputationPart] = Field(description="They sum to `weight`.")
    purposes: list[ReputationPart] = Field(description="They sum to `weight`.")
    deeds: list[ReputationDeed] = Field(description="The weightiest first.")
    at: str | None = Field(description="The time of the community's latest event.")
    revision: int


class RoleFigure(BaseModel):
    """How many members meet something; a count of all, so without an interval."""

    name: str
    value: float | None
    unit: str
    definition: str
    n: int | None = Field(description="Of how many.")
    note: str
    action: str
    members: list[str] = Field(description="Those of them who may be named.")


class ProposedRole(BaseModel):
    """A role that a member could be asked to take."""

    member: str
    name: str
    role: str = Field(examples=["mentor"])
    reason: str
    counts: dict[str, float] = Field(description="The counts that the reason rests on.")


class RolesAnswer(BaseModel):
    """Roles that members could be asked to take."""

    figures: list[RoleFigure] = Field(description="How many meet each role.")
    apart: RoleFigure = Field(description="Members whose deeds hardly count yet, and why.")
    proposals: list[ProposedRole] = Field(description="By role and name, never by reputation.")
    half_life_days: float
    at: str | None
    revision: int
