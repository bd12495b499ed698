"""Bodies and answers of the routes for goals."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.goals.what_if import Sample
from api.named_schemas import CountedMembers
from matcher.goal_settings import Setting

Weights = Annotated[dict[str, Annotated[float, Field(allow_inf_nan=False)]], Field(max_length=100)]


class GoalSetting(BaseModel):
    """What is set in place of what a goal comes with."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"diversity": 0.4, "note": "Show members more different people."}]
        },
    )

    weights: Weights | None = Field(
        None, description="Of features, where words are asked by; those not named weigh nothing."
    )
    weights_by_member: Weights | None = Field(
        None, description="The same where a member asks without words."
    )
    diversity: float | None = Field(
        None, ge=0, le=1, description="0: by score alone; 1: as different as possible."
    )
    rules: Annotated[list[str], Field(max_length=100)] | None = Field(
        None, description="Those of the goal's that hold."
    )
    note: str = Field("", max_length=2000, description="Why, for those who come after.")

    def setting(self) -> Setting:
        """As plain data."""
        rules = None if self.rules is None else tuple(self.rules)
        return Setting(self.weights, self.weights_by_member, self.diversity, rules)


class GoalInUse(BaseModel):
    """A goal as it is in use."""

    goal: str
    title: str
    version: int = Field(description="In use; 0: as it comes with Kinpath.")
    weights: dict[str, float] = Field(description="In use where words are asked by.")
    weights_by_member: dict[str, float] = Field(
        description="In use where a member asks without words."
    )
    weights_from: dict[str, str] = Field(
        description="By kind of question, what answers are signed with: `model` of an answer."
    )
    diversity: float
    rules: list[str]
    features: list[str] = Field(description="All that can be weighed.")
    fixed_rules: list[str] = Field(description="Rules that no setting lifts.")


class GoalVersionTold(BaseModel):
    """A goal as it was set once; null is what was left as it comes, or as it was learned."""

    version: int
    in_use: bool
    note: str
    made_at: str = Field(description="ISO time.")
    made_by: str = Field(description="Who set it, as the audit log names them; empty: not known.")
    weights: dict[str, float] | None
    weights_by_member: dict[str, float] | None
    diversity: float | None
    rules: list[str] | None


class GoalVersions(BaseModel):
    """The versions of a goal."""

    goal: str
    in_use: int = Field(description="0: as it comes with Kinpath.")
    versions: list[GoalVersionTold] = Field(description="The newest first.")


class WhatIf(GoalSetting):
    """A setting to be tried, and whose answers it is tried on."""

    members: int = Field(500, ge=1, le=2000, description="How many members are asked for, drawn.")
    k: int = Field(5, ge=1, le=50, description="Results for each.")
    seed: int = Field(1, ge=0, le=2**31, description="The same draws the same members.")

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"diversity": 0.4, "members": 50}]}
    )

    def sample(self) -> Sample:
        """Who is asked for."""
        return Sample(self.members, self.k, self.seed)


class WhatIfArguments(WhatIf):
    """The same as a job, which asks the past as well."""

    goal: str = Field(max_length=100)


class Exposure(BaseModel):
    """Who is shown by one setting."""

    shown: int = Field(description="Different members or things on all answers.")
    top_share: float | None = Field(
        description="Part of all places that the three most shown take; null without places."
    )
    without_answer: int = Field(description="Members who are left with nobody.")


class Movement(BaseModel):
    """Somebody or something that is shown more or less often."""

    id: str
    name: str
    before: int = Field(description="Answers that show it as the goal is in use.")
    after: int = Field(description="Answers that would show it.")


class WhatIfTold(BaseModel):
    """What a setting would change."""

    goal: str
    asked: int = Field(description="Members whose answers were compared.")
    of: int = Field(description="Members who could be asked for.")
    k: int
    seed: int
    changed_answers: int = Field(description="Answers that would show somebody else.")
    before: Exposure
    after: Exposure
    left_with_nobody: CountedMembers = Field(
        description="Those who are shown somebody or something now, and would be shown nobody."
    )
    gain: list[Movement] = Field(description="The ten that gain most.")
    lose: list[Movement] = Field(description="The ten that lose most.")
