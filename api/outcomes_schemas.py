"""The shapes of outcomes over HTTP, as OpenAPI tells them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.past import PastQuery


class OutcomesQuery(PastQuery):
    """What was declared of a study before its results were looked at, and as of when."""

    primary: str | None = Field(
        None, description="Instruments whose change was the question, separated by commas."
    )
    before: str | None = Field(None, description="The first wave; the earliest when absent.")
    after: str | None = Field(None, description="The last wave; the latest when absent.")
    group: str | None = Field(
        None, description="Property of members that tells the programme from a comparison group."
    )
    comparison: str | None = Field(
        None, description="Its value for these; when absent, `comparison`, `control` or `waitlist`."
    )
    randomised: bool = Field(False, description="Whether lots decided who came to which group.")
    cluster: str | None = Field(None, description="Property whose members are alike.")


class Interval(BaseModel):
    """A value with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


class InferenceTold(BaseModel):
    """A mean change held against none, by a t-test."""

    estimate: float
    error: float = Field(description="Its standard error.")
    freedom: float
    p: float
    low: float
    high: float
    clustered: str = Field(description="Within what members were allowed to be alike; or empty.")


class OutcomeShare(BaseModel):
    """Part of the members, with its 95 % interval; all null where there are fewer than five."""

    value: float | None
    low: float | None
    high: float | None


class ReliableChangeTold(BaseModel):
    """Who changed by more than error."""

    points: float = Field(description="The change from which on it counts.")
    reliability: float
    origin: str
    improved: OutcomeShare
    worsened: OutcomeShare


class SideTold(BaseModel):
    """Members with both scores, on one side of a comparison or all."""

    n: int
    before: float = Field(description="Mean score.")
    after: float
    spread_before: float = Field(description="Standard deviation.")
    spread_after: float
    change: float
    reliable_change: ReliableChangeTold | None


class LeftTold(BaseModel):
    """What those who left say about a change."""

    started: int
    stayed: int
    left: int
    before_stayed: float
    before_left: float
    apart: float = Field(description="Difference of the two before, in standard deviations.")
    unchanged: InferenceTold
    worst: InferenceTold
    weighted: InferenceTold
    holds: bool = Field(description="Whether the change keeps its direction in all three.")


class WaveTold(BaseModel):
    """The change to one of several later waves."""

    wave: str
    n: int
    change: InferenceTold


class OutcomeTold(BaseModel):
    """What became of one variable."""

    instrument: str = Field(examples=["belonging"])
    name: str
    measures: str
    better: str = Field(description="`higher`, `lower` or `neither`.")
    primary: bool
    verdict: str = Field(
        description="`caused`, `changed differently`, `changed`, `hint` or `not shown`."
    )
    words: str
    members: SideTold
    compared_with: SideTold | None
    change: Interval = Field(description="In points; the difference in change if compared.")
    size: Interval = Field(description="The same in standard deviations before.")
    t_test: InferenceTold
    p: float
    p_corrected: float
    correction: str = Field(description="`Holm` or `Benjamini-Hochberg`.")
    shown: bool
    smallest: float = Field(description="The smallest change that would have shown, in points.")
    left: LeftTold | None = Field(description="null where fewer than five left.")
    waves: list[WaveTold]
    notes: list[str]


class NotTold(BaseModel):
    """An instrument of which nothing is said, and what it would need."""

    instrument: str
    name: str
    reason: str


class RefusedTold(BaseModel):
    """An answer that cannot be right."""

    member: str
    instrument: str
    wave: str
    item: str
    reason: str


class FunnelStep(BaseModel):
    """How far what was shown came; null where it is of fewer than five members."""

    name: str = Field(examples=["accepted"])
    count: int | None
    share: float | None
    low: float | None
    high: float | None


class FunnelTold(BaseModel):
    """What became of what was shown for one goal."""

    goal: str = Field(examples=["mentors"])
    members: int
    steps: list[FunnelStep]


class OutcomesAnswer(BaseModel):
    """What changed between two waves of surveys, and how sure that is."""

    before: str
    after: str
    programme: str | None
    comparison: str | None
    randomised: bool
    in_short: list[str]
    outcomes: list[OutcomeTold]
    not_told: list[NotTold]
    refused: list[RefusedTold]
    unknown_instruments: dict[str, int] = Field(description="How many answers name each.")
    without_consent: int | None = Field(description="Members; null where they are fewer than five.")
    funnels: list[FunnelTold]
    methods: list[str]
    revision: int
