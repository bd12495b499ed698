"""The shapes of people's rights over HTTP, as OpenAPI tells them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class ConsentBody(BaseModel):
    """What a member lets be done; what is not named stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"matching": False}]})

    matching: bool | None = Field(
        None, description="To be matched, named and proposed to others; `null` is refused."
    )
    research: bool | None = Field(None, description="To be counted in studies of the community.")


class ConsentGiven(BaseModel):
    """What was given or taken back, and when."""

    at: str
    matching: bool
    research: bool
    by: str = Field(description="Who told so.")


class ConsentTold(BaseModel):
    """What a member lets be done."""

    member: str = Field(examples=["member:ada"])
    matching: bool
    research: bool
    stated: bool = Field(description="False: they never said, and are taken to agree.")
    history: list[ConsentGiven] = Field(description="The latest first.")


class PreferencesBody(BaseModel):
    """What a member asks of their own answers; what is not said is as usual."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"profiling": True, "factors": {"meaning": 1.5}}]},
    )

    profiling: bool = Field(
        True, description="False: nothing that they did counts, in anybody's answers."
    )
    factors: dict[str, float] = Field(
        default_factory=dict, description="By group, 0 to 2 in steps of 0.25; 1 is usual."
    )


class GroupTold(BaseModel):
    """A group of parameters that has a factor."""

    group: str = Field(examples=["meaning"])
    title: str
    meaning: str


class Steps(BaseModel):
    """Which factors there are."""

    least: float
    most: float
    step: float
    usual: float


class PreferencesTold(BaseModel):
    """What a member asks of their own answers."""

    member: str = Field(examples=["member:ada"])
    profiling: bool
    factors: dict[str, float]
    groups: list[GroupTold]
    steps: Steps


class GroupImportance(GroupTold):
    """How much a group of parameters counts."""

    importance: float = Field(description="Its part of all weights, 0-1.")


class ParameterTold(BaseModel):
    """A parameter in use, in plain words."""

    parameter: str = Field(examples=["own_text"])
    group: str
    meaning: str = Field(description="What it counts.")
    data: str = Field(description="What it is worked out from.")
    weight: float
    importance: float = Field(description="Its part of all weights, 0-1.")
    against: bool = Field(description="True: it speaks against.")


class GoalTold(BaseModel):
    """How one goal ranks one kind of question."""

    goal: str = Field(examples=["mentors"])
    title: str
    asked: str = Field(description="For which questions.")
    model: str = Field(description="`default`, or which learned weights are in use.")
    learned_from: int | None = Field(description="Past questions; null: weights of Kinpath's own.")
    summary: str
    groups: list[GroupImportance]
    parameters: list[ParameterTold]
    variety: float = Field(description="0: by score alone; 1: as different as possible.")
    left_out: list[str]


class RankingTold(BaseModel):
    """How ranking works, from the weights in use."""

    community: str
    revision: int
    goals: list[GoalTold]
    never_used: list[str]
    your_choices: str


class HeldEntity(BaseModel):
    """A profile, a statement of purpose or a piece of content."""

    id: str
    at: str | None
    properties: dict[str, Any]


class HeldRelationship(BaseModel):
    """Something that joins the member, or what is theirs, with somebody or something."""

    model_config = ConfigDict(populate_by_name=True)

    kind: str = Field(examples=["HELPED"])
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    key: str
    at: str | None
    properties: dict[str, Any]


class HeldVector(BaseModel):
    """What a text of theirs was turned into."""

    of: str
    model: str
    vector: list[float]


class MemberExport(BaseModel):
    """Everything held about a member."""

    member: str = Field(examples=["member:ada"])
    community: str
    revision: int
    made_at: str
    profile: HeldEntity
    consent: ConsentTold
    preferences: PreferencesTold
    purposes: list[HeldEntity] = Field(description="All versions.")
    content: list[HeldEntity]
    skills: list[HeldRelationship]
    interactions: list[HeldRelationship]
    relationships: list[HeldRelationship] = Field(description="With other members, both ways.")
    surveys: list[HeldRelationship]
    journeys: list[HeldRelationship]
    feedback: list[HeldRelationship]
    shown: list[HeldRelationship]
    worklist: list[HeldRelationship]
    of_what_is_theirs: list[HeldRelationship]
    names: dict[str, str] = Field(description="Of everybody and everything, as far as they may be.")
    learned: list[dict[str, Any]] = Field(description="What follows from their feedback.")
    reputation: dict[str, Any] | None
    roles: list[dict[str, Any]] | None
    vectors: list[HeldVector]
    documents: list[dict[str, Any]] = Field(description="What the service keeps of them besides.")
    not_held: list[str]


class SoughtTold(BaseModel):
    """Something that was searched for, by its hash."""

    what: str = Field(description="`id`, `id of theirs`, `name` or `sentence`.")
    sha256: str
    length: int = Field(description="Letters.")


class PlaceTold(BaseModel):
    """Somewhere that was searched."""

    place: str
    what: str
    found_before: int = Field(description="How many records, documents or files held any of it.")
    found_after: int
    looked_at: bool


class ErasureTold(BaseModel):
    """What an erasure did, and what it found afterwards."""

    erasure: str = Field(description="The SHA-256 of the id: all that is left of it.")
    community: str
    begun: str
    finished: str
    whole: bool = Field(description="Nothing that was sought is found any more.")
    sought: list[SoughtTold]
    places: list[PlaceTold]
    removed: dict[str, int]
    notes: list[str]
    remains: list[str]
