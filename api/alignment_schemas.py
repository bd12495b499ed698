"""The shape of an answer on alignment, as OpenAPI tells it; `api.alignment_json` writes it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.figure_schemas import FigureTold

Direction = Literal["toward", "away", "unclear"]


class Share(BaseModel):
    """A part of a whole, with Wilson's 95 % interval."""

    count: int
    of: int
    value: float | None = Field(description="`count / of`; null where there is nobody.")
    low: float
    high: float


class Estimate(BaseModel):
    """A mean or a trend with its bootstrap 95 % interval; null where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


class Group(BaseModel):
    """Statements of one stakeholder type, or of one quarter."""

    name: str = Field(examples=["donor", "2025 Q2"])
    aligned: Share
    closeness: Estimate = Field(description="0.5 is chance.")
    members: list[str] = Field(description="Who is aligned, as far as they may be named.")


class Theme(BaseModel):
    """What some members aspire to."""

    name: str
    example: str = Field(description="A typical statement; empty where none may be quoted.")
    size: Share
    aligned: Share = Field(description="Of the theme's members, those close to the host's words.")
    closeness: Estimate
    early: float | None = Field(description="Mean closeness in the first half of its time.")
    late: float | None = Field(description="Mean closeness in the second half.")
    trend: Estimate = Field(description="Change of closeness in a year.")
    direction: Direction
    staff: Share = Field(description="Of what staff make and lead, what is about it.")
    spoken_of: Literal["words", "deeds", "nowhere"] = Field(
        description="Where the host speaks of it: in what it says, in what its staff make, or not."
    )
    members: list[str]


class Claim(BaseModel):
    """Something the host says, and the members who carry it."""

    text: str
    source: str = Field(description="`purpose` or `promise`.")
    carried: Share
    is_carried: bool = Field(description="By more members than chance would give.")
    members: list[str]


class ValueHeld(BaseModel):
    """A value, and who names it."""

    value: str
    of_host: bool
    named: Share
    members: list[str]


class Version(BaseModel):
    """A statement of the host, and how close it came to its members."""

    text: str
    since: str | None
    then: Share = Field(description="Aligned members among those of the time.")
    now: Share = Field(description="Aligned members among those of today.")
    moved: Estimate = Field(description="Change of closeness from the words before.")


class MemberAlignment(BaseModel):
    """One member's."""

    member: str
    kind: str
    closeness: float
    aligned: bool
    theme: str
    values: list[str] = Field(description="Those that they share with the host.")


class AlignmentAnswer(BaseModel):
    """The host against its members, both ways."""

    community: str
    name: str
    revision: int
    as_of: str | None
    purpose: str
    promise: str
    values: list[str]
    figures: list[FigureTold]
    kinds: list[Group]
    quarters: list[Group]
    themes: list[Theme]
    claims: list[Claim]
    held_values: list[ValueHeld]
    versions: list[Version]
    staff_quarters: list[Group]
    staff_trend: Estimate
    staff_direction: Direction
    silhouette: float | None = Field(description="How well the themes keep apart, -1 to 1.")
    missing: list[str] = Field(description="What could not be told, and what it would need.")
    limits: list[str]
    member: MemberAlignment | None = Field(description="The member who was asked about.")
