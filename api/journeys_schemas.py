"""The shapes of journeys over HTTP, as OpenAPI tells them; `api.journeys_json` writes them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.figure_schemas import FigureTold


class StageName(BaseModel):
    """A stage of a journey."""

    id: str = Field(examples=["stage:maker/pilot"])
    name: str = Field(examples=["pilot"])


class JourneyShort(BaseModel):
    """A journey in short."""

    id: str = Field(examples=["journey:maker"])
    name: str
    accomplishment: str | None = Field(description="What it leads to.")
    stages: list[StageName] = Field(description="In order.")
    members: int = Field(description="How many told how far they came.")


class BrokenJourney(BaseModel):
    """A journey that cannot be followed."""

    id: str
    name: str
    reason: str


class JourneyList(BaseModel):
    """Every journey of a community."""

    journeys: list[JourneyShort]
    broken: list[BrokenJourney]
    stray_stages: list[str] = Field(description="Stages of no journey; they are not counted.")
    revision: int


class Factor(BaseModel):
    """Something that members do, or that happens between them."""

    id: str | None = Field(description="null where it happens between people.")
    name: str = Field(examples=["anything about “Fundraising”", "having a mentor"])


class LiftTold(Factor):
    """How much more often those who did it in the stage went on."""

    value: float = Field(description="2: twice as often as others at the same time; 1: no more.")
    low: float = Field(description="Lower end of the 95 % interval.")
    high: float
    n: int = Field(description="Members who did it in the stage.")
    went_on: int = Field(description="How many of them went on after it.")
    expected: float = Field(description="How many would have, had it made no difference.")
    p: float
    clear: bool = Field(description="It stands out after all that was tried in the stage.")


class Onward(BaseModel):
    """What is told of going on from a stage."""

    took: FigureTold = Field(description="Days until half had gone on.")
    quarter: float | None = Field(description="Days until a quarter had gone on.")
    three_quarters: float | None
    went_on: FigureTold
    fell_off: FigureTold
    came_back: int = Field(description="How many fell silent, and went on after all.")
    slow: bool = Field(description="It takes longer than the other stages, beyond chance.")
    slow_p: float | None
    lifts: list[LiftTold] = Field(description="Surest first.")


class StageTold(StageName):
    """A stage with its figures."""

    asks_for: list[Factor]
    asks_for_is_declared: bool = Field(
        description="False: the stage asks for nothing; it is what is typical of those who reached "
        "it."
    )
    standing: FigureTold
    silent: FigureTold
    by_evidence: FigureTold
    onward: Onward | None = Field(description="null of the last stage.")


class SilenceTold(BaseModel):
    """How long a silence means that somebody fell off."""

    days: float
    n: int
    definition: str


class JourneyTold(JourneyShort):
    """All that is told of one journey."""

    stages: list[StageTold]  # type: ignore[assignment]  # more of each than in the short form
    silence: SilenceTold
    notes: list[str] = Field(description="What is odd in the progress that members told.")
    revision: int


class SurenessTold(BaseModel):
    """How probable it is, by what a member did, that they reached a stage."""

    value: float
    low: float
    high: float
    alike: int = Field(description="Other members, whose progress is known, who did as much.")
    done: int
    asked: int
    declared: bool


class Usual(BaseModel):
    """How long a stage takes others, in days."""

    median: float | None
    low: float | None
    high: float | None
    n: int


class MoveTold(BaseModel):
    """What would move a member on."""

    id: str | None
    name: str
    why: str
    lift: LiftTold | None


class CompanionTold(BaseModel):
    """Somebody who stands further, and helped others."""

    id: str
    name: str
    stage: str
    helped: int
    why: str


class MemberJourneyTold(BaseModel):
    """Where a member stands in one journey."""

    journey: str
    name: str
    stage: str | None
    stage_name: str | None
    source: str = Field(description="`declared`, `evidence` or `none`.")
    since: str | None
    days: float | None
    sureness: SurenessTold | None
    usual: Usual | None
    next_stage: str | None = Field(description="null once they arrived.")
    next_name: str | None
    silent: bool
    moves: list[MoveTold]
    companions: list[CompanionTold]


class MemberJourneys(BaseModel):
    """A member's journeys."""

    member: str
    journeys: list[MemberJourneyTold]
    revision: int


class JourneyShare(BaseModel):
    """A share of n members, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int


class PassedTold(BaseModel):
    """A milestone on the way."""

    key: str
    words: str
    support: JourneyShare = Field(
        description="For what share of those who got there it came before."
    )
    others: float | None = Field(description="The share of all others who have it at all.")
    days: float | None = Field(description="The median time from joining until then.")


class MinedStep(BaseModel):
    """Milestones that come in no settled order among themselves."""

    milestones: list[PassedTold]
    order: JourneyShare | None = Field(description="For what share it came after the step before.")


class MinedJourneyTold(BaseModel):
    """A journey proposed from the ways of those who got there."""

    toward: str
    words: str
    n: int = Field(description="How many got there.")
    undated: int
    steps: list[MinedStep]
    members: list[str] = Field(description="Those of them who may be named.")
    revision: int
