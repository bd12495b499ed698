"""The shape of a community's health over HTTP, as OpenAPI tells it."""

from __future__ import annotations

from pydantic import BaseModel, Field


class HealthChange(BaseModel):
    """What a figure was earlier, and by how much it differs now."""

    value: float = Field(description="What it was then.")
    difference: float = Field(description="Now minus then.")
    low: float | None = Field(description="The 95 % interval of the difference.")
    high: float | None
    beyond_chance: bool | None = Field(description="null where nobody can tell.")


class HealthFigure(BaseModel):
    """One figure, how it was worked out, how sure it is and where it is going."""

    key: str = Field(examples=["unanswered_day"])
    part: str = Field(examples=["answers"])
    better: str = Field(description="`more`, `less`, or empty where neither is well.")
    name: str
    value: float | None = Field(description="null where it cannot be told; `note` says why.")
    unit: str = Field(description="`share` is 0 to 1.")
    definition: str
    low: float | None = Field(description="The 95 % interval; null of a plain count.")
    high: float | None
    n: int | None = Field(description="How many it is worked out from.")
    note: str
    action: str = Field(description="What may be done; empty where nothing is bad.")
    members: list[str] = Field(description="Whom it is about, at most 50 who may be named.")
    before: HealthChange | None = Field(description="Against twelve weeks earlier.")
    year_ago: HealthChange | None = Field(description="Against 52 weeks earlier.")


class HealthStates(BaseModel):
    """Members by state at one moment."""

    days_ago: int
    members: dict[str, int]


class HealthMove(BaseModel):
    """How many went from one state to another in the last twelve weeks."""

    source: str = Field(description="`had not joined` of those who came since.")
    target: str
    members: int


class HealthKept(BaseModel):
    """The share of a cohort that was still here so many days after their first deed."""

    days: int
    share: float
    low: float
    high: float


class HealthCohort(BaseModel):
    """Retention of those who began together."""

    begins: int = Field(description="Days before `at`, the first one included.")
    ends: int
    n: int
    kept: list[HealthKept]
    curve: list[tuple[float, float]] = Field(description="Days, and the share from there on.")


class HealthWeekAhead(BaseModel):
    """What is expected of a week to come."""

    weeks: int
    active: float
    low: float
    high: float
    below_floor: float = Field(description="The probability of fewer than the floor.")


class HealthTried(BaseModel):
    """How one method did in the rolling back-test."""

    method: str
    mase: float = Field(description="Mean absolute scaled error of all weeks foretold.")
    mase_at: list[float | None] = Field(description="4, 8 and 12 weeks ahead.")
    coverage: float = Field(description="The share of weeks inside its 95 % interval.")
    forecasts: int


class HealthForecast(BaseModel):
    """Ghost-town risk."""

    activity: list[int] = Field(description="Active members of each week so far.")
    method: str
    baseline: str = Field(description="Which of the methods is seasonal naive here.")
    beats_baseline: bool
    floor: float
    ahead: list[HealthWeekAhead]
    tried: list[HealthTried]
    origins: int = Field(description="How often a forecast was tried on the past.")
    stretched: float = Field(description="What intervals were multiplied by.")


class HealthBelongingCell(BaseModel):
    """Belonging of members with about as many ties; nulls where they are too few to be told."""

    ties: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None


class HealthBelonging(BaseModel):
    """Belonging next to connection."""

    cells: list[HealthBelongingCell]
    note: str


class CommunityHealth(BaseModel):
    """How a community is."""

    community: str
    revision: int
    at: str | None = Field(description="The moment that it speaks of.")
    members: int
    days: int = Field(description="Since the first deed.")
    usual_break: float = Field(description="Days; nine in ten breaks are no longer.")
    notes: list[str] = Field(description="What was found wrong with the dates.")
    figures: list[HealthFigure]
    states: list[HealthStates]
    moves: list[HealthMove]
    cohorts: list[HealthCohort]
    waiting: list[tuple[float, float]] = Field(description="Hours, and the share answered by then.")
    forecast: HealthForecast | None = Field(description="null where the history is too short.")
    belonging: HealthBelonging
    early_signs: list[str] = Field(description="Keys of those that got worse beyond chance.")
