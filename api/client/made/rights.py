"""Made by `make client`: the operations on rights."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.client.calls import NOT_SAID, Calls
from api.client.told import Told


class ConsentGiven(Told):
    """What was given or taken back, and when."""

    at: str
    matching: bool
    research: bool
    by: str
    """Who told so."""


class ConsentTold(Told):
    """What a member lets be done."""

    member: str
    matching: bool
    research: bool
    stated: bool
    """False: they never said, and are taken to agree."""
    history: tuple[ConsentGiven, ...]
    """The latest first."""


class ErasureTold(Told):
    """What an erasure did, and what it found afterwards."""

    erasure: str
    """The SHA-256 of the id: all that is left of it."""
    community: str
    begun: str
    finished: str
    whole: bool
    """Nothing that was sought is found any more."""
    sought: tuple[SoughtTold, ...]
    places: tuple[PlaceTold, ...]
    removed: dict[str, int]
    notes: tuple[str, ...]
    remains: tuple[str, ...]


class GoalTold(Told):
    """How one goal ranks one kind of question."""

    goal: str
    title: str
    asked: str
    """For which questions."""
    model: str
    """`default`, or which learned weights are in use."""
    learned_from: int | None
    """Past questions; null: weights of Kinpath's own."""
    summary: str
    groups: tuple[GroupImportance, ...]
    parameters: tuple[ParameterTold, ...]
    variety: float
    """0: by score alone; 1: as different as possible."""
    left_out: tuple[str, ...]


class GroupImportance(Told):
    """How much a group of parameters counts."""

    group: str
    title: str
    meaning: str
    importance: float
    """Its part of all weights, 0-1."""


class GroupTold(Told):
    """A group of parameters that has a factor."""

    group: str
    title: str
    meaning: str


class HeldEntity(Told):
    """A profile, a statement of purpose or a piece of content."""

    id: str
    at: str | None
    properties: dict[str, Any]


class HeldRelationship(Told):
    """Something that joins the member, or what is theirs, with somebody or something."""

    kind: str
    from_: str = Field(alias="from")
    to: str
    key: str
    at: str | None
    properties: dict[str, Any]


class HeldVector(Told):
    """What a text of theirs was turned into."""

    of: str
    model: str
    vector: tuple[float, ...]


class MemberExport(Told):
    """Everything held about a member."""

    member: str
    community: str
    revision: int
    made_at: str
    profile: HeldEntity
    consent: ConsentTold
    preferences: PreferencesTold
    purposes: tuple[HeldEntity, ...]
    """All versions."""
    content: tuple[HeldEntity, ...]
    skills: tuple[HeldRelationship, ...]
    interactions: tuple[HeldRelationship, ...]
    relationships: tuple[HeldRelationship, ...]
    """With other members, both ways."""
    surveys: tuple[HeldRelationship, ...]
    journeys: tuple[HeldRelationship, ...]
    feedback: tuple[HeldRelationship, ...]
    shown: tuple[HeldRelationship, ...]
    worklist: tuple[HeldRelationship, ...]
    of_what_is_theirs: tuple[HeldRelationship, ...]
    names: dict[str, str]
    """Of everybody and everything, as far as they may be."""
    learned: tuple[dict[str, Any], ...]
    """What follows from their feedback."""
    reputation: dict[str, Any] | None
    roles: tuple[dict[str, Any], ...] | None
    vectors: tuple[HeldVector, ...]
    documents: tuple[dict[str, Any], ...]
    """What the service keeps of them besides."""
    not_held: tuple[str, ...]


class ParameterTold(Told):
    """A parameter in use, in plain words."""

    parameter: str
    group: str
    meaning: str
    """What it counts."""
    data: str
    """What it is worked out from."""
    weight: float
    importance: float
    """Its part of all weights, 0-1."""
    against: bool
    """True: it speaks against."""


class PlaceTold(Told):
    """Somewhere that was searched."""

    place: str
    what: str
    found_before: int
    """How many records, documents or files held any of it."""
    found_after: int
    looked_at: bool


class PreferencesTold(Told):
    """What a member asks of their own answers."""

    member: str
    profiling: bool
    factors: dict[str, float]
    groups: tuple[GroupTold, ...]
    steps: Steps


class RankingTold(Told):
    """How ranking works, from the weights in use."""

    community: str
    revision: int
    goals: tuple[GoalTold, ...]
    never_used: tuple[str, ...]
    your_choices: str


class SoughtTold(Told):
    """Something that was searched for, by its hash."""

    what: str
    """`id`, `id of theirs`, `name` or `sentence`."""
    sha256: str
    length: int
    """Letters."""


class Steps(Told):
    """Which factors there are."""

    least: float
    most: float
    step: float
    usual: float


class RightsOperations(Calls):
    """The operations on rights, one method each."""

    def consent_of_member(self, member: str) -> ConsentTold:
        """What a member lets be done.

        Consent to being matched, and to being counted in studies, each by itself.
        """
        return self.call("GET", f"/v1/members/{self.part(member)}/consent", "ConsentTold")

    def give_consent(
        self, member: str, *, matching: bool | None = NOT_SAID, research: bool | None = NOT_SAID
    ) -> ConsentTold:
        """Give consent, or take it back.

        It holds for the very next answer: who takes consent to matching back is in none of them.

        Without consent to research somebody is in no study. What is not named stays as it is.
        """
        return self.call(
            "PUT",
            f"/v1/members/{self.part(member)}/consent",
            "ConsentTold",
            body={"matching": matching, "research": research},
        )

    def preferences_of_member(self, member: str) -> PreferencesTold:
        """What a member asks of their own answers.

        Whether a profile is made of what they did, and the factor of each group of parameters.
        """
        return self.call("GET", f"/v1/members/{self.part(member)}/preferences", "PreferencesTold")

    def set_preferences(
        self, member: str, *, profiling: bool = NOT_SAID, factors: dict[str, float] = NOT_SAID
    ) -> PreferencesTold:
        """Change what a member's answers are made of.

        All of them at once: what is not said is as usual.

        With `profiling` false, answers to the member use only what they ask, their profile,
        purpose and stated skills, and nothing that they did counts in anybody's answers.
        """
        return self.call(
            "PUT",
            f"/v1/members/{self.part(member)}/preferences",
            "PreferencesTold",
            body={"profiling": profiling, "factors": factors},
        )

    def export_member(self, member: str) -> MemberExport:
        """Everything held about a member.

        Machine-readable and complete: every record in the store that touches the member.

        Members whom they may not see stand there by their ids alone; who said no to them is not
        told.
        """
        return self.call("GET", f"/v1/members/{self.part(member)}/export", "MemberExport")

    def erase_member(self, member: str) -> ErasureTold:
        """Erase a member from everywhere.

        From the store, vectors, snapshots, the cache, what the service keeps besides, and files.

        It answers when all of it is done, with a report that proves it by searching for what was
        erased; the report tells hashes of that. If it is cut off, the next start finishes it.
        """
        return self.call("POST", f"/v1/members/{self.part(member)}/erasure", "ErasureTold")

    def ranking(self, *, goal: str | None = None, member: str | None = None) -> RankingTold:
        """How ranking works, in plain words.

        The main parameters, how much each counts, from which data, and what is never used.

        Made from the weights in use, learned or not: it changes when they do.
        """
        return self.call(
            "GET", "/v1/ranking", "RankingTold", query={"goal": goal, "member": member}
        )

    def ranking_page(self, *, goal: str | None = None, member: str | None = None) -> str:
        """How ranking works, as a page.

        The same as a page that needs nothing else.
        """
        return self.call("GET", "/v1/ranking.html", "str", query={"goal": goal, "member": member})
