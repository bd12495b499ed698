"""The shape of an answer on shared purpose, as OpenAPI tells it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.alignment_schemas import Estimate, Share
from api.figure_schemas import FigureTold


class Done(BaseModel):
    """What members of a type do or get."""

    name: str = Field(examples=["joined a group"])
    noun: str = Field(examples=["groups joined"])
    share: Share
    per_head: Estimate
    members: list[str]


class Sought(BaseModel):
    """A skill that members of a type seek."""

    skill: str
    members: list[str]
    count: int
    have: int = Field(description="Members of all types who have it.")
    holders: list[str] = Field(description="Who has it.")


class MemberType(BaseModel):
    """Who they are, what is in it for them, what they contribute."""

    name: str
    size: Share
    active: Share = Field(description="Did something in the last 90 days.")
    new: Share = Field(description="Joined in the last 90 days.")
    wants: list[Done]
    skills: list[Sought]
    gives: list[Done]
    members: list[str]
    active_members: list[str]
    new_members: list[str]


class Relation(BaseModel):
    """What one type does for another."""

    what: str = Field(description="`help`, `mentoring` or `replies`.")
    giver: str
    taker: str
    count: int
    per_head: float
    times_chance: Estimate = Field(description="1 is chance.")
    members: list[str]


class Step(BaseModel):
    """A step that members of a type take."""

    name: str
    reached: Share
    days: float | None = Field(description="Median days from joining.")
    members: list[str]


class UsualPath(BaseModel):
    """A proposed journey of a type."""

    type: str
    steps: list[Step]
    gap: str = Field(description="The first step that at most half as many took as the one before.")


class KeyFigure(BaseModel):
    """A proposed key figure with a target."""

    name: str
    definition: str
    now: Share = Field(description="Of the last full month.")
    month: str = Field(examples=["2025-05"])
    usual: float | None
    target: float | None = Field(description="Upper quartile of its last 12 full months.")
    months: int
    members: list[str]
    why: str


class Feature(BaseModel):
    """Something to offer, and those whom it would serve now."""

    name: str
    serves: Share
    reason: str
    members: list[str]


class Play(BaseModel):
    """What to do for one type."""

    type: str
    lines: list[tuple[str, str]]


class Gap(BaseModel):
    """A question to the manager."""

    about: int = Field(description="Which of the five questions.")
    question: str
    needs: str = Field(description="What data would answer it; empty where only people can.")


class SharedPurposeAnswer(BaseModel):
    """The five questions answered from data, and what follows."""

    community: str
    name: str
    revision: int
    as_of: str | None
    purpose: str
    promise: str
    values: list[str]
    types_are_stated: bool = Field(description="Else they were read from what members do.")
    types: list[MemberType]
    relations: list[Relation]
    host: list[FigureTold]
    key_figures: list[KeyFigure]
    paths: list[UsualPath]
    features: list[Feature]
    playbooks: list[Play]
    gaps: list[Gap]
    limits: list[str]
