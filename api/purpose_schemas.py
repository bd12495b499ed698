"""The shapes of purposes over HTTP, as OpenAPI tells them; `api.purpose_json` writes them."""

from __future__ import annotations

from pydantic import BaseModel, Field


class PurposePart(BaseModel):
    """A part of a statement."""

    text: str
    source: str = Field(description="`stated`, or `read from the text`.")


class PurposeParts(BaseModel):
    """The parts that help people say a purpose; null where nothing says one."""

    for_whom: PurposePart | None
    brings: PurposePart | None = Field(description="What they bring.")
    because: PurposePart | None = Field(description="Why it matters.")
    horizon: PurposePart | None


class PurposeFigure(BaseModel):
    """A figure with how it was worked out, and how sure it is."""

    name: str
    value: float | None = Field(description="Null where it cannot be told; `note` says why.")
    unit: str
    definition: str
    low: float | None = Field(description="Lower end of the 95 % interval.")
    high: float | None
    n: int | None
    note: str
    action: str
    members: list[str]


class PurposeVersion(BaseModel):
    """One version of a member's statement."""

    id: str
    statement: str
    stated_at: str | None
    stage: str | None = Field(
        description="`reflect`, `connect`, `explore`, `choose`, `repack` or `act`."
    )
    stage_as_given: str | None
    parts: PurposeParts
    missing: list[str]
    notes: list[str]


class PurposeRefinement(BaseModel):
    """A version beside the one before it."""

    before: str
    after: str
    distance: float | None = Field(description="1 - cosine; `usual_distance` is its measure.")
    added: list[str]
    dropped: list[str]
    move: str = Field(description="`forward`, `back`, `stays`, or empty.")


class CarriedDoing(BaseModel):
    """Something that a member did, beside their purpose."""

    id: str | None = Field(description="Null of a person who may not be named.")
    name: str
    kind: str
    how: str
    at: str | None
    closeness: float | None
    threshold: float | None = Field(description="What one in ten things of its kind reach.")
    declared: bool


class PurposeExpression(BaseModel):
    """What of a member's doings carries the purpose, and what does not."""

    share: PurposeFigure
    carrying: list[CarriedDoing]
    beside: list[CarriedDoing]
    not_known: list[CarriedDoing]


class PurposeMeeting(BaseModel):
    """Two members with a reason to meet."""

    one: str
    other: str
    names: list[str]
    reason: str = Field(
        description="`shared cause, different craft` or `same craft, different cause`."
    )
    words: str
    statements: list[str] = Field(description="What each is for, in their own words.")
    skills: list[list[str]] = Field(description="What each can do.")
    purposes: float = Field(description="Cosine of their statements.")
    crafts: float = Field(description="Cosine of their skills.")


class PurposeOfMember(BaseModel):
    """A member's purpose over time."""

    member: str
    name: str
    versions: list[PurposeVersion] = Field(description="Earliest first; the last one counts now.")
    questions: list[str] = Field(description="What would sharpen it.")
    refinements: list[PurposeRefinement]
    usual_distance: float | None = Field(description="Of two members' statements (median).")
    expression: PurposeExpression
    meetings: list[PurposeMeeting]
    notes: list[str]
    revision: int


class PurposeEvidence(BaseModel):
    """Something of the member's that speaks for a draft."""

    id: str
    where: str
    at: str | None
    words: str
    closeness: float


class PurposeDraft(BaseModel):
    """A sentence of the member's own that may be their purpose."""

    statement: str
    score: float = Field(description="Compares drafts of one member only.")
    shares: dict[str, float]
    parts: PurposeParts
    evidence: list[PurposeEvidence]
    questions: list[str]
    note: str


class PurposeSuggestions(BaseModel):
    """Drafts for a member, best first."""

    member: str
    name: str
    drafts: list[PurposeDraft]
    read: int = Field(description="Texts and names that were read.")
    note: str
    revision: int


class PurposeTheme(BaseModel):
    """Statements that mean about the same."""

    name: str
    phrases: list[str]
    size: int = Field(description="All members behind it, also those who may not be named.")
    members: list[str]
    tightness: float = Field(description="Mean silhouette, -1 to 1.")
    stability: float = Field(description="How much of it was found again in resamples, 0 to 1.")
    examples: list[str]


class PurposeThemes(BaseModel):
    """The themes of a community, largest first."""

    community: str
    themes: list[PurposeTheme]
    figures: list[PurposeFigure]
    meetings: list[PurposeMeeting]
    notes: list[str]
    revision: int
