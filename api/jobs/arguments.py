"""What may be said with a job, where no single route takes the same."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.outcomes_schemas import OutcomesQuery
from api.past import PastQuery
from api.routes.reputation import ReputationQuery
from matcher.request import DEFAULT_COUNT, MAX_COUNT

__all__ = [
    "EverybodyArguments",
    "JourneysArguments",
    "LearnArguments",
    "NoArguments",
    "OutcomesQuery",
    "ReputationArguments",
]


class NoArguments(BaseModel):
    """Nothing may be said."""

    model_config = ConfigDict(extra="forbid")


class LearnArguments(BaseModel):
    """For what weights are learned, and whether they are kept."""

    model_config = ConfigDict(extra="forbid")

    goals: list[str] | None = Field(None, min_length=1, max_length=100)
    dry_run: bool = False


class JourneysArguments(PastQuery):
    """Which journey, and as of when."""

    journey: str | None = None


class ReputationArguments(ReputationQuery):
    """Of whom, for what, how deeds are weighed, and as of when."""

    member: str


class EverybodyArguments(PastQuery):
    """For which goal, how many results, and how evenly they are shared."""

    goal: str | None = None
    k: int = Field(DEFAULT_COUNT, ge=1, le=MAX_COUNT)
    evenness: float | None = Field(None, ge=0, le=1, allow_inf_nan=False)
